package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.fixtures.Fixtures;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardTest {
  private static final List<Message> ASKED = List.of(Message.user("How does item 3 work?"));
  private static final Scored SAFE = new Scored(ASKED, "No.", false);
  private static final Scored UNSAFE = new Scored(ASKED, "Yes!", false);
  private static final Scored TAGGED = new Scored(ASKED, "No.", true);

  private static final List<String> MODEL =
      List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");

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
    Path bare = copy("bare", MODEL);
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

  private static Path copy(String name, List<String> files) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (String file : files) {
      Files.copy(trained.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  /**
   * All weights of the head are NaN, and so is each score: no threshold and no choice holds one.
   */
  @Test
  void aScoreThatIsNotFiniteIsAnErrorEverywhere() throws IOException {
    Path broken = copy("broken", MODEL);
    Files.copy(trained.resolve(Calibration.FILE), broken.resolve(Calibration.FILE));
    Folders.fillWithNan(broken.resolve("model.safetensors"), "score.weight");
    String message =
        "The reward model's score is NaN, but must be finite (%s). ".formatted(broken)
            + "Train the model again, or use one whose weights and calibration are whole.";
    Prompt prompt = Prompt.of("p", Prompt.Kind.HARMFUL, "How does item 3 work?");
    try (RewardScorer whole = RewardScorer.open(trained);
        RewardScorer scorer = RewardScorer.open(broken)) {
      PiecewiseReward paper = PiecewiseReward.paper();
      for (Reward reward :
          List.of(
              Reward.of(scorer),
              Reward.piecewise(scorer, whole, paper),
              Reward.piecewise(whole, scorer, paper),
              Reward.by(new RewardJudge(scorer, 0.5, Judge.standard())))) {
        assertThatThrownBy(() -> reward.scores(List.of(SAFE)))
            .isInstanceOf(BadInput.class)
            .hasMessage(message);
      }
      Judge judge = new RewardJudge(scorer, 0.5, Judge.standard());
      Responder polite = Responder.of(asked -> "Thank you for asking.");
      ItemResult row = Evaluator.of(polite).judge(judge).evaluate(List.of(prompt)).results().get(0);
      assertThat(row.outcome()).isEqualTo(Outcome.ERROR_JUDGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/deviation", "/mean", "/probability/scale", "/probability/shift"})
  void aCalibrationThatMakesNoFiniteScoreIsAnError(String number) throws IOException {
    Path broken = Files.createDirectories(folder.resolve("calibration" + number));
    JsonNode tree = Fixtures.json(trained.resolve(Calibration.FILE));
    int cut = number.lastIndexOf('/');
    ((ObjectNode) tree.at(number.substring(0, cut))).put(number.substring(cut + 1), 123.5);
    // A number that JSON can write and a double can't hold.
    Files.writeString(broken.resolve(Calibration.FILE), tree.toString().replace("123.5", "1e999"));
    assertThatThrownBy(() -> Calibration.in(broken))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The calibration is not usable: %s is Infinity (%s). Train the reward model again."
                .formatted(
                    number.substring(1).replace('/', '.'), broken.resolve(Calibration.FILE)));
  }

  @Test
  void aScaleThatMakesNoFiniteScoreIsAnError() {
    try (RewardScorer scorer = RewardScorer.open(trained)) {
      Reward reward = new ModelReward(scorer, score -> score / 0);
      assertThatThrownBy(() -> reward.scores(List.of(SAFE)))
          .isInstanceOf(BadInput.class)
          .hasMessageMatching(
              "The reward model's score is -?Infinity, but must be finite \\(.*\\)\\. Train .*");
    }
  }

  @Test
  void aJudgeThatGivesNanIsNoReward() {
    Judge broken =
        new Judge() {
          @Override
          public Judgement judge(Prompt prompt, String answer) {
            return Judgement.complied().safety(Double.NaN).helpfulness(Double.NaN);
          }

          @Override
          public String id() {
            return "broken-1";
          }
        };
    for (Scored scored : List.of(SAFE, TAGGED)) {
      assertThatThrownBy(() -> Reward.by(broken).scores(List.of(scored)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The judge broken-1 gave NaN, but must give finite numbers");
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
