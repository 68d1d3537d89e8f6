package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a gate from the tree that a pom or a file gives; numbers may be text, and text with a
 * percent sign is a share.
 *
 * @param where what to call the place in an error
 * @param folder where a relative baseline path starts
 */
record GateTree(String where, Path folder) {
  private static final List<String> GATE_KEYS =
      List.of("alpha", "baseline", "maxErrorRate", "mode", "power", "rules");
  private static final List<String> RULE_KEYS =
      List.of("baseline", "maxDecrease", "maxIncrease", "maximum", "metric", "minimum");

  private static final List<String> CHANGES = List.of("maxIncrease", "maxDecrease");

  Gate read(String name, JsonNode tree) {
    known(tree, GATE_KEYS, where);
    Gate gate = Gate.named(name).with(settings -> settings(tree));
    JsonNode rules = tree.path("rules");
    if (!rules.isMissingNode() && !rules.isArray()) {
      throw new BadInput("'rules' is not a list", where, "Write a list of rules");
    }
    int number = 0;
    for (JsonNode rule : rules) {
      number++;
      for (Rule one : rules(rule, tree, where + ", rule " + number)) {
        gate = gate.require(one);
      }
    }
    return gate;
  }

  private GateSettings settings(JsonNode tree) {
    GateSettings defaults = GateSettings.defaults();
    try {
      return new GateSettings(
          mode(tree).orElse(defaults.mode()),
          number(tree, "alpha", where).orElse(defaults.alpha()),
          number(tree, "power", where).orElse(defaults.power()),
          number(tree, "maxErrorRate", where).orElse(defaults.maxErrorRate()));
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), where, "Write a number in that range");
    }
  }

  private Optional<GateSettings.Mode> mode(JsonNode tree) {
    if (!tree.hasNonNull("mode")) {
      return Optional.empty();
    }
    String text = tree.path("mode").asText();
    return Optional.of(
        Arrays.stream(GateSettings.Mode.values())
            .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst()
            .orElseThrow(
                () -> new BadInput("The mode is '" + text + "'", where, "Write detect or assure")));
  }

  private List<Rule> rules(JsonNode rule, JsonNode tree, String place) {
    known(rule, RULE_KEYS, place);
    if (!rule.path("metric").isTextual()) {
      throw new BadInput("The rule names no metric", place, "Write a metric");
    }
    String metric = rule.path("metric").asText();
    List<Rule> rules = new ArrayList<>();
    number(rule, "maximum", place).ifPresent(limit -> rules.add(Rule.atMost(metric, limit)));
    number(rule, "minimum", place).ifPresent(limit -> rules.add(Rule.atLeast(metric, limit)));
    for (String key : CHANGES) {
      Optional<Double> margin = number(rule, key, place);
      if (margin.isPresent()) {
        forTheWorse(key, metric, place);
        rules.add(Rule.noWorseThan(baseline(rule, tree, place), metric, margin.get()));
      }
    }
    if (rules.isEmpty()) {
      throw new BadInput(
          "The rule for " + metric + " demands nothing",
          place,
          "Give it maximum, minimum, maxIncrease or maxDecrease");
    }
    return rules;
  }

  /** Refuses a limit on changes for the better, which would let every change for the worse pass. */
  private static void forTheWorse(String key, String metric, String place) {
    boolean better = Metric.labelled(metric).map(Metric::higherIsBetter).orElse(false);
    String right = better ? "maxDecrease" : "maxIncrease";
    if (Metric.labelled(metric).isPresent() && !key.equals(right)) {
      throw new BadInput(
          "'" + key + "' limits changes of " + metric + " for the better", place, "Write " + right);
    }
  }

  private Path baseline(JsonNode rule, JsonNode tree, String place) {
    JsonNode path = rule.hasNonNull("baseline") ? rule.path("baseline") : tree.path("baseline");
    if (!path.isTextual() || path.asText().isBlank()) {
      throw new BadInput(
          "The rule compares, but there is no baseline", place, "Write the baseline file's path");
    }
    return folder.resolve(path.asText());
  }

  private static Optional<Double> number(JsonNode tree, String key, String place) {
    JsonNode value = tree.get(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = value.asText().strip();
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    try {
      if (value.isValueNode() && !value.isBoolean() && !value.isNull()) {
        double parsed = Double.parseDouble(digits);
        return Optional.of(percent ? parsed / 100 : parsed);
      }
    } catch (NumberFormatException e) {
      throw noNumber(key, text, place);
    }
    throw noNumber(key, value.toString(), place);
  }

  private static BadInput noNumber(String key, String text, String place) {
    return new BadInput(
        "'" + key + "' is " + text + ", which is no number",
        place,
        "Write a share like 0.02 or 2%");
  }

  private static void known(JsonNode tree, List<String> keys, String place) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (!keys.contains(field.getKey())) {
        throw new BadInput(
            "Unknown key '" + field.getKey() + "'",
            place,
            "Known here are " + String.join(", ", keys));
      }
    }
  }
}
