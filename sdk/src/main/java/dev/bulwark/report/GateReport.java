package dev.bulwark.report;

import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.PromptPlaces;
import dev.bulwark.gate.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a gate decided and on what, to be written in several formats. None of them but the page
 * holds words of prompts or answers, and none holds a time of its own: the same results give the
 * same bytes.
 *
 * @param verdict what was decided
 * @param comparison both sides; empty where there are no results
 * @param sources where the prompts stand
 */
public record GateReport(Verdict verdict, Optional<BeforeAfter> comparison, Sources sources) {

  /** What prompts are asked about, besides their scores: whether each answer is a bad one. */
  private static final List<Metric> BAD = List.of(Metric.VIOLATION_RATE, Metric.FALSE_REFUSAL_RATE);

  /**
   * Where the prompts stand.
   *
   * @param root the folder that paths in reports start at
   * @param places the prompts' files and lines
   */
  public record Sources(Path root, PromptPlaces places) {
    /** Nothing is known. */
    public static final Sources NONE = new Sources(Path.of(""), PromptPlaces.NONE);

    /** The place of a prompt with its path from the root, with slashes. */
    Optional<Source> of(String id) {
      return places.of(id).map(place -> new Source(fromRoot(place.file()), place.line()));
    }

    private String fromRoot(Path file) {
      Path whole = file.toAbsolutePath().normalize();
      Path from = root.toAbsolutePath().normalize();
      return whole.startsWith(from)
          ? from.relativize(whole).toString().replace('\\', '/')
          : whole.toUri().toASCIIString();
    }
  }

  /**
   * A line of a file.
   *
   * @param path from the root, or a URI where it lies elsewhere
   * @param line from 1
   */
  record Source(String path, long line) {}

  /** A report on prompts of which nobody knows where they stand. */
  public static GateReport of(Verdict verdict, Optional<BeforeAfter> comparison) {
    return new GateReport(verdict, comparison, Sources.NONE);
  }

  /** The content of one format. */
  public String text(ReportFormat format) {
    return switch (format) {
      case HTML -> new HtmlReport("Safety gate " + verdict.gate(), comparison, verdict).html();
      case MARKDOWN -> new MarkdownReport(this).text();
      case JUNIT -> new JunitReport(verdict).xml();
      case SARIF -> new SarifReport(this).json();
    };
  }

  /**
   * Writes one format, whole or not at all.
   *
   * @throws dev.bulwark.data.BadInput where the file can't be written
   */
  public void write(ReportFormat format, Path file) {
    WholeFile.write(file, text(format));
  }

  /**
   * Prompts whose answer is a violation or a false refusal and was not, or less often, before; of
   * those that nothing is known of before, all whose answer is one.
   */
  List<PromptChange> answeredWorse() {
    return comparison
        .map(
            both -> {
              List<PromptChange> all = new ArrayList<>();
              BAD.forEach(
                  metric -> all.addAll(PromptChange.worse(metric, both.before(), both.after())));
              return List.copyOf(all);
            })
        .orElse(List.of());
  }
}
