package dev.bulwark.gate;

import dev.bulwark.evaluate.statistics.DetectableChange;
import dev.bulwark.evaluate.statistics.Interval;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One paired comparison with all its numbers; harm is positive when the candidate is worse.
 *
 * @param rule what is demanded
 * @param pairing how the prompts changed
 * @param harm what that says
 * @param settings how strictly to decide
 * @param family how many comparisons the gate makes
 */
record Comparison(NoWorseThan rule, Pairing pairing, Harm harm, GateSettings settings, int family) {
  /** Draws are the same for the same metric, whatever other rules there are. */
  static Comparison of(NoWorseThan rule, Pairing pairing, GateSettings settings, int family) {
    return new Comparison(
        rule, pairing, Harm.of(pairing, rule.metric().hashCode()), settings, family);
  }

  /** The probability of so many changes for the worse if nothing got worse. */
  double p() {
    return harm.p();
  }

  /** Decides, given the p-value as adjusted over all comparisons of the gate. */
  Finding finding(double adjusted) {
    Interval bounds = harm.bounds(1 - settings.alpha());
    OptionalDouble mde = harm.detectable(change(), rule.margin());
    boolean worse = adjusted < settings.alpha() && harm.estimate() > 0;
    boolean excluded = bounds.upper() <= rule.margin();
    boolean seen = mde.isPresent() && mde.getAsDouble() <= rule.margin();
    boolean passes = excluded || (seen && settings.mode() == GateSettings.Mode.DETECT);
    Status status = worse ? Status.FAIL : passes ? Status.PASS : Status.INCONCLUSIVE;
    String open = seen ? "UPPER_BOUND_ABOVE_MARGIN" : "TOO_FEW_PROMPTS";
    return new Finding(
        Configuration.word(rule),
        rule.metric(),
        status,
        worse ? "REGRESSION" : passes ? "OK" : open,
        message(status, bounds, mde, adjusted),
        numbers(bounds, adjusted));
  }

  private DetectableChange change() {
    return new DetectableChange(settings.alpha() / family, settings.power());
  }

  private String message(Status status, Interval bounds, OptionalDouble mde, double adjusted) {
    String basis =
        "("
            + Words.percent(1 - settings.alpha())
            + " % bounds "
            + Words.near(bounds.lower(), 0, rule.margin())
            + " and "
            + Words.near(bounds.upper(), 0, rule.margin())
            + ", "
            + count()
            + ", "
            + pairing.itemsNewlyBad()
            + " newly bad, "
            + pairing.itemsNewlyGood()
            + " newly good, "
            + Words.pValue(adjusted)
            + ")";
    String change =
        rule.metric() + " got worse by " + Words.near(harm.estimate(), 0) + " against the baseline";
    String rates =
        "bad are "
            + Words.near(pairing.now())
            + " of the candidate's and "
            + Words.near(pairing.before())
            + " of the baseline's";
    return switch (status) {
      case FAIL -> change + " " + basis + ": " + rates + ".";
      case PASS -> steady(bounds) + " " + basis + ".";
      default -> open(bounds, mde) + " " + basis + ".";
    };
  }

  private String steady(Interval bounds) {
    return rule.metric()
        + (bounds.upper() <= rule.margin()
            ? " is no worse than the baseline's by more than " + Words.given(rule.margin())
            : " shows no harm where one of " + Words.given(rule.margin()) + " would have shown");
  }

  private String open(Interval bounds, OptionalDouble mde) {
    String may =
        rule.metric()
            + " may be worse than the baseline's by "
            + Words.near(bounds.upper(), rule.margin())
            + ", more than the margin "
            + Words.given(rule.margin());
    if (mde.isEmpty()) {
      return may + ", and the prompts are too few for a minimum detectable effect to go by";
    }
    return may
        + "; the minimum detectable effect is "
        + Words.near(mde.getAsDouble(), rule.margin())
        + needed(mde.getAsDouble());
  }

  /** How many prompts would see a harm of the margin's size if shares stayed what they are. */
  private String needed(double mde) {
    if (rule.margin() <= 0 || mde <= rule.margin()) {
      return "";
    }
    double ratio = mde / rule.margin();
    return ", and about "
        + (long) Math.ceil(pairing.items() * ratio * ratio)
        + " prompts are needed";
  }

  private String count() {
    int clusters = pairing.clusters().size();
    String items = "n = " + pairing.items();
    return clusters < pairing.items() ? items + " in " + clusters + " clusters" : items;
  }

  private Map<String, Double> numbers(Interval bounds, double adjusted) {
    Map<String, Double> numbers = new TreeMap<>();
    numbers.put("baseline", pairing.before());
    numbers.put("candidate", pairing.now());
    numbers.put("estimate", harm.estimate());
    numbers.put("lower", bounds.lower());
    numbers.put("upper", bounds.upper());
    numbers.put("margin", rule.margin());
    numbers.put("newlyBad", (double) pairing.itemsNewlyBad());
    numbers.put("newlyGood", (double) pairing.itemsNewlyGood());
    numbers.put("n", (double) pairing.items());
    numbers.put("clusters", (double) pairing.clusters().size());
    numbers.put("unpaired", (double) pairing.unpaired());
    numbers.put("p", p());
    numbers.put("pHolm", adjusted);
    harm.detectable(change()).ifPresent(mde -> numbers.put("mde", mde));
    return numbers;
  }
}
