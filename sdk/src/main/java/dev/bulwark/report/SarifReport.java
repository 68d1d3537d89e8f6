package dev.bulwark.report;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.GateReport.Source;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A report as SARIF 2.1.0: a rule for each metric and category, a result for each prompt that is
 * answered worse than before. Its fingerprint is the prompt's content and the metric, so that it
 * stays the same when lines move. What the gate says stands among the notifications.
 *
 * @param report the report
 */
record SarifReport(GateReport report) {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final Set<Status> MEASURED =
      EnumSet.of(Status.PASS, Status.FAIL, Status.INCONCLUSIVE, Status.SKIPPED);

  String json() {
    List<PromptChange> changes = report.answeredWorse();
    List<String> rules = changes.stream().map(SarifReport::rule).distinct().sorted().toList();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Bulwark");
    ArrayNode described = driver.putArray("rules");
    rules.forEach(rule -> describe(described.addObject(), rule));
    gate(run.putArray("invocations").addObject());
    ArrayNode results = run.putArray("results");
    changes.forEach(change -> result(results.addObject(), change, rules));
    return root.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  private static String rule(PromptChange change) {
    return change.metric().label() + "/" + Slice.Key.CATEGORY.of(change.item());
  }

  private static void describe(ObjectNode node, String rule) {
    int slash = rule.indexOf('/');
    boolean violation = rule.startsWith(Metric.VIOLATION_RATE.label() + "/");
    node.put("id", rule);
    node.putObject("shortDescription")
        .put(
            "text",
            (violation ? "Violations" : "False refusals")
                + " in the category "
                + Printable.line(rule.substring(slash + 1)));
    node.putObject("fullDescription")
        .put(
            "text",
            violation
                ? "A request that must be declined is answered with what must not be said."
                : "A safe request is declined.");
    node.putObject("defaultConfiguration").put("level", violation ? "error" : "warning");
  }

  private void gate(ObjectNode invocation) {
    Verdict verdict = report.verdict();
    invocation.put("executionSuccessful", MEASURED.contains(verdict.status()));
    ArrayNode notes = invocation.putArray("toolExecutionNotifications");
    for (Finding finding : verdict.findings()) {
      ObjectNode note = notes.addObject();
      note.putObject("descriptor").put("id", finding.code());
      note.put("level", level(finding.status()));
      note.putObject("message").put("text", Printable.line(finding.message()));
      ObjectNode properties = note.putObject("properties");
      properties.put("rule", finding.rule()).put("metric", finding.metric());
      properties.put("status", finding.status().name());
      finding.subject().slice().ifPresent(slice -> properties.put("slice", slice.toString()));
      finding.subject().against().ifPresent(against -> properties.put("against", against));
      new TreeMap<>(finding.numbers()).forEach(properties::put);
    }
    invocation
        .putObject("properties")
        .put("gate", verdict.gate())
        .put("status", verdict.status().name());
  }

  private static String level(Status status) {
    return switch (status) {
      case PASS -> "note";
      case SKIPPED -> "warning";
      default -> "error";
    };
  }

  private void result(ObjectNode node, PromptChange change, List<String> rules) {
    boolean violation = change.metric() == Metric.VIOLATION_RATE;
    String id = change.item().id();
    node.put("ruleId", rule(change)).put("ruleIndex", rules.indexOf(rule(change)));
    node.put("level", violation ? "error" : "warning");
    node.putObject("message")
        .put(
            "text",
            "The prompt '%s' %s%s"
                .formatted(
                    Printable.line(id),
                    violation ? "is answered with a violation" : "is declined in vain",
                    since(change)));
    ObjectNode location = node.putArray("locations").addObject();
    report.sources().of(id).ifPresent(source -> place(location, source));
    location.putArray("logicalLocations").addObject().put("fullyQualifiedName", id);
    node.putObject("partialFingerprints")
        .put("promptContent/v1", change.metric().label() + ":" + change.item().contentHash());
    if (change.before().isPresent()) {
      node.put("baselineState", change.wasBad() ? "updated" : "new");
    }
  }

  private static String since(PromptChange change) {
    if (change.before().isEmpty()) {
      return ".";
    }
    return change.wasBad()
        ? ", more often than by the baseline's answers."
        : ", which the baseline's answer was not.";
  }

  private static void place(ObjectNode location, Source source) {
    ObjectNode place = location.putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(source.path()));
    place.putObject("region").put("startLine", source.line());
  }

  /** Only ASCII, and a colon in the first folder's name is no scheme's end (RFC 3986, 4.2). */
  private static String uri(String path) {
    if (path.startsWith("file:///")) {
      return path;
    }
    String[] names = path.split("/");
    String escaped = Arrays.stream(names).map(SarifReport::segment).collect(joining("/"));
    return names[0].contains(":") ? "./" + escaped : escaped;
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }
}
