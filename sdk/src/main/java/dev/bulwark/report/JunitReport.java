package dev.bulwark.report;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A verdict as JUnit's XML: the gate is a suite, each rule and slice a case. What is inconclusive
 * fails, what could not be measured is an error, and what was only reported is skipped: nothing was
 * tested. A suite is never empty, because tools take an empty one for a good one.
 *
 * @param verdict the verdict
 */
record JunitReport(Verdict verdict) {

  String xml() {
    List<Finding> findings = new ArrayList<>(verdict.findings());
    if (findings.isEmpty()) {
      findings.add(Finding.whole(verdict.status(), "NOTHING_DECIDED", verdict.message()));
    }
    Tag suite =
        Tag.of("testsuite")
            .with("name", name())
            .with("tests", String.valueOf(findings.size()))
            .with("failures", count(findings, Kind.FAILURE))
            .with("errors", count(findings, Kind.ERROR))
            .with("skipped", count(findings, Kind.SKIPPED))
            .with("time", "0")
            .text("\n")
            .add(properties())
            .text("\n");
    Map<String, Integer> taken = new HashMap<>();
    for (Finding finding : findings) {
      String plain = finding.subject().title() + " " + finding.rule();
      int time = taken.merge(plain, 1, Integer::sum);
      suite.add(testCase(finding, time == 1 ? plain : plain + " " + time)).text("\n");
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + suite + "\n";
  }

  /** What a case is to those who count. */
  private enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED;

    static Kind of(Finding finding) {
      return switch (finding.status()) {
        case PASS -> finding.isReportOnly() ? SKIPPED : PASSED;
        case SKIPPED -> SKIPPED;
        case FAIL, INCONCLUSIVE -> FAILURE;
        case ERROR, INCOMPARABLE, NO_BASELINE, NO_RESULTS -> ERROR;
      };
    }
  }

  private static String count(List<Finding> findings, Kind kind) {
    return String.valueOf(findings.stream().filter(one -> Kind.of(one) == kind).count());
  }

  private String name() {
    return "bulwark." + verdict.gate();
  }

  private Tag properties() {
    Tag properties = Tag.of("properties");
    property(properties, "status", verdict.status().name());
    property(properties, "attempted", String.valueOf(verdict.counts().attempted()));
    property(properties, "assessed", String.valueOf(verdict.counts().assessed()));
    property(properties, "errored", String.valueOf(verdict.counts().errored()));
    return properties;
  }

  private static void property(Tag properties, String name, String value) {
    properties.add(Tag.of("property").with("name", name).with("value", value));
  }

  private Tag testCase(Finding finding, String name) {
    Tag testCase =
        Tag.of("testcase").with("name", name).with("classname", name()).with("time", "0");
    Kind kind = Kind.of(finding);
    return switch (kind) {
      case PASSED -> testCase.add(Tag.of("system-out").text(told(finding)));
      case SKIPPED -> testCase.add(Tag.of("skipped").with("message", finding.message()));
      case FAILURE, ERROR ->
          testCase.add(
              Tag.of(kind == Kind.FAILURE ? "failure" : "error")
                  .with("message", finding.message())
                  .with("type", type(finding))
                  .text(told(finding)));
    };
  }

  /** Status and reason, such as {@code INCONCLUSIVE.TOO_FEW_PROMPTS}. */
  private static String type(Finding finding) {
    Status status = finding.status();
    return status.name().equals(finding.code()) ? finding.code() : status + "." + finding.code();
  }

  private static String told(Finding finding) {
    StringBuilder text = new StringBuilder(finding.message());
    new TreeMap<>(finding.numbers())
        .forEach((name, value) -> text.append("\n").append(name).append(" = ").append(value));
    return text.toString();
  }
}
