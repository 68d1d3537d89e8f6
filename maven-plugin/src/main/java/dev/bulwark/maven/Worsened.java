package dev.bulwark.maven;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A verdict with something more that stands in its way. */
final class Worsened {
  private Worsened() {}

  /** What passed is left out: it no longer says anything. */
  static Verdict by(List<Finding> findings, Verdict verdict) {
    return with(findings, verdict.obstacles(), verdict);
  }

  /**
   * The same with a finding that says better what others say.
   *
   * @param said the others, none of them worse than it
   */
  static Verdict instead(Finding finding, Predicate<Finding> said, Verdict verdict) {
    List<Finding> others = verdict.obstacles().stream().filter(said.negate()).toList();
    return with(List.of(finding), others, verdict);
  }

  private static Verdict with(List<Finding> findings, List<Finding> obstacles, Verdict verdict) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(obstacles);
    Status status =
        Stream.concat(Stream.of(verdict.status()), findings.stream().map(Finding::status))
            .min(Status::compareTo)
            .orElseThrow();
    return new Verdict(
        verdict.gate(),
        status,
        all,
        verdict.settings(),
        verdict.run(),
        verdict.baselines(),
        verdict.counts());
  }
}
