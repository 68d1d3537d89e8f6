package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.Preference.Labels;
import java.util.List;
import java.util.Optional;

/** Reads rows that hold one pair: {@code chosen} and {@code rejected}, and mostly a prompt. */
final class PairReader {
  private static final String SHAPE =
      "Write \"prompt\", \"chosen\" and \"rejected\", or name their columns";

  private PairReader() {}

  static boolean reads(Row row) {
    return row.fields().has("chosen") || row.fields().has("rejected");
  }

  static void read(Row row, Pairs pairs) {
    Optional<List<Message>> prompt = PromptTurns.of(row);
    Answer chosen = answer(row, "chosen", prompt);
    Answer rejected = answer(row, "rejected", prompt);
    if (!PromptTurns.inOrder(chosen.before()) || !PromptTurns.inOrder(rejected.before())) {
      pairs.drop("turns empty or out of order");
    } else if (!chosen.before().equals(rejected.before())) {
      pairs.drop("the conversations differ before the last answer");
    } else {
      pairs.add(
          new Preference(
              chosen.before(), chosen.text(), rejected.text(), labels(row), row.where()));
    }
  }

  /**
   * An answer and what stands before it.
   *
   * @param before the turns up to the answer
   * @param text the answer
   */
  private record Answer(List<Message> before, String text) {}

  private static Answer answer(Row row, String field, Optional<List<Message>> prompt) {
    JsonNode value = Turns.list(row.fields().path(field));
    if (value.isArray() && !value.isEmpty()) {
      return conversation(row, Turns.of(row, value), prompt);
    }
    if (!value.isTextual()) {
      throw row.bad("The line has no text or conversation '%s'".formatted(field), SHAPE);
    }
    if (prompt.isPresent()) {
      return new Answer(prompt.get(), value.asText());
    }
    if (!Transcript.is(value.asText())) {
      throw row.bad("The line has no prompt", SHAPE);
    }
    return conversation(row, Transcript.turns(value.asText()), prompt);
  }

  /** The last turn is the answer; a prompt beside it may or may not be repeated in front of it. */
  private static Answer conversation(Row row, List<Message> turns, Optional<List<Message>> prompt) {
    Message last = turns.get(turns.size() - 1);
    if (last.role() != Role.ASSISTANT) {
      throw row.bad("The last message is not the assistant's", "End with the answer");
    }
    List<Message> before = turns.subList(0, turns.size() - 1);
    return new Answer(before.isEmpty() ? prompt.orElse(before) : before, last.content());
  }

  private static Labels labels(Row row) {
    return new Labels(
        rating(row),
        Values.truth(row, "chosen_safe", row.fields().path("chosen_safe")),
        Values.truth(row, "rejected_safe", row.fields().path("rejected_safe")),
        Turns.label(row, "category"));
  }

  private static Optional<Rating> rating(Row row) {
    JsonNode value = row.fields().path("rating");
    if (Values.missing(value)) {
      return Optional.empty();
    }
    return Optional.of(
        Rating.labelled(value.asText())
            .orElseThrow(
                () ->
                    row.bad(
                        "The rating is %s, which is none of the four".formatted(value),
                        "Write significantly_better, better, slightly_better,"
                            + " negligibly_better_or_unsure or 1 to 4 in this order")));
  }
}
