package dev.bulwark.gate;

import java.util.Map;
import java.util.Optional;

/**
 * What came of one rule, or what stood in the way of all.
 *
 * @param subject what it is about
 * @param status how it ended
 * @param code a stable name of the reason, {@code OK} for a pass
 * @param message one or two whole sentences for people
 * @param numbers every number behind it by name, such as {@code estimate}, {@code upper}, {@code n}
 * @param method the test and the bounds, with the seed of what was drawn; empty where there is none
 */
public record Finding(
    Subject subject,
    Status status,
    String code,
    String message,
    Map<String, Double> numbers,
    String method) {

  /** The code of a pass that says nothing: what it is about was only reported. */
  static final String REPORT_ONLY = "REPORT_ONLY";

  /** Copies the numbers, so that the value can't change. */
  public Finding {
    numbers = Map.copyOf(numbers);
  }

  /** A finding over all prompts, of no test and no comparison. */
  public Finding(
      String rule,
      String metric,
      Status status,
      String code,
      String message,
      Map<String, Double> numbers) {
    this(
        new Subject(rule, metric, Optional.empty(), Optional.empty()),
        status,
        code,
        message,
        numbers,
        "");
  }

  /** What came of a rule without a test. */
  static Finding of(Rule rule, Status status, String code, String message) {
    return new Finding(Subject.of(rule), status, code, message, Map.of(), "");
  }

  /** The same by a test. */
  Finding by(String test) {
    return new Finding(subject, status, code, message, numbers, test);
  }

  /** The rule's name; see {@link Subject}. */
  public String rule() {
    return subject.rule();
  }

  /** The metric's name, {@code all} for the whole. */
  public String metric() {
    return subject.metric();
  }

  /** Whether nothing is concluded: what it is about was only reported. */
  public boolean isReportOnly() {
    return code.equals(REPORT_ONLY);
  }

  /** Something that stands in the way of the whole gate. */
  public static Finding whole(Status status, String code, String message) {
    return new Finding(Subject.WHOLE, status, code, message, Map.of(), "");
  }
}
