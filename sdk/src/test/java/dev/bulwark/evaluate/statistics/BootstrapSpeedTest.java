package dev.bulwark.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures the bootstrap, with the bounds that were promised for two free cores:
 *
 * <pre>mvn -pl sdk test -Dtest=BootstrapSpeedTest -Dbulwark.speed=true</pre>
 */
@EnabledIfSystemProperty(
    named = "bulwark.speed",
    matches = "true",
    disabledReason = "a measurement")
class BootstrapSpeedTest {

  @Test
  void tenThousandItems(TestReporter reporter) {
    measure(reporter, 10_000, Duration.ofSeconds(1));
  }

  @Test
  void aHundredThousandItems(TestReporter reporter) {
    measure(reporter, 100_000, Duration.ofSeconds(8));
  }

  private static void measure(TestReporter reporter, int items, Duration most) {
    for (int size : new int[] {1, 4, 10}) {
      Random random = new Random(1);
      int[] cluster = new int[items];
      Arrays.setAll(cluster, i -> i / size);
      PairedScores scores =
          PairedScores.of(
              random.doubles(items).toArray(), random.doubles(items).toArray(), cluster);
      Duration mean = time(() -> ClusterBootstrap.ofMean(scores, 1, 10_000, 1));
      Duration tail = time(() -> ClusterBootstrap.ofTail(scores, new LowerTail(0.05), 10_000, 1));
      reporter.publishEntry(
          items + " items, clusters of " + size, "mean " + mean + ", tail " + tail);
      assertThat(mean).isLessThan(most);
      assertThat(tail).isLessThan(most);
    }
  }

  private static Duration time(Runnable work) {
    work.run();
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
