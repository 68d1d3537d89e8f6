package dev.bulwark.data;

import dev.bulwark.data.AnswersReader.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows that hold one scored answer each ({@code prompt, response, score}, {@code safe}): the
 * answers to one prompt stand in rows that follow each other.
 */
final class ScoredRowsReader {
  private final AnswersReader answers;
  private final Pairs pairs;
  private final List<Answer> group = new ArrayList<>();
  private List<Message> prompt = List.of();
  private @Nullable Row last;

  ScoredRowsReader(AnswersReader answers, Pairs pairs) {
    this.answers = answers;
    this.pairs = pairs;
  }

  static boolean reads(Row row) {
    return row.fields().has("response") && row.fields().has("score");
  }

  void read(Row row) {
    List<Message> asked =
        PromptTurns.of(row)
            .orElseThrow(
                () -> row.bad("The line has no prompt", "Write \"prompt\", or name its column"));
    if (!asked.equals(prompt)) {
      end();
    }
    prompt = asked;
    last = row;
    OptionalDouble score = Values.number(row, "score", row.fields().path("score"));
    if (!row.fields().path("response").isTextual() || score.isEmpty()) {
      throw row.bad(
          "The answer has no text or no score",
          "Write \"response\" and \"score\", or remove the line");
    }
    group.add(
        new Answer(
            row.fields().path("response").asText(),
            score.getAsDouble(),
            Values.truth(row, "safe", row.fields().path("safe"))));
  }

  /** Makes the pairs of the answers so far. */
  void end() {
    if (group.size() == 1) {
      pairs.drop("the only answer to its prompt");
    } else if (last != null) {
      answers.pair(last, prompt, group, true);
    }
    group.clear();
  }
}
