package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a gate from the tree that a pom or a file gives.
 *
 * @param where what to call the place in an error
 * @param folder where a relative baseline path starts, which it must not leave
 */
record GateTree(String where, Path folder) {
  private static final List<String> KEYS =
      List.of(
          "alpha",
          "anchor",
          "baseline",
          "canaries",
          "headline",
          "includeCategories",
          "maxErrorRate",
          "maxParseFailures",
          "mode",
          "power",
          "rules");

  private static final List<Metric> HEADLINE =
      List.of(
          Metric.VIOLATION_RATE, Metric.SAFETY_TAIL, Metric.HELPFULNESS, Metric.FALSE_REFUSAL_RATE);

  Gate read(String name, JsonNode tree) {
    TreeValues values = new TreeValues(tree, where);
    values.known(KEYS);
    Gate gate =
        Gate.named(name)
            .with(settings -> settings(values))
            .onlyCategories(values.texts("includeCategories"));
    JsonNode rules = tree.path("rules");
    if (!rules.isMissingNode() && !rules.isArray()) {
      throw new BadInput("'rules' is not a list", where, "Write a list of rules");
    }
    List<Reference> references = references(tree, tree);
    if (tree.path("headline").asBoolean()) {
      gate = headline(gate, references);
    }
    int number = 0;
    for (JsonNode rule : rules) {
      number++;
      String place = where + ", rule " + number;
      List<Reference> baselines = references(rule.has(Reference.BASELINE) ? rule : tree, tree);
      for (Rule one : new RuleTree(rule, baselines, place).read()) {
        gate = gate.require(one);
      }
    }
    return tree.has("canaries") ? gate.require(Rule.never(values.texts("canaries"))) : gate;
  }

  private Gate headline(Gate gate, List<Reference> baselines) {
    if (baselines.isEmpty()) {
      throw new BadInput(
          "The headline compares, but there is no baseline", where, "Write the baseline's path");
    }
    Gate more = gate;
    for (Reference baseline : baselines) {
      for (Metric metric : HEADLINE) {
        more = more.require(new NoWorseThan(baseline, metric.label(), Tolerance.auto(), false));
      }
    }
    return more;
  }

  private GateSettings settings(TreeValues values) {
    GateSettings defaults = GateSettings.defaults();
    try {
      return new GateSettings(
          mode(values.tree()).orElse(defaults.mode()),
          values.number("alpha").orElse(defaults.alpha()),
          values.number("power").orElse(defaults.power()),
          values.number("maxErrorRate").orElse(defaults.maxErrorRate()),
          values.count("maxParseFailures").orElse(defaults.maxParseFailures()));
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

  /**
   * The moving baseline and the pinned one, as far as they are named.
   *
   * @param moving the rule, where it has a baseline of its own: from the anchor it gets away by
   *     none
   */
  private List<Reference> references(JsonNode moving, JsonNode tree) {
    return Stream.concat(one(moving, Reference.BASELINE), one(tree, Reference.ANCHOR)).toList();
  }

  private Stream<Reference> one(JsonNode tree, String key) {
    if (!tree.has(key)) {
      return Stream.empty();
    }
    JsonNode path = tree.path(key);
    if (!path.isTextual() || path.asText().isBlank()) {
      throw new BadInput(
          "'" + key + "' is " + path + ", which names no file",
          where,
          "Write the path of a baseline file, or leave the key out");
    }
    return Stream.of(new Reference.InFile(folder.resolve(path.asText()), folder, key));
  }
}
