package dev.bulwark.gate;

import java.util.List;
import java.util.Optional;

/**
 * A finding that passes, as a file says: its numbers must be there and say so too.
 *
 * @param finding the finding, with the status PASS
 * @param settings how strictly it was decided
 */
record PassedFinding(Finding finding, GateSettings settings) {
  /** A verdict has numbers to nine decimals. */
  private static final double ROUNDING = 2e-9;

  private static final String OK = "OK";

  /** Whether it is positive evidence, and no mere remark. */
  boolean isEvidence() {
    return finding.code().equals(OK);
  }

  /** Why it can't pass, within a sentence; empty where it can. */
  Optional<String> defect() {
    boolean remark =
        finding.rule().equals("gate") ? !isEvidence() : finding.isReportOnly() && !hasNumbers();
    return remark
        ? Optional.empty()
        : contradiction()
            .map(
                why ->
                    finding.rule() + " for " + finding.subject().title() + " passes, but " + why);
  }

  private boolean hasNumbers() {
    return !finding.numbers().isEmpty();
  }

  private Optional<String> contradiction() {
    if (!isEvidence()) {
      return Optional.of("its code is " + finding.code());
    }
    Optional<String> lacking =
        needed().stream().filter(name -> !finding.numbers().containsKey(name)).findFirst();
    if (lacking.isPresent()) {
      return Optional.of("has no number '" + lacking.get() + "'");
    }
    if (number("n") < 1) {
      return Optional.of("its n is " + Words.given(number("n")));
    }
    return holds() ? Optional.empty() : Optional.of("its numbers say otherwise");
  }

  private List<String> needed() {
    return switch (word()) {
      case "atMost", "atLeast" -> List.of("n", "estimate", "lower", "upper", "limit");
      case "noWorseThan" ->
          List.of("n", "estimate", "lower", "upper", "margin", "p", "pHolm", "minimumHarm");
      case "noSliceWorse" -> List.of("n", "estimate", "p", "pHolm");
      default -> List.of("n");
    };
  }

  private boolean holds() {
    return switch (word()) {
      case "atMost" -> isBracketed() && number("upper") <= number("limit") + ROUNDING;
      case "atLeast" -> isBracketed() && number("lower") >= number("limit") - ROUNDING;
      case "noWorseThan" -> isShare("margin") && !isWorse(number("minimumHarm")) && isShown();
      case "noSliceWorse" -> !isWorse(0);
      case "never" -> true;
      default -> false;
    };
  }

  /** The rule without what it is told apart by. */
  private String word() {
    return finding.rule().replaceFirst(" by .*", "");
  }

  private boolean isBracketed() {
    return isShare("limit")
        && isShare("estimate")
        && number("lower") <= number("estimate") + ROUNDING
        && number("estimate") <= number("upper") + ROUNDING;
  }

  private boolean isWorse(double minimumHarm) {
    boolean known = isShare("p") && isShare("pHolm") && number("p") <= number("pHolm") + ROUNDING;
    return !known
        || (number("pHolm") < settings.alpha() - ROUNDING
            && number("estimate") > minimumHarm + ROUNDING);
  }

  /**
   * Whether a harm of the margin's size is ruled out, or could have been seen. Where no prompt
   * changed there is no {@code mde} but the margin's own, which is not written.
   */
  private boolean isShown() {
    double margin = number("margin") + ROUNDING;
    boolean seen =
        settings.mode() == GateSettings.Mode.DETECT
            && finding.numbers().getOrDefault("mde", 0.0) <= margin;
    return number("lower") <= number("upper") + ROUNDING && (number("upper") <= margin || seen);
  }

  private boolean isShare(String name) {
    return number(name) >= 0 && number(name) <= 1;
  }

  private double number(String name) {
    return finding.numbers().getOrDefault(name, Double.NaN);
  }
}
