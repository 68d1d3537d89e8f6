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
 * @param measured both sides
 * @param margin the harm to be ruled out or seen
 * @param settings how strictly to decide
 * @param family how many comparisons the gate makes
 */
record Comparison(
    NoWorseThan rule, Measured measured, double margin, GateSettings settings, int family) {
  /** Scores of unchanged models differ in decimals that nobody would call harm. */
  private static final double SMALLEST_CHANGE = 0.005;

  /** Decides, given the p-value as adjusted over all comparisons of the gate. */
  Finding finding(double adjusted) {
    Evidence evidence = evidence();
    Status status = evidence.decide(adjusted, settings.alpha(), settings.mode());
    return new Finding(
        Subject.of(rule),
        status,
        code(status, evidence),
        message(status, evidence, adjusted),
        numbers(evidence, adjusted),
        measured.harm().method());
  }

  /** What is known, and what is demanded. */
  Evidence evidence() {
    Harm harm = measured.harm();
    return new Evidence(
        harm.estimate(),
        harm.bounds(1 - settings.alpha()),
        harm.p(),
        margin,
        harm.detectable(change(), margin),
        rule.tolerance().minimumHarm().orElse(measured.metric().isScore() ? SMALLEST_CHANGE : 0));
  }

  private DetectableChange change() {
    return new DetectableChange(settings.alpha() / family, settings.power());
  }

  private static String code(Status status, Evidence evidence) {
    return switch (status) {
      case FAIL -> "REGRESSION";
      case PASS -> "OK";
      case ERROR -> "EVIDENCE_BROKEN";
      default -> evidence.seesMargin() ? "UPPER_BOUND_ABOVE_MARGIN" : "TOO_FEW_PROMPTS";
    };
  }

  private String message(Status status, Evidence evidence, double adjusted) {
    Interval bounds = evidence.bounds();
    String basis =
        "("
            + Words.percent(1 - settings.alpha())
            + " % bounds "
            + Words.near(bounds.lower(), 0, margin)
            + " and "
            + Words.near(bounds.upper(), 0, margin)
            + ", "
            + measured.count()
            + ", "
            + measured.counts().worse()
            + " newly bad, "
            + measured.counts().better()
            + " newly good, "
            + Words.pValue(adjusted)
            + ")";
    return switch (status) {
      case FAIL ->
          worse(evidence) + " " + basis + ": " + measured.sides(rule.baseline().title()) + ".";
      case PASS -> steady(evidence) + " " + basis + ".";
      case ERROR -> "The numbers of " + rule.metric() + " contradict each other " + basis + ".";
      default -> open(evidence) + " " + basis + ".";
    };
  }

  private String worse(Evidence evidence) {
    return rule.metric()
        + " got worse by "
        + Words.near(evidence.estimate(), 0)
        + " against the "
        + rule.baseline().title();
  }

  private String steady(Evidence evidence) {
    return rule.metric()
        + (evidence.excludesMargin()
            ? " is no worse than the %s's by more than ".formatted(rule.baseline().title())
                + Words.given(margin)
            : " shows no harm where one of " + Words.given(margin) + " would have shown");
  }

  private String open(Evidence evidence) {
    String may =
        rule.metric()
            + " may be worse than the %s's by ".formatted(rule.baseline().title())
            + Words.near(evidence.bounds().upper(), margin)
            + ", more than the margin "
            + Words.given(margin);
    if (evidence.mde().isEmpty()) {
      return may + ", and the prompts are too few for a minimum detectable effect to go by";
    }
    double mde = evidence.mde().getAsDouble();
    return may
        + "; the minimum detectable effect is "
        + Words.near(mde, margin)
        + (margin > 0 && !evidence.seesMargin() ? needed(mde) : "");
  }

  /** How many prompts would see a harm of the margin's size if shares stayed what they are. */
  private String needed(double mde) {
    long needed = ResolvedMargin.needed(measured.counts().items(), mde, margin).orElseThrow();
    return ", and about " + needed + " prompts are needed";
  }

  private Map<String, Double> numbers(Evidence evidence, double adjusted) {
    Map<String, Double> numbers = new TreeMap<>();
    Measured.Counts counts = measured.counts();
    numbers.put("baseline", measured.before());
    numbers.put("candidate", measured.now());
    numbers.put("estimate", evidence.estimate());
    numbers.put("lower", evidence.bounds().lower());
    numbers.put("upper", evidence.bounds().upper());
    numbers.put("margin", margin);
    numbers.put("newlyBad", (double) counts.worse());
    numbers.put("newlyGood", (double) counts.better());
    numbers.put("n", (double) counts.items());
    numbers.put("clusters", (double) counts.clusters());
    numbers.put("unpaired", (double) counts.unpaired());
    numbers.put("p", evidence.p());
    numbers.put("pHolm", adjusted);
    numbers.put("minimumHarm", evidence.minimumHarm());
    OptionalDouble mde = measured.harm().detectable(change());
    mde.ifPresent(size -> numbers.put("mde", size));
    return numbers;
  }
}
