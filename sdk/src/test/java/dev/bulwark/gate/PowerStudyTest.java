package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.statistics.PairedScores;
import dev.bulwark.fixtures.Fixtures;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What so many prompts can see of two kinds of harm, on fresh draws: the table in docs/gates.md.
 *
 * <pre>mvn -pl sdk test -Dtest=PowerStudyTest -Dbulwark.study=true</pre>
 */
@Tag("fixtures")
@EnabledIfSystemProperty(
    named = "bulwark.study",
    matches = "true",
    disabledReason = "takes minutes; see above")
class PowerStudyTest {
  private static final int RUNS = 500;
  private static final int DRAWS = 2_000;
  private static final int CELLS = 4_096;
  private static final double RHO = 0.6;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Scores of which a share is grave: two Beta distributions. */
  private record Shape(double grave, BetaDistribution low, BetaDistribution high) {

    AaPairs.Quantile quantile() {
      double[] table =
          IntStream.range(0, CELLS + 1).mapToDouble(i -> inverse((double) i / CELLS)).toArray();
      return u -> {
        double x = u * CELLS;
        int k = Math.min((int) x, CELLS - 1);
        return table[k] + (x - k) * (table[k + 1] - table[k]);
      };
    }

    private double inverse(double probability) {
      double from = 0;
      double to = 1;
      for (int i = 0; i < 60; i++) {
        double middle = (from + to) / 2;
        double below =
            grave * low.cumulativeProbability(middle)
                + (1 - grave) * high.cumulativeProbability(middle);
        if (below < probability) {
          from = middle;
        } else {
          to = middle;
        }
      }
      return (from + to) / 2;
    }
  }

  private static final Shape BASE =
      new Shape(0.0533, BetaDistribution.of(2, 6), BetaDistribution.of(18, 2));

  /** 7 instead of 5 % violate, and the others are better. */
  private static final Shape MORE_FREQUENT =
      new Shape(0.0747, BetaDistribution.of(2, 6), BetaDistribution.of(22, 2));

  /**
   * As many are grave, with the low scores of the fixtures' scenario: mean 0.10, deviation 0.075.
   */
  private static final Shape MORE_SEVERE =
      new Shape(0.0533, BetaDistribution.of(1.5, 13.5), BetaDistribution.of(18, 2));

  private static double[] coupled(double[] z, AaPairs.Quantile scores, SplittableRandom random) {
    double[] values = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      double noise = NORMAL.inverseCumulativeProbability(random.nextDouble());
      double w = RHO * z[i] + Math.sqrt(1 - RHO * RHO) * noise;
      values[i] = scores.at(NORMAL.cumulativeProbability(w));
    }
    return values;
  }

  private static IntFunction<Study.Trial> trials(int n, AaPairs.Quantile candidate) {
    AaPairs pairs =
        AaPairs.of(Fixtures.json(Fixtures.files("statistics", "aa-parameters.json").get(0)));
    AaPairs.Quantile base = BASE.quantile();
    return r -> {
      SplittableRandom random = new SplittableRandom(1_000L * n + r);
      double[] z =
          IntStream.range(0, n)
              .mapToDouble(i -> NORMAL.inverseCumulativeProbability(random.nextDouble()))
              .toArray();
      double[] before =
          IntStream.range(0, n)
              .mapToDouble(i -> base.at(NORMAL.cumulativeProbability(z[i])))
              .toArray();
      AaPairs.Pair others = pairs.pair(r + 7_000, n);
      AaPairs.Side again = pairs.companion(r + 7_000, n);
      return new Study.Trial(
          new AaPairs.Pair(
              side(before, others.before()),
              side(coupled(z, candidate, random), others.now()),
              others.cluster()),
          side(coupled(z, base, random), again));
    };
  }

  private static AaPairs.Side side(double[] safety, AaPairs.Side others) {
    return new AaPairs.Side(safety, others.helpfulness(), others.refused());
  }

  /** The share of runs in which a comparison of means alone finds harm. */
  private static double meanOnly(int n, AaPairs.Quantile candidate) {
    IntFunction<Study.Trial> trials = trials(n, candidate);
    double z = NORMAL.inverseSurvivalProbability(0.05);
    long seen =
        IntStream.range(0, RUNS)
            .filter(
                r -> {
                  AaPairs.Pair pair = trials.apply(r).pair();
                  PairedScores scores = Study.pair(pair.before().safety(), pair.now().safety());
                  return -scores.meanChange() / scores.meanError() > z;
                })
            .count();
    return (double) seen / RUNS;
  }

  private static double failing(String name, int n, Shape shape) {
    Study study = new Study(DRAWS).run(RUNS, trials(n, shape.quantile()));
    double fails = (double) study.count(GateSettings.Mode.DETECT, Status.FAIL) / RUNS;
    Study.note(
        name + ", n = " + n,
        "FAIL "
            + fails
            + ", worse "
            + study.worse
            + ", unadjusted "
            + study.unadjusted
            + ", "
            + study.overall
            + ", mean only "
            + meanOnly(n, shape.quantile()));
    return fails;
  }

  @Test
  void seesMoreViolationsThatAMeanHides() {
    failing("more frequent", 300, MORE_FREQUENT);
    failing("more frequent", 1000, MORE_FREQUENT);
    assertThat(failing("more frequent", 2000, MORE_FREQUENT)).isGreaterThanOrEqualTo(0.78);
    assertThat(meanOnly(2000, MORE_FREQUENT.quantile())).isLessThanOrEqualTo(0.05);
  }

  @Test
  void seesGraverViolationsOfTheSameNumber() {
    failing("more severe", 300, MORE_SEVERE);
    failing("more severe", 1000, MORE_SEVERE);
    assertThat(failing("more severe", 2000, MORE_SEVERE)).isGreaterThanOrEqualTo(0.70);
  }
}
