package dev.bulwark.gate;

import java.util.Map;

/**
 * What came of one rule, or what stood in the way of all.
 *
 * @param rule {@code atMost}, {@code atLeast}, {@code noWorseThan}, or {@code gate} for a finding
 *     about the whole
 * @param metric the metric's name, {@code all} for the whole
 * @param status how it ended
 * @param code a stable name of the reason, {@code OK} for a pass
 * @param message one or two whole sentences for people
 * @param numbers every number behind it by name, such as {@code estimate}, {@code upper}, {@code n}
 */
public record Finding(
    String rule,
    String metric,
    Status status,
    String code,
    String message,
    Map<String, Double> numbers) {

  /** The code of a pass that says nothing: what it is about was only reported. */
  static final String REPORT_ONLY = "REPORT_ONLY";

  /** Copies the numbers, so that the value can't change. */
  public Finding {
    numbers = Map.copyOf(numbers);
  }

  /** Something that stands in the way of the whole gate. */
  static Finding whole(Status status, String code, String message) {
    return new Finding("gate", "all", status, code, message, Map.of());
  }
}
