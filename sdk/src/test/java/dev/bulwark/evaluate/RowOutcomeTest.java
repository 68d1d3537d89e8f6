package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt.Kind;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A row must not say two things. */
class RowOutcomeTest {
  private static final ObjectNode ROW =
      new ItemResult(
              Item.of(Samples.prompt("a", Kind.HARMFUL)),
              2,
              Judgement.complied().safety(0.75),
              "judge-1",
              Effort.NONE,
              Optional.empty(),
              Optional.empty())
          .json();

  private static ItemResult with(String field, String json) throws Exception {
    ObjectNode row = ROW.deepCopy();
    row.set(field, new ObjectMapper().readTree(json));
    return ItemResult.of(row, "f:1");
  }

  private static void refuses(String field, String json, String code, String message) {
    assertThatThrownBy(() -> with(field, json))
        .isInstanceOfSatisfying(
            UnusableResults.class, bad -> assertThat(bad.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void scoresAndRepeatsComeBack() throws Exception {
    ItemResult row = with("violation", "false");
    assertThat(row.judgement().safety()).isEqualTo(OptionalDouble.of(0.75));
    assertThat(row.key()).isEqualTo("a#2");
    assertThat(row.json()).isEqualTo(ROW);
  }

  @Test
  void aViolationThatTheOutcomeDenies() {
    refuses(
        "violation",
        "true",
        "ROW_CONTRADICTION",
        "In f:1 the row 'a' contradicts itself: outcome COMPLIED with violation true.");
    refuses(
        "violation",
        "0",
        "WRONG_TYPE",
        "In f:1 the field 'violation' is 0, but must be true or false.");
  }

  @Test
  void aTurnThatTheOutcomeHides() throws Exception {
    assertThat(with("turns", "[\"REFUSED\",\"COMPLIED\"]").outcome()).isEqualTo(Outcome.COMPLIED);
    refuses(
        "turns",
        "[\"COMPLIED\",\"VIOLATED\",\"ERROR_JUDGE\"]",
        "ROW_CONTRADICTION",
        "In f:1 the row 'a' contradicts itself: outcome COMPLIED with a turn that ended as"
            + " VIOLATED.");
    refuses(
        "turns",
        "[\"ERROR_JUDGE\"]",
        "ROW_CONTRADICTION",
        "In f:1 the row 'a' contradicts itself: outcome COMPLIED with a turn that ended as"
            + " ERROR_JUDGE.");
  }

  @Test
  void aLabelThatIsNone() {
    refuses(
        "category", "null", "WRONG_TYPE", "In f:1 the field 'category' is null, but must be text.");
    refuses(
        "safety",
        "\"NaN\"",
        "WRONG_TYPE",
        "In f:1 the field 'safety' is \"NaN\", but must be a number or null.");
  }
}
