package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.Preference.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads rows that hold several answers to one prompt, ranked or scored: every two of them that
 * differ in rank or score make a pair.
 */
final class AnswersReader {
  private static final List<String> TEXTS = List.of("response", "answer", "text", "content");
  private static final List<String> SCORES = List.of("score", "overall_score");

  private final Pairs pairs;
  private final Ties ties;

  AnswersReader(Pairs pairs, Ties ties) {
    this.pairs = pairs;
    this.ties = ties;
  }

  /**
   * An answer among several to one prompt.
   *
   * @param text what it says
   * @param worth the more, the better it is
   * @param safe whether it is safe, where that is known
   */
  record Answer(String text, double worth, Optional<Boolean> safe) {}

  static boolean reads(Row row) {
    return row.fields().has("ranked") || row.fields().has("responses");
  }

  void read(Row row) {
    List<Message> prompt =
        PromptTurns.of(row)
            .orElseThrow(
                () -> row.bad("The line has no prompt", "Write \"prompt\", or name its column"));
    boolean ranked = row.fields().has("ranked");
    JsonNode list = row.fields().path(ranked ? "ranked" : "responses");
    if (!list.isArray() || list.size() < 2) {
      throw row.bad(
          "The line has fewer than two answers",
          "Write a list of at least two, or remove the line");
    }
    boolean scored = !ranked && scored(row, list);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      double worth = ranked ? -i : worth(row, list.get(i), i, scored);
      answers.add(new Answer(text(row, list.get(i), i), worth, safe(row, list.get(i), i)));
    }
    pair(row, prompt, answers, scored);
  }

  /** Makes the pairs of some answers; differences are strengths where the worths are scores. */
  void pair(Row row, List<Message> prompt, List<Answer> answers, boolean scored) {
    if (!PromptTurns.inOrder(prompt)) {
      pairs.drop("turns empty or out of order");
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      for (int j = i + 1; j < answers.size(); j++) {
        pair(row, prompt, List.of(answers.get(i), answers.get(j)), scored, i + 1);
      }
    }
  }

  private void pair(Row row, List<Message> prompt, List<Answer> two, boolean scored, int number) {
    double difference = two.get(0).worth() - two.get(1).worth();
    if (difference == 0) {
      ties.found(row, number, pairs);
      return;
    }
    Answer better = two.get(difference > 0 ? 0 : 1);
    Answer worse = two.get(difference > 0 ? 1 : 0);
    Labels labels =
        new Labels(
            scored ? Optional.of(Rating.ofDifference(Math.abs(difference))) : Optional.empty(),
            better.safe(),
            worse.safe(),
            Turns.label(row, "category"));
    pairs.add(new Preference(prompt, better.text(), worse.text(), labels, row.where()));
  }

  private static String text(Row row, JsonNode answer, int index) {
    if (answer.isTextual()) {
      return answer.asText();
    }
    return TEXTS.stream()
        .map(answer::path)
        .filter(JsonNode::isTextual)
        .findFirst()
        .orElseThrow(
            () ->
                row.bad(
                    "Answer %d has no text".formatted(index + 1),
                    "Write strings, or objects with \"response\""))
        .asText();
  }

  private static boolean scored(Row row, JsonNode list) {
    return row.fields().has("scores")
        || SCORES.stream().anyMatch(field -> list.get(0).hasNonNull(field));
  }

  /** Its score, or the negative of its rank, of which 1 is the best. */
  private static double worth(Row row, JsonNode answer, int index, boolean scored) {
    JsonNode beside = row.fields().path(scored ? "scores" : "ranks").path(index);
    JsonNode value = beside;
    for (String field : scored ? SCORES : List.of("rank")) {
      value = Values.missing(value) ? answer.path(field) : value;
    }
    OptionalDouble number = Values.number(row, scored ? "scores" : "ranks", value);
    if (number.isEmpty()) {
      throw row.bad(
          "Answer %d has neither score nor rank".formatted(index + 1),
          "Write \"scores\" or \"ranks\" with one number an answer, or name their columns");
    }
    return scored ? number.getAsDouble() : -number.getAsDouble();
  }

  private static Optional<Boolean> safe(Row row, JsonNode answer, int index) {
    JsonNode beside = row.fields().path("safe").path(index);
    return Values.truth(row, "safe", Values.missing(beside) ? answer.path("safe") : beside);
  }
}
