package dev.bulwark.maven;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A verdict with something more that stands in its way. */
final class Worsened {
  private Worsened() {}

  /** What passed is left out: it no longer says anything. */
  static Verdict by(List<Finding> findings, Verdict verdict) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(verdict.obstacles());
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
