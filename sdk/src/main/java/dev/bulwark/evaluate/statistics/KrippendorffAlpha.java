package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How far judges agree beyond chance where some judgements are missing: {@code 1 - Do/De} by the
 * matrix of coincidences (Krippendorff 2011).
 */
public final class KrippendorffAlpha {
  private KrippendorffAlpha() {}

  /** What the labels are. */
  public enum Level {
    /** Names: two labels are the same or not. */
    NOMINAL,
    /** Ranks: two labels differ by those between them. */
    ORDINAL,
    /** Numbers: two labels differ by the square of their distance. */
    INTERVAL
  }

  /**
   * Reckons alpha; units with fewer than two judgements are left out.
   *
   * @param ratings {@code [judges, units]}; NaN where one is missing
   * @throws IllegalArgumentException where nothing can be compared, or nobody could disagree
   */
  public static double of(double[][] ratings, Level level) {
    List<List<Double>> units = units(ratings);
    NavigableMap<Double, Double> totals = new TreeMap<>();
    units.forEach(unit -> unit.forEach(value -> totals.merge(value, 1.0, Double::sum)));
    double n = totals.values().stream().mapToDouble(Double::doubleValue).sum();
    double observed = 0;
    for (List<Double> unit : units) {
      for (double one : unit) {
        for (double other : unit) {
          observed += distance(one, other, totals, level) / (unit.size() - 1);
        }
      }
    }
    double expected = 0;
    for (Map.Entry<Double, Double> one : totals.entrySet()) {
      for (Map.Entry<Double, Double> other : totals.entrySet()) {
        expected +=
            one.getValue()
                * other.getValue()
                * distance(one.getKey(), other.getKey(), totals, level);
      }
    }
    Require.that(expected > 0, "expected disagreement", expected, "above 0");
    return 1 - (n - 1) * observed / expected;
  }

  private static List<List<Double>> units(double[][] ratings) {
    List<List<Double>> units = new ArrayList<>();
    for (int unit = 0; unit < ratings[0].length; unit++) {
      List<Double> values = new ArrayList<>();
      for (double[] judge : ratings) {
        if (!Double.isNaN(judge[unit])) {
          values.add(judge[unit]);
        }
      }
      if (values.size() > 1) {
        units.add(values);
      }
    }
    return units;
  }

  private static double distance(
      double one, double other, NavigableMap<Double, Double> totals, Level level) {
    double between =
        switch (level) {
          case NOMINAL -> one == other ? 0 : 1;
          case INTERVAL -> one - other;
          case ORDINAL ->
              totals
                      .subMap(Math.min(one, other), true, Math.max(one, other), true)
                      .values()
                      .stream()
                      .mapToDouble(Double::doubleValue)
                      .sum()
                  - (totals.getOrDefault(one, 0.0) + totals.getOrDefault(other, 0.0)) / 2;
        };
    return one == other ? 0 : between * between;
  }
}
