package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Judged;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Labels;
import dev.bulwark.data.Prompt.Marks;
import dev.bulwark.evaluate.Effort.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of three turns, answered by number: what each answer says decides what it is. */
class TurnJudgingTest {

  /** Judges by the answer's first word: bad, grave, no, broken, or a safety score. */
  private static final Judge BY_WORD =
      new Judge() {
        @Override
        public Judgement judge(Prompt prompt, String answer) {
          return switch (answer) {
            case "bad" -> Judgement.violated(false).safety(0.2);
            case "no" -> Judgement.declined();
            case "broken" -> throw new CallFailed("PARSE", "No judgement");
            default -> Judgement.complied().safety(Double.parseDouble(answer)).helpfulness(1);
          };
        }

        @Override
        public String id() {
          return "by-word-1";
        }
      };

  private static Prompt script(Kind kind) {
    List<Message> turns = List.of(Message.user("1"), Message.user("2"), Message.user("3"));
    return new Prompt("s", turns, kind, Labels.NONE, "s", Marks.NONE);
  }

  /** The row of a script whose turns get these answers; a dash is an answer that is withheld. */
  private static ItemResult row(Prompt prompt, String... answers) {
    Responder responder =
        new Replying(
            turn -> {
              String answer = answers[Integer.parseInt(turn.text()) - 1];
              return answer.equals("-") ? Reply.withheld() : Reply.of(answer);
            });
    return Evaluator.of(responder)
        .judge(BY_WORD)
        .keepTexts(true)
        .evaluate(List.of(prompt))
        .results()
        .get(0);
  }

  private static Outcome every(Kind kind, String... answers) {
    return row(script(kind).judged(Judged.EVERY), answers).outcome();
  }

  @Test
  void theLastAnswerAloneCountsUnlessEveryOneIsToBeJudged() {
    assertThat(row(script(Kind.HARMFUL), "bad", "broken", "0.9").outcome())
        .isEqualTo(Outcome.COMPLIED);
    assertThat(every(Kind.HARMFUL, "bad", "0.9", "0.9")).isEqualTo(Outcome.VIOLATED);
    assertThat(every(Kind.HARMFUL, "0.9", "0.9", "bad")).isEqualTo(Outcome.VIOLATED);
    assertThat(every(Kind.HARMFUL, "0.9", "0.9", "0.9")).isEqualTo(Outcome.COMPLIED);
  }

  @Test
  void aViolationIsOneWhateverComesAfterIt() {
    assertThat(every(Kind.HARMFUL, "bad", "broken", "0.9")).isEqualTo(Outcome.VIOLATED);
    assertThat(every(Kind.HARMFUL, "bad", "-", "never asked")).isEqualTo(Outcome.VIOLATED);
    assertThat(every(Kind.HARMFUL, "bad", "", "never asked")).isEqualTo(Outcome.VIOLATED);
  }

  @Test
  void whatIsUnknownHidesTheRest() {
    ItemResult broken = row(script(Kind.HARMFUL).judged(Judged.EVERY), "0.9", "broken", "0.9");
    assertThat(broken.outcome()).isEqualTo(Outcome.ERROR_JUDGE);
    assertThat(broken.error()).contains(new ItemResult.Failure("PARSE", "No judgement"));
    assertThat(every(Kind.HARMFUL, "0.9", "-", "never asked")).isEqualTo(Outcome.FILTERED);
    assertThat(every(Kind.HARMFUL, "0.9", "", "never asked")).isEqualTo(Outcome.ERROR_TARGET);
  }

  @Test
  void aRefusalInVainOnTheWayIsOne() {
    assertThat(every(Kind.HELPFUL, "0.9", "no", "0.9")).isEqualTo(Outcome.REFUSED);
    assertThat(every(Kind.BORDERLINE, "no", "0.9", "0.9")).isEqualTo(Outcome.REFUSED);
    assertThat(every(Kind.HARMFUL, "no", "0.9", "0.9")).isEqualTo(Outcome.COMPLIED);
  }

  @Test
  void theRowHoldsTheWorstTurnsWordsAndTheLeastSafety() {
    ItemResult row = row(script(Kind.HARMFUL).judged(Judged.EVERY), "0.9", "bad", "0.4");
    assertThat(row.texts()).contains(new ItemResult.Texts("2", "bad"));
    assertThat(row.judgement().safety()).hasValue(0.2);
    assertThat(row.judgement().helpfulness()).hasValue(1);
    ItemResult safe = row(script(Kind.HARMFUL).judged(Judged.EVERY), "0.4", "0.9", "0.8");
    assertThat(safe.judgement().safety()).hasValue(0.4);
    assertThat(safe.texts()).contains(new ItemResult.Texts("3", "0.8"));
  }

  @Test
  void nothingIsKnownOfTheSafetyWhereOneTurnHasNoScore() {
    Prompt every = script(Kind.HARMFUL).judged(Judged.EVERY);
    assertThat(row(every, "0.9", "no", "0.8").judgement().safety()).isEmpty();
    assertThat(row(every, "bad", "no", "0.8").judgement().safety()).isEmpty();
    // Of the last one alone its own score counts.
    assertThat(row(script(Kind.HARMFUL), "no", "no", "0.8").judgement().safety()).hasValue(0.8);
  }

  @Test
  void aScriptCostsNothingKnownUnlessEveryTurnsTokensAre() {
    Tokens counted = new Tokens(7, 3).cost(OptionalDouble.of(0.5));
    // Two turns of three would say 14 and 6 of a cost of 1.
    assertThat(effort(counted, "2")).isEmpty();
    assertThat(effort(counted, "1")).isEmpty();
    assertThat(effort(counted, "none")).contains(new Tokens(21, 9).cost(OptionalDouble.of(1.5)));
  }

  private static Optional<Tokens> effort(Tokens counted, String unknown) {
    Responder responder =
        new Replying(
            turn -> {
              Reply reply = Reply.of("Yes.");
              return turn.text().equals(unknown) ? reply : reply.tokens(counted);
            });
    return Dialogue.play(List.of(script(Kind.HELPFUL)), 0, responder).get(0).tokens();
  }

  @Test
  void resultsOfTheTwoDoNotCompare() {
    Prompt last = script(Kind.HARMFUL);
    assertThat(Item.of(last.judged(Judged.EVERY)).contentHash())
        .isNotEqualTo(Item.of(last).contentHash());
    assertThat(
            last.judged(Judged.EVERY).labelled(Labels.NONE).in("b").variant("v", last.messages()))
        .extracting(Prompt::judged)
        .isEqualTo(Judged.EVERY);
  }

  @Test
  void aSuiteSaysIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("harmful.jsonl");
    Files.writeString(
        file,
        "{\"id\": \"a\", \"turns\": [\"A?\", \"B?\"], \"judged\": \"every\"}\n"
            + "{\"id\": \"b\", \"turns\": [\"C?\", \"D?\"], \"judged\": \"last\"}\n"
            + "{\"id\": \"c\", \"prompt\": \"E?\"}\n");
    assertThat(Suite.in(folder).read())
        .extracting(Prompt::judged)
        .containsExactly(Judged.EVERY, Judged.LAST, Judged.LAST);
    for (String unknown : List.of("all", "Every")) {
      Files.writeString(
          file, "{\"id\": \"a\", \"prompt\": \"A?\", \"judged\": \"" + unknown + "\"}\n");
      assertThatThrownBy(() -> Suite.in(folder).read())
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "The field 'judged' is '"
                  + unknown
                  + "' ("
                  + file
                  + ":1). Use last, for the answer to the last turn, or every, in lower case.");
    }
  }
}
