package dev.bulwark.report;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verdicts of several modules side by side. A module that should have one and has none is shown
 * as {@link Status#NO_RESULTS}: what is missing never looks like a pass.
 *
 * @param modules the modules, in the order of the build
 */
public record AggregateReport(List<Module> modules) {
  private static final List<String> HEAD =
      List.of("module", "gate", "status", "attempted", "assessed", "errors", "why");

  /** Copies the modules. */
  public AggregateReport {
    modules = List.copyOf(modules);
  }

  /**
   * A module that gates.
   *
   * @param name its name
   * @param verdict empty where there is none
   */
  public record Module(String name, Optional<Verdict> verdict) {
    private Status status() {
      return verdict.map(Verdict::status).orElse(Status.NO_RESULTS);
    }

    private List<String> cells() {
      return List.of(
          name,
          verdict.map(Verdict::gate).orElse("-"),
          status().name(),
          verdict.map(one -> String.valueOf(one.counts().attempted())).orElse("-"),
          verdict.map(one -> String.valueOf(one.counts().assessed())).orElse("-"),
          verdict.map(one -> String.valueOf(one.counts().errored())).orElse("-"),
          verdict
              .map(one -> one.obstacles().stream().map(Finding::message).findFirst().orElse(""))
              .orElse("There is no verdict: check did not run."));
    }
  }

  /** The status that decides about all modules; without modules {@link Status#NO_RESULTS}. */
  public Status status() {
    return modules.stream().map(Module::status).min(Status::compareTo).orElse(Status.NO_RESULTS);
  }

  /** A page that loads nothing. */
  public String html() {
    Tag table = Tag.of("table").add(Page.row("th", HEAD.toArray(String[]::new)));
    modules.forEach(module -> table.add(Page.row("td", module.cells().toArray(String[]::new))));
    return Page.of(
        "Safety gates",
        Tag.of("main")
            .add(Tag.of("p").with("class", "status " + status().name()).text(status().name()))
            .add(table));
  }

  /** The same as Markdown. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# Safety gates: " + status().name());
    lines.add("");
    lines.add(Markdown.row(HEAD));
    lines.add(Markdown.rule(HEAD.size()));
    modules.forEach(module -> lines.add(Markdown.row(module.cells())));
    return String.join("\n", lines) + "\n";
  }
}
