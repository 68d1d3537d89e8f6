package dev.bulwark.report;

import dev.bulwark.data.RolloutSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy answered while it was trained, iteration by iteration, folded behind a warning.
 *
 * @param samples in the order of their scores within an iteration
 */
record RolloutTable(List<RolloutSample> samples) {

  void addTo(Tag body) {
    if (samples.isEmpty()) {
      return;
    }
    Map<Long, List<RolloutSample>> byIteration = new TreeMap<>();
    samples.forEach(
        sample ->
            byIteration.computeIfAbsent(sample.iteration(), none -> new ArrayList<>()).add(sample));
    Tag folded =
        Tag.of("details")
            .add(
                Tag.of("summary")
                    .text(
                        "Content warning: the prompts and answers in here can be harmful or"
                            + " offensive. The lowest and the highest scores of %d iterations."
                                .formatted(byIteration.size())));
    byIteration.forEach((iteration, rows) -> folded.add(table(iteration, rows)));
    body.add(Tag.of("h2").text("What the policy answered")).add(folded);
  }

  private static Tag table(long iteration, List<RolloutSample> rows) {
    Tag table =
        Tag.of("table")
            .add(Tag.of("caption").text("Iteration " + iteration))
            .add(Tag.row("th", "score", "kind", "prompt", "answer"));
    for (RolloutSample row : rows) {
      table.add(
          Tag.row(
              "td",
              String.format(Locale.ROOT, "%.3f", row.score()),
              row.kind().name().toLowerCase(Locale.ROOT),
              row.prompt(),
              row.answer()));
    }
    return table;
  }
}
