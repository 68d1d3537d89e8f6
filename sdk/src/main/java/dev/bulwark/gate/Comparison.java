package dev.bulwark.gate;

import dev.bulwark.evaluate.DetectableChange;
import dev.bulwark.evaluate.Interval;
import dev.bulwark.evaluate.McNemar;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Tango;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One paired comparison with all its numbers; harm is positive when the candidate is worse.
 *
 * @param rule what is demanded
 * @param metric the metric
 * @param pairing how the clusters changed
 * @param settings how strictly to decide
 * @param family how many comparisons the gate makes
 */
record Comparison(
    NoWorseThan rule, Metric metric, Pairing pairing, GateSettings settings, int family) {

  /** The probability of so many changes for the worse if nothing got worse. */
  double p() {
    return new McNemar(pairing.newlyBad(), pairing.newlyGood()).midPOneSided();
  }

  /** Decides, given the p-value as adjusted over all comparisons of the gate. */
  Finding finding(double adjusted) {
    Interval bounds = tango().oneSided(1 - settings.alpha());
    OptionalDouble mde = mde();
    boolean worse = adjusted < settings.alpha() && tango().estimate() > 0;
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
        numbers(bounds, mde, adjusted));
  }

  private Tango tango() {
    return new Tango(pairing.newlyBad(), pairing.newlyGood(), pairing.n());
  }

  private OptionalDouble mde() {
    return new DetectableChange(settings.alpha() / family, settings.power())
        .at(pairing.newlyBad() + pairing.newlyGood(), pairing.n());
  }

  private String message(Status status, Interval bounds, OptionalDouble mde, double adjusted) {
    String basis =
        "("
            + Words.percent(1 - settings.alpha())
            + " % bounds "
            + Words.near(bounds.lower(), 0, rule.margin())
            + " and "
            + Words.near(bounds.upper(), 0, rule.margin())
            + ", n = "
            + pairing.n()
            + ", "
            + pairing.newlyBad()
            + " newly bad, "
            + pairing.newlyGood()
            + " newly good, "
            + Words.pValue(adjusted)
            + ")";
    String change =
        rule.metric()
            + " got worse by "
            + Words.near(tango().estimate(), 0)
            + " against the baseline";
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
    String harm =
        rule.metric()
            + " may be worse than the baseline's by "
            + Words.near(bounds.upper(), rule.margin())
            + ", more than the margin "
            + Words.given(rule.margin());
    if (mde.isEmpty()) {
      return harm + ", and no prompt changed, so there is no minimum detectable effect to go by";
    }
    return harm
        + "; the minimum detectable effect is "
        + Words.near(mde.getAsDouble(), rule.margin())
        + needed(mde.getAsDouble());
  }

  private String needed(double mde) {
    if (rule.margin() <= 0 || mde <= rule.margin()) {
      return "";
    }
    double ratio = mde / rule.margin();
    return ", and about " + (long) Math.ceil(pairing.n() * ratio * ratio) + " prompts are needed";
  }

  private Map<String, Double> numbers(Interval bounds, OptionalDouble mde, double adjusted) {
    Map<String, Double> numbers = new TreeMap<>();
    numbers.put("baseline", pairing.before());
    numbers.put("candidate", pairing.now());
    numbers.put("estimate", tango().estimate());
    numbers.put("lower", bounds.lower());
    numbers.put("upper", bounds.upper());
    numbers.put("margin", rule.margin());
    numbers.put("newlyBad", (double) pairing.newlyBad());
    numbers.put("newlyGood", (double) pairing.newlyGood());
    numbers.put("n", (double) pairing.n());
    numbers.put("unpaired", (double) pairing.unpaired());
    numbers.put("p", p());
    numbers.put("pHolm", adjusted);
    mde.ifPresent(value -> numbers.put("mde", value));
    return numbers;
  }
}
