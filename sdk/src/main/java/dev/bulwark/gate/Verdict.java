package dev.bulwark.gate;

import dev.bulwark.data.Printable;
import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.RunHeader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a gate decided and why. The same input gives the same bytes, wherever it is checked.
 *
 * @param gate the gate's name
 * @param status how it ended
 * @param findings one for each rule, preceded by those about the whole
 * @param settings what the gate was set to
 * @param run the run that was judged, empty where there is none
 * @param baselines the runs it was compared with
 * @param counts prompts attempted, assessed and errored
 */
public record Verdict(
    String gate,
    Status status,
    List<Finding> findings,
    GateSettings settings,
    Optional<RunHeader> run,
    List<RunHeader> baselines,
    Counts counts) {

  /** Copies the findings, so that the value can't change. */
  public Verdict {
    findings = List.copyOf(findings);
    baselines = List.copyOf(baselines);
  }

  /**
   * How many prompts stand behind a verdict.
   *
   * @param attempted prompts that were to be answered
   * @param assessed those with a judgement
   * @param errored those that gave an error
   */
  public record Counts(int attempted, int assessed, int errored) {}

  /** A verdict that says that the gate was left out on purpose. */
  public static Verdict skipped(String gate, String reason) {
    return new Verdict(
        gate,
        Status.SKIPPED,
        List.of(Finding.whole(Status.SKIPPED, "SKIPPED_BY_FLAG", reason)),
        GateSettings.defaults(),
        Optional.empty(),
        List.of(),
        new Counts(0, 0, 0));
  }

  /**
   * A verdict on a gate that can't be read, or on something else that stands in the way of all.
   *
   * @param code a stable name of the reason
   * @param message whole sentences
   */
  public static Verdict broken(String gate, String code, String message) {
    return new Verdict(
        gate,
        Status.ERROR,
        List.of(Finding.whole(Status.ERROR, code, message)),
        GateSettings.defaults(),
        Optional.empty(),
        List.of(),
        new Counts(0, 0, 0));
  }

  /**
   * Reads {@code verdict.json}.
   *
   * @throws dev.bulwark.data.BadInput where there is none, and for one that contradicts itself
   */
  public static Verdict read(Path file) {
    return WrittenVerdict.in(file).verdict();
  }

  /** Whether the model passed; a skipped gate did not. */
  public boolean passed() {
    return status == Status.PASS;
  }

  /**
   * Goes on where the gate passed or was skipped.
   *
   * @throws GateFailed in every other case
   */
  public Verdict orThrow() {
    if (!status.letsGo()) {
      throw new GateFailed(this);
    }
    return this;
  }

  /** The findings that keep the gate from passing, the deciding ones first. */
  public List<Finding> obstacles() {
    return findings.stream()
        .filter(finding -> finding.status() != Status.PASS)
        .sorted(Comparator.comparing(Finding::status))
        .toList();
  }

  /** What may matter though it decides nothing, such as another environment than the baseline's. */
  public List<Finding> warnings() {
    return findings.stream()
        .filter(finding -> finding.status() == Status.PASS && !finding.code().equals("OK"))
        .toList();
  }

  /** The status and the reasons for it, one line each, fit for a terminal or a log. */
  public String message() {
    String head = Printable.line("Gate '" + gate + "': " + status);
    return obstacles().stream()
        .map(
            finding ->
                "  "
                    + Printable.line(
                        finding.status() + " " + finding.code() + ": " + finding.message()))
        .collect(Collectors.joining("\n", obstacles().isEmpty() ? head : head + "\n", ""));
  }

  /** The content of {@code verdict.json}. */
  public String json() {
    return VerdictJson.text(this);
  }

  /**
   * Writes {@code verdict.json}, whole or not at all.
   *
   * @throws dev.bulwark.data.BadInput where the file can't be written
   */
  public void write(Path file) {
    WholeFile.write(file, json());
  }
}
