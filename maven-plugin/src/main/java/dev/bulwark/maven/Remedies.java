package dev.bulwark.maven;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to do about a gate that did not pass, each remedy once.
 *
 * @param commands commands to paste
 * @param results the results that were judged
 * @param baseline the baseline file
 * @param others other results that they were compared with instead
 * @param artifacts the artifacts that they were compared with instead of files
 */
record Remedies(
    GoalCommand commands,
    Path results,
    Path baseline,
    Optional<Path> others,
    List<PublishedBaseline> artifacts) {
  private static final String PUBLISHED =
      "The baseline is the artifact %s: make the model better, or publish a baseline of these"
          + " results under another version and name it in %s.";

  private static final String PINNED =
      "The anchor is the artifact %s, which no build moves: where the results are too far from it,"
          + " make the model better, or name another in %s.";

  private static final String UNREADABLE =
      "The %s is the artifact %s: publish under another version what bulwark:baseline wrote, or name"
          + " another in %s.";

  private static final String CANARY =
      "A canary must not fail even once, whatever the rates are, and an error counts: make the model"
          + " answer it as it should, or take its id out of <canaries>.";

  private static final String CANARY_MISSING =
      "A canary is a prompt of the suite: add what is missing to the suite, or correct <canaries>.";

  private static final String REASON = " -Dbulwark.reason=\"say why\"";

  /** Defects of a measurement that another run mends. */
  private static final Set<String> AGAIN =
      Set.of(
          "RUN_INTERRUPTED",
          "RESULTS_TRUNCATED",
          "ITEMS_MISSING",
          Origin.OTHER_SUITE,
          Origin.OTHER_MODEL,
          Origin.OTHER_ANSWERS,
          Origin.OTHER_ENDPOINT);

  /** The remedies for what fails a build, in the order of the findings. */
  List<String> of(Collection<Finding> failing) {
    return failing.stream().flatMap(this::of).distinct().toList();
  }

  private Stream<String> of(Finding finding) {
    Optional<String> broken = unreadable(finding.message());
    if (broken.isPresent()) {
      return broken.stream();
    }
    boolean apart = finding.status() == Status.INCOMPARABLE || isWorse(finding);
    return Stream.concat(
        usual(finding).stream(),
        apart ? artifact(Compared.ANCHOR, PINNED).stream() : Stream.empty());
  }

  /** What says that the artifact's file can't be read names the file, which nobody can mend. */
  private Optional<String> unreadable(String message) {
    return artifacts.stream()
        .filter(one -> one.file().filter(file -> message.contains(file.toString())).isPresent())
        .map(one -> UNREADABLE.formatted(one.as().word(), one.coordinates(), one.as().element()))
        .findFirst();
  }

  private Optional<String> usual(Finding finding) {
    return switch (finding.status()) {
      case NO_RESULTS -> Optional.of("To make results: " + commands.evaluation(results));
      // Where an artifact can't be resolved, its finding says what to do.
      case NO_BASELINE ->
          finding.code().equals("BASELINE_UNRESOLVED") || published().isPresent()
              ? Optional.empty()
              : Optional.of(baselineMissing());
      case INCOMPARABLE -> published().or(() -> Optional.of(otherBaseline()));
      case FAIL -> failed(finding);
      case ERROR -> broken(finding.code());
      default -> Optional.empty();
    };
  }

  private Optional<String> failed(Finding finding) {
    if (finding.code().equals("CANARY_FAILED")) {
      return Optional.of(CANARY);
    }
    return compares(finding)
        ? published().or(() -> Optional.of(worse()))
        : Optional.of(beyondLimit());
  }

  private Optional<String> broken(String code) {
    if (code.equals("CANARIES_MISSING")) {
      return Optional.of(CANARY_MISSING);
    }
    return AGAIN.contains(code)
        ? Optional.of("To measure again: " + commands.evaluation(results))
        : Optional.empty();
  }

  private static boolean isWorse(Finding finding) {
    return finding.status() == Status.FAIL && compares(finding);
  }

  private static boolean compares(Finding finding) {
    return finding.rule().startsWith("noWorseThan") || finding.rule().startsWith("noSliceWorse");
  }

  private Optional<String> published() {
    return artifact(Compared.BASELINE, PUBLISHED);
  }

  private Optional<String> artifact(Compared as, String remedy) {
    return artifacts.stream()
        .filter(one -> one.as() == as)
        .map(one -> remedy.formatted(one.coordinates(), as.element()))
        .findFirst();
  }

  private String baselineMissing() {
    return others
        .map(file -> "To make the results to compare with: " + commands.evaluation(file))
        .orElseGet(() -> "To make these results the baseline: " + accept());
  }

  private String otherBaseline() {
    return others
        .map(
            file ->
                "To make both results alike: "
                    + commands.evaluation(file)
                    + " and "
                    + commands.evaluation(results))
        .orElseGet(() -> "To start from these results: " + accept() + REASON);
  }

  private String worse() {
    return others.isPresent()
        ? "The comparison is with <baselineResults>, which no baseline changes: make the model"
            + " better, or allow more in <maxIncrease> or <maxDecrease> of the rule."
        : "To accept the change: " + accept() + REASON;
  }

  private static String beyondLimit() {
    return "A limit holds whatever the baseline is: make the model better, or change <maximum> or"
        + " <minimum> of the rule.";
  }

  private String accept() {
    return commands.baseline(results, baseline);
  }
}
