package dev.bulwark.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {

  private static PairedScores drawn(int items, int clusters, long seed) {
    Random random = new Random(seed);
    double[] before = random.doubles(items).toArray();
    double[] now = Arrays.stream(before).map(score -> (score + random.nextDouble()) / 2).toArray();
    int[] cluster = new int[items];
    Arrays.setAll(cluster, i -> i % clusters);
    return PairedScores.of(before, now, cluster);
  }

  @Test
  void theSameSeedGivesTheSameDrawsOnAnyNumberOfThreads() throws Exception {
    PairedScores scores = drawn(500, 120, 1);
    LowerTail tail = new LowerTail(0.1);
    double[] here = quantiles(ClusterBootstrap.ofTail(scores, tail, 2_000, 5));
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertThat(
                pool.submit(() -> quantiles(ClusterBootstrap.ofTail(scores, tail, 2_000, 5))).get())
            .isEqualTo(here);
      } finally {
        pool.shutdown();
      }
    }
    assertThat(quantiles(ClusterBootstrap.ofTail(scores, tail, 2_000, 6))).isNotEqualTo(here);
  }

  private static double[] quantiles(ClusterBootstrap bootstrap) {
    return new double[] {bootstrap.quantile(0.05), bootstrap.quantile(0.5), bootstrap.p()};
  }

  @Test
  void drawsSpreadAsTheStandardErrorSays() {
    PairedScores scores = drawn(3_000, 300, 2);
    ClusterBootstrap mean = ClusterBootstrap.ofMean(scores, 1, 10_000, 3);
    assertThat(mean.deviation() / mean.standardError()).isCloseTo(1, within(0.05));
    ClusterBootstrap tail = ClusterBootstrap.ofTail(scores, new LowerTail(0.1), 10_000, 3);
    assertThat(tail.deviation() / tail.standardError()).isCloseTo(1, within(0.1));
  }

  @Test
  void theWholeIsItsOwnTail() {
    PairedScores scores = drawn(200, 50, 4);
    ClusterBootstrap mean = ClusterBootstrap.ofMean(scores, -1, 1_000, 7);
    ClusterBootstrap tail = ClusterBootstrap.ofTail(scores, new LowerTail(1), 1_000, 7);
    assertThat(tail.estimate()).isCloseTo(mean.estimate(), within(1e-12));
    assertThat(tail.quantile(0.05)).isCloseTo(mean.quantile(0.05), within(1e-12));
    assertThat(tail.p()).isEqualTo(mean.p());
  }
}
