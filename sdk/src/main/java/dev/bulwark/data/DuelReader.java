package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.Preference.Labels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads rows that hold two answers with a judgement of each, as PKU's are: {@code response_0},
 * {@code response_1}, which of them is safer and which better, whether each is safe ({@code
 * is_response_0_safe}) and how severe its harm is ({@code response_0_severity_level}, 0 to 3).
 */
final class DuelReader {
  private DuelReader() {}

  static boolean reads(Row row) {
    return row.fields().has("response_0") && row.fields().has("response_1");
  }

  static void read(Row row, Choice choice, Pairs pairs) {
    List<Message> prompt =
        PromptTurns.of(row)
            .orElseThrow(
                () -> row.bad("The line has no prompt", "Write \"prompt\", or name its column"));
    if (!PromptTurns.inOrder(prompt)) {
      pairs.drop("turns empty or out of order");
      return;
    }
    int chosen = chosen(row, choice);
    int rejected = 1 - chosen;
    Labels labels =
        new Labels(
            choice == Choice.SAFER ? rating(row, chosen) : Optional.empty(),
            safe(row, chosen),
            safe(row, rejected),
            Turns.label(row, "category"));
    pairs.add(new Preference(prompt, text(row, chosen), text(row, rejected), labels, row.where()));
  }

  private static int chosen(Row row, Choice choice) {
    OptionalDouble id = Values.number(row, choice.field(), row.fields().path(choice.field()));
    if (id.isEmpty() || (id.getAsDouble() != 0 && id.getAsDouble() != 1)) {
      throw row.bad(
          "The field '%s' does not say which answer is chosen".formatted(choice.field()),
          "Write 0 or 1, or choose by the other judgement");
    }
    return (int) id.getAsDouble();
  }

  private static String text(Row row, int which) {
    JsonNode text = row.fields().path("response_" + which);
    if (!text.isTextual()) {
      throw row.bad("The field 'response_%d' is not text".formatted(which), "Write a string");
    }
    return text.asText();
  }

  private static Optional<Boolean> safe(Row row, int which) {
    String field = "is_response_%d_safe".formatted(which);
    return Values.truth(row, field, row.fields().path(field));
  }

  /** A step of severity is a step of strength; no step, or one the wrong way, is the weakest. */
  private static Optional<Rating> rating(Row row, int chosen) {
    OptionalDouble better = severity(row, chosen);
    OptionalDouble worse = severity(row, 1 - chosen);
    return better.isEmpty() || worse.isEmpty()
        ? Optional.empty()
        : Optional.of(Rating.ofDifference(worse.getAsDouble() - better.getAsDouble()));
  }

  private static OptionalDouble severity(Row row, int which) {
    String field = "response_%d_severity_level".formatted(which);
    return Values.number(row, field, row.fields().path(field));
  }

  /** Which judgement decides, where a row has two. */
  enum Choice {
    SAFER("safer_response_id"),
    BETTER("better_response_id");

    private final String field;

    Choice(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }
}
