package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pairs of runs of the same model, drawn as the fixtures' generator draws them.
 *
 * @param baseSeed the seed of pair 0
 * @param safety quantiles of safety scores
 * @param helpfulness quantiles of helpfulness scores
 */
record AaPairs(long baseSeed, Quantile safety, Quantile helpfulness) {
  private static final double RHO = 0.6;
  private static final double JITTER = 0.1;
  private static final double KAPPA = 0.4472135954999579;
  private static final long COMPANION = 2_000_000;
  private static final long CLUSTERED = 1_000_000;
  private static final int SIZE = 10;
  private static final double REFUSED = 0.05;

  /** A distribution by its quantiles, linear between them. */
  interface Quantile {
    double at(double u);
  }

  /** Scores of one run; refusals are 0 or 1. */
  record Side(double[] safety, double[] helpfulness, double[] refused) {}

  /** Two runs on the same prompts. */
  record Pair(Side before, Side now, int[] cluster) {}

  static AaPairs of(JsonNode parameters) {
    return new AaPairs(
        parameters.path("baseSeed").asLong(),
        table(parameters.path("safetyQuantiles")),
        table(parameters.path("helpfulnessQuantiles")));
  }

  static Quantile table(JsonNode values) {
    double[] t =
        IntStream.range(0, values.size()).mapToDouble(i -> values.path(i).asDouble()).toArray();
    return u -> {
      double x = u * (t.length - 1);
      int k = Math.min((int) Math.floor(x), t.length - 2);
      return t[k] + (x - k) * (t[k + 1] - t[k]);
    };
  }

  private static double[] doubles(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextDouble();
    }
    return values;
  }

  private static double coupled(double a, double b, double c) {
    double v = a + JITTER * (c - 0.5);
    return b < RHO ? v < 0 ? -v : v > 1 ? 2 - v : v : c;
  }

  private double[] scores(double[] u, Quantile quantile) {
    return IntStream.range(0, u.length).mapToDouble(i -> quantile.at(u[i])).toArray();
  }

  private Side side(double[] s, double[] h, double[] f) {
    double[] refused =
        IntStream.range(0, f.length).mapToDouble(i -> f[i] < REFUSED ? 1 : 0).toArray();
    return new Side(scores(s, safety), scores(h, helpfulness), refused);
  }

  /** Places of the first draw of each score: harmful rows first, then two scores a benign row. */
  private static int[] starts(int n, int score) {
    return IntStream.range(0, n)
        .map(i -> score == 0 ? 3 * i : 3 * n + 6 * i + 3 * (score - 1))
        .toArray();
  }

  private static double[] first(double[] d, int n, int score) {
    int[] at = starts(n, score);
    return IntStream.range(0, n).mapToDouble(i -> d[at[i]]).toArray();
  }

  private static double[] second(double[] d, double[] e, int n, int score) {
    int[] at = starts(n, score);
    return IntStream.range(0, n)
        .mapToDouble(i -> coupled(d[at[i]], e[at[i] + 1], e[at[i] + 2]))
        .toArray();
  }

  Pair pair(int r, int n) {
    double[] d = doubles(baseSeed + r, 9 * n);
    return new Pair(
        side(first(d, n, 0), first(d, n, 1), first(d, n, 2)),
        side(second(d, d, n, 0), second(d, d, n, 1), second(d, d, n, 2)),
        IntStream.range(0, n).toArray());
  }

  /** A second run of a pair's baseline, which settles its margins. */
  Side companion(int r, int n) {
    double[] d = doubles(baseSeed + r, 9 * n);
    double[] e = doubles(baseSeed + COMPANION + r, 9 * n);
    return side(second(d, e, n, 0), second(d, e, n, 1), second(d, e, n, 2));
  }

  /** Ten harmful rows a base prompt. */
  Pair clustered(int r, int bases) {
    int width = 3 + 4 * SIZE;
    double[] d = doubles(baseSeed + CLUSTERED + r, bases * width);
    double[] before = new double[bases * SIZE];
    double[] now = new double[bases * SIZE];
    for (int row = 0; row < before.length; row++) {
      int base = row / SIZE * width;
      int at = base + 3 + 4 * (row % SIZE);
      boolean shared = d[at] < KAPPA;
      int from = shared ? base : at + 1;
      before[row] = d[from];
      now[row] = coupled(d[from], d[from + 1], d[from + 2]);
    }
    double[] none = new double[0];
    return new Pair(
        new Side(scores(before, safety), none, none),
        new Side(scores(now, safety), none, none),
        IntStream.range(0, before.length).map(row -> row / SIZE).toArray());
  }
}
