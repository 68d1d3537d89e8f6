package dev.bulwark.gate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers for people, the same in every locale. */
final class Words {
  private static final int FEWEST_DIGITS = 2;
  private static final int MOST_DIGITS = 15;

  private Words() {}

  /**
   * Two decimals, or as many more as it takes to stay on the same side of each reference: 0.0501
   * must not read as 0.05 where the limit is 0.05.
   */
  static String near(double value, double... references) {
    for (int digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
      if (keepsSides(value, rounded.doubleValue(), references)) {
        return rounded.toPlainString();
      }
    }
    return BigDecimal.valueOf(value).toPlainString();
  }

  /** A number as it was given. */
  static String given(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  /** A p-value with two significant digits. */
  static String pValue(double p) {
    return p < 0.0001
        ? "p below 0.0001"
        : "p = " + BigDecimal.valueOf(p).round(new MathContext(2)).toPlainString();
  }

  /** A confidence level in percent, such as 95. */
  static String percent(double share) {
    return BigDecimal.valueOf(share)
        .movePointRight(2)
        .setScale(6, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static boolean keepsSides(double value, double rounded, double... references) {
    for (double reference : references) {
      if (Math.signum(Double.compare(value, reference))
          != Math.signum(Double.compare(rounded, reference))) {
        return false;
      }
    }
    return true;
  }
}
