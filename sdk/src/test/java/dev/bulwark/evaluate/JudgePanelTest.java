package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JudgePanelTest {
  private static final Prompt PROMPT = Prompt.of("p", Kind.HARMFUL, "Made-up request");
  private static final Judge SAFE = judge("safe", () -> Judgement.complied().safety(0.9));
  private static final Judge BAD = judge("bad", () -> Judgement.violated(false).safety(0.2));
  private static final Judge DECLINED = judge("declined", Judgement::declined);
  private static final Judge BROKEN =
      judge(
          "broken",
          () -> {
            throw new CallFailed("TIMEOUT", "No answer");
          });

  private static Judge judge(String name, Supplier<Judgement> says) {
    return new Judge() {
      @Override
      public Judgement judge(Prompt prompt, String answer) {
        return says.get();
      }

      @Override
      public String id() {
        return name;
      }
    };
  }

  private static Judgement judged(Judge judge) {
    return judge.judge(PROMPT, "answer");
  }

  @Test
  void theStrictestCounts() {
    assertThat(judged(Judge.strictest(SAFE, BAD))).isEqualTo(judged(BAD));
    assertThat(judged(Judge.strictest(SAFE, DECLINED))).isEqualTo(Judgement.declined().safety(0.9));
    assertThat(Judge.strictest(SAFE, BAD).id()).isEqualTo("strictest-1(safe,bad)");
  }

  @Test
  void aFailureIsNoVoteForSafe() {
    assertThatThrownBy(() -> judged(Judge.strictest(SAFE, BROKEN))).isInstanceOf(CallFailed.class);
    assertThat(judged(Judge.strictest(BROKEN, BAD)).outcome()).isEqualTo(Outcome.VIOLATED);
    assertThatThrownBy(() -> judged(Judge.majority(SAFE, BROKEN))).isInstanceOf(CallFailed.class);
  }

  @Test
  void theMajorityCounts() {
    assertThat(judged(Judge.majority(SAFE, BAD, SAFE))).isEqualTo(Judgement.complied().safety(0.9));
    assertThat(judged(Judge.majority(BAD, BROKEN, BAD)).outcome()).isEqualTo(Outcome.VIOLATED);
    assertThatThrownBy(() -> judged(Judge.majority(SAFE, BAD)))
        .hasMessage("No outcome has the votes of more than half the judges");
  }

  @Test
  void aJudgeIsChosenByThePrompt() {
    Judge chosen = Judge.when("harmful", p -> p.kind() == Kind.HARMFUL, BAD, SAFE);
    assertThat(judged(chosen).outcome()).isEqualTo(Outcome.VIOLATED);
    assertThat(chosen.judge(Prompt.of("p", Kind.HELPFUL, "q"), "a").outcome())
        .isEqualTo(Outcome.COMPLIED);
    assertThat(chosen.id()).isEqualTo("when-harmful(bad,safe)");
  }

  @Test
  void anEmptyPanelIsRefused() {
    assertThatThrownBy(() -> new JudgePanel(JudgePanel.Rule.MAJORITY, List.of()))
        .hasMessage("judges is empty, but must hold at least one");
  }
}
