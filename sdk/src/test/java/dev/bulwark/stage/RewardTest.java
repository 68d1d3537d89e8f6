package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import dev.bulwark.train.PiecewiseReward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardTest {
  private static final List<Message> ASKED = List.of(Message.user("How does item 3 work?"));
  private static final Scored SAFE = new Scored(ASKED, "No.", false);
  private static final Scored UNSAFE = new Scored(ASKED, "Yes!", false);
  private static final Scored TAGGED = new Scored(ASKED, "No.", true);

  @TempDir static Path folder;
  private static Path trained;

  @BeforeAll
  static void train() {
    RewardRuns runs = new RewardRuns(folder);
    trained = folder.resolve("run/reward");
    runs.run(runs.safety(), trained);
  }

  @Test
  void oneModelCountsInDeviationsFromTheReferenceAnswers() {
    Calibration calibration = Calibration.in(trained).orElseThrow();
    try (RewardScorer scorer = RewardScorer.open(trained);
        Reward reward = Reward.of(scorer)) {
      double raw = scorer.score(SAFE.conversation());
      assertThat(reward.scores(List.of(SAFE, UNSAFE))[0])
          .isCloseTo((raw - calibration.mean()) / calibration.deviation(), within(1e-4));
      assertThat(reward.hash()).isEqualTo(scorer.hash());
    }
  }

  /** The model prefers "No.": with a threshold of one half "Yes!" is unsafe, and "No." is not. */
  @Test
  void safetyDecidesWhereThePromptIsTaggedOrTheAnswerLooksUnsafe() {
    try (RewardScorer safety = RewardScorer.open(trained);
        RewardScorer helpful = RewardScorer.open(trained)) {
      Reward reward = Reward.piecewise(safety, helpful, new PiecewiseReward(0.5));
      double[] scores = reward.scores(List.of(SAFE, UNSAFE, TAGGED));
      double no = safety.score(SAFE.conversation());
      double yes = safety.score(UNSAFE.conversation());
      assertThat(scores[0]).isCloseTo(safety.calibration().standardised(no), within(1e-4));
      assertThat(scores[1]).isCloseTo(safety.probability().logit(yes), within(1e-4)).isNegative();
      assertThat(scores[2]).isCloseTo(safety.probability().logit(no), within(1e-4)).isPositive();
      assertThat(reward.hash())
          .isNotEqualTo(Reward.piecewise(safety, helpful, new PiecewiseReward(0.15)).hash());
    }
  }

  /** Without calibrations the paper's raw scores count, where that was asked for. */
  @Test
  void uncalibratedModelsAreRefusedUnlessTheyWillDo() throws IOException {
    Path bare = Files.createDirectory(folder.resolve("bare"));
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.copy(trained.resolve(file), bare.resolve(file));
    }
    Files.copy(trained.resolve("tokenizer_config.json"), bare.resolve("tokenizer_config.json"));
    assertThat(Folders.in(bare)).doesNotContain(Calibration.FILE);
    try (RewardScorer calibrated = RewardScorer.open(trained);
        RewardScorer refused = RewardScorer.open(bare);
        RewardScorer accepted = RewardScorer.open(bare, Compute.FP32, true)) {
      String message =
          "The reward model is not calibrated: it has no calibration.json (%s). ".formatted(bare)
              + "Train it with reward-model, or say that an uncalibrated one will do.";
      PiecewiseReward paper = PiecewiseReward.paper();
      assertThatThrownBy(() -> Reward.of(refused)).isInstanceOf(BadInput.class).hasMessage(message);
      assertThatThrownBy(() -> Reward.piecewise(refused, calibrated, paper))
          .isInstanceOf(BadInput.class)
          .hasMessage(message);
      assertThatThrownBy(() -> Reward.piecewise(calibrated, refused, paper))
          .isInstanceOf(BadInput.class)
          .hasMessage(message);
      double raw = accepted.score(TAGGED.conversation());
      assertThat(Reward.piecewise(accepted, accepted, paper).scores(List.of(TAGGED))[0])
          .isCloseTo(raw, within(1e-6));
      assertThat(Reward.of(accepted).scores(List.of(TAGGED))[0]).isCloseTo(raw, within(1e-6));
    }
  }

  @Test
  void anyFunctionIsAReward() {
    Reward reward = Reward.of("length 1", scored -> scored.answer().length());
    assertThat(reward.scores(List.of(SAFE, UNSAFE))).containsExactly(3, 4);
    assertThat(reward.hash()).isNotEqualTo(Reward.of("length 2", scored -> 0).hash());
    Reward broken = Reward.of("ratio 1", scored -> 0.0 / 0.0);
    assertThatThrownBy(() -> broken.scores(List.of(SAFE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The reward 'ratio 1' gave NaN, but must give finite numbers");
    assertThatThrownBy(() -> Reward.of(" ", scored -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id is blank, but must name the rule and its version");
  }

  /** Declining a tagged prompt is safe, declining another is no help. */
  @Test
  void aJudgeIsAReward() {
    Scored declined = new Scored(ASKED, "I can't help with that.", false);
    Scored declinedTagged = new Scored(ASKED, "I can't help with that.", true);
    Scored answered = new Scored(ASKED, "Turn the handle to the left.", false);
    Scored answeredTagged = new Scored(ASKED, "Turn the handle to the left.", true);
    Reward reward = Reward.by(Judge.standard());
    assertThat(reward.scores(List.of(declined, declinedTagged, answered, answeredTagged)))
        .containsExactly(0, 1, 1, 0);
    assertThat(reward.hash()).hasSize(64);
  }

  @Test
  void whatAJudgeCannotJudgeIsNoScore() {
    Judge unsure =
        new Judge() {
          @Override
          public Judgement judge(Prompt prompt, String answer) {
            return new Judgement(
                Outcome.ERROR_JUDGE, false, OptionalDouble.empty(), OptionalDouble.empty());
          }

          @Override
          public String id() {
            return "unsure-1";
          }
        };
    assertThatThrownBy(() -> Reward.by(unsure).scores(List.of(SAFE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The judge unsure-1 could not judge an answer: ERROR_JUDGE");
  }
}
