package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Reads one rule, which may demand several things of one metric.
 *
 * @param rule the rule's tree
 * @param baselines what a change is compared with
 * @param place what to call the rule's place in an error
 */
record RuleTree(JsonNode rule, List<Reference> baselines, String place) {
  static final List<String> KEYS =
      List.of(
          "baseline",
          "eachSlice",
          "lowest",
          "maxDecrease",
          "maxIncrease",
          "maximum",
          "metric",
          "minimum",
          "minimumHarm",
          "slice");

  private static final List<String> CHANGES = List.of("maxIncrease", "maxDecrease");
  private static final String AUTO = "auto";

  List<Rule> read() {
    TreeValues values = new TreeValues(rule, place);
    values.known(KEYS);
    if (!rule.path("metric").isTextual()) {
      throw new BadInput("The rule names no metric", place, "Write a metric");
    }
    String metric = rule.path("metric").asText();
    List<Rule> rules = new ArrayList<>();
    Optional<Slice> slice = slice();
    values
        .share("maximum")
        .ifPresent(limit -> rules.add(new Limit(metric, slice, Limit.Side.AT_MOST, limit)));
    values
        .share("minimum")
        .ifPresent(limit -> rules.add(new Limit(metric, slice, Limit.Side.AT_LEAST, limit)));
    for (String key : CHANGES) {
      if (rule.has(key)) {
        rules.addAll(changes(key, metric, values));
      }
    }
    rules.addAll(slices(metric));
    if (rules.isEmpty()) {
      throw new BadInput(
          "The rule for " + metric + " demands nothing",
          place,
          "Give it maximum, minimum, maxIncrease, maxDecrease or eachSlice");
    }
    return rules;
  }

  private List<Rule> changes(String key, String metric, TreeValues values) {
    forTheWorse(key, metric);
    if (rule.has("slice")) {
      throw new BadInput(
          "'" + key + "' can't be limited to a slice, which has too few prompts for a margin",
          place,
          "Write eachSlice to look for harm slice by slice");
    }
    boolean auto = rule.path(key).asText().strip().equals(AUTO);
    OptionalDouble margin = auto ? OptionalDouble.empty() : optional(values.share(key));
    Tolerance tolerance =
        new Tolerance(
            margin, optional(values.share("minimumHarm")), optional(values.share("lowest")));
    return compared().stream()
        .<Rule>map(baseline -> new NoWorseThan(baseline, metric, tolerance, true))
        .toList();
  }

  private List<Rule> slices(String metric) {
    if (!rule.has("eachSlice")) {
      return List.of();
    }
    String name = rule.path("eachSlice").asText().strip();
    Slice.Key key =
        Slice.Key.labelled(name)
            .orElseThrow(
                () -> new BadInput("'eachSlice' is " + name, place, "Write one of " + sliceKeys()));
    return compared().stream()
        .<Rule>map(baseline -> new NoSliceWorse(baseline, metric, key))
        .toList();
  }

  private Optional<Slice> slice() {
    if (!rule.has("slice")) {
      return Optional.empty();
    }
    String text = rule.path("slice").asText().strip();
    return Optional.of(
        Slice.of(text)
            .orElseThrow(
                () ->
                    new BadInput(
                        "'slice' is " + text,
                        place,
                        "Write a key and a label like category=weapons; keys are " + sliceKeys())));
  }

  private static String sliceKeys() {
    return Arrays.stream(Slice.Key.values())
        .map(Slice.Key::label)
        .collect(Collectors.joining(", "));
  }

  /** Refuses a limit on changes for the better, which would let every change for the worse pass. */
  private void forTheWorse(String key, String metric) {
    boolean better = Metric.labelled(metric).map(Metric::higherIsBetter).orElse(false);
    String right = better ? "maxDecrease" : "maxIncrease";
    if (Metric.labelled(metric).isPresent() && !key.equals(right)) {
      throw new BadInput(
          "'" + key + "' limits changes of " + metric + " for the better", place, "Write " + right);
    }
  }

  private List<Reference> compared() {
    if (baselines.isEmpty()) {
      throw new BadInput(
          "The rule compares, but there is no baseline", place, "Write the baseline file's path");
    }
    return baselines;
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }
}
