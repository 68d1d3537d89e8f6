package dev.bulwark.gate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.TreeMap;

/** A verdict as JSON: no times, no paths of this machine's making, numbers to nine decimals. */
final class VerdictJson {
  static final int SCHEMA = 1;
  private static final int DECIMALS = 9;

  private VerdictJson() {}

  static String text(Verdict verdict) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA).put("tool", "bulwark").put("gate", verdict.gate());
    root.put("status", verdict.status().name()).put("passed", verdict.passed());
    root.putObject("counts")
        .put("attempted", verdict.counts().attempted())
        .put("assessed", verdict.counts().assessed())
        .put("errored", verdict.counts().errored());
    ArrayNode findings = root.putArray("findings");
    verdict.findings().forEach(finding -> findings.add(finding(finding)));
    GateSettings settings = verdict.settings();
    root.putObject("settings")
        .put("mode", settings.mode().name().toLowerCase(Locale.ROOT))
        .put("alpha", number(settings.alpha()))
        .put("power", number(settings.power()))
        .put("maxErrorRate", number(settings.maxErrorRate()))
        .put("maxParseFailures", settings.maxParseFailures());
    verdict.run().ifPresent(run -> root.set("run", run.json()));
    ArrayNode baselines = root.putArray("baselines");
    verdict.baselines().forEach(baseline -> baselines.add(baseline.json()));
    return root.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", finding.rule()).put("metric", finding.metric());
    finding.subject().slice().ifPresent(slice -> node.put("slice", slice.toString()));
    finding.subject().against().ifPresent(against -> node.put("against", against));
    node.put("status", finding.status().name()).put("code", finding.code());
    node.put("message", finding.message());
    if (!finding.method().isEmpty()) {
      node.put("method", finding.method());
    }
    ObjectNode numbers = node.putObject("numbers");
    new TreeMap<>(finding.numbers()).forEach((name, value) -> numbers.put(name, number(value)));
    return node;
  }

  private static BigDecimal number(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
