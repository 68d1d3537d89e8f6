package dev.bulwark.maven;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a build lets pass although the gate did not. Each switch forgives exactly one way of not
 * passing, and none forgives a broken measurement.
 *
 * @param failOnRegression whether measured harm fails the build
 * @param failIfNoBaseline whether a missing baseline does
 * @param failIfNoResults whether missing results do
 * @param failOnIncomparable whether results do that do not belong to their baseline
 * @param onInconclusive what a measurement with too few prompts does
 */
record Switches(
    boolean failOnRegression,
    boolean failIfNoBaseline,
    boolean failIfNoResults,
    boolean failOnIncomparable,
    OnInconclusive onInconclusive) {

  /** The switch that lets the build go on in spite of a finding; empty where none does. */
  Optional<String> forgives(Finding finding) {
    return isOwnDefect(finding) ? Optional.empty() : forgives(finding.status());
  }

  /** Rows that the results lack or hold too many of are no matter of what they compare with. */
  private static boolean isOwnDefect(Finding finding) {
    return finding.status() == Status.INCOMPARABLE && finding.metric().equals("all");
  }

  /** The switches that are set to let something pass. */
  List<String> inForce() {
    List<String> names = new ArrayList<>();
    for (Status status : Status.values()) {
      forgives(status).ifPresent(names::add);
    }
    return names;
  }

  private Optional<String> forgives(Status status) {
    return switch (status) {
      case FAIL -> off(failOnRegression, "failOnRegression=false");
      case NO_BASELINE -> off(failIfNoBaseline, "failIfNoBaseline=false");
      case NO_RESULTS -> off(failIfNoResults, "failIfNoResults=false");
      case INCOMPARABLE -> off(failOnIncomparable, "failOnIncomparable=false");
      case INCONCLUSIVE -> off(onInconclusive == OnInconclusive.FAIL, "onInconclusive=WARN");
      default -> Optional.empty();
    };
  }

  private static Optional<String> off(boolean fails, String name) {
    return fails ? Optional.empty() : Optional.of(name);
  }
}
