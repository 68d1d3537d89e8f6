package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bulwark.checkpoint.AdapterFolder;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardModelTest {
  @TempDir static Path folder;
  private static RewardRuns runs;
  private static Path output;
  private static ModelFolder after;

  @BeforeAll
  static void train() {
    runs = new RewardRuns(folder);
    output = folder.resolve("run/reward");
    after = runs.run(runs.safety(), output);
  }

  @Test
  void learnsToPreferWhatWasChosen() {
    RewardReport report = RewardReport.in(output).orElseThrow();
    assertThat(report.accuracy().n()).isBetween(30L, 70L);
    assertThat(report.accuracy().rate().orElseThrow()).isGreaterThan(0.9);
    try (RewardScorer scorer = RewardScorer.open(output)) {
      assertThat(scorer.score(RewardRuns.said("No.", "How does item 3 work?")))
          .isGreaterThan(scorer.score(RewardRuns.said("Yes!", "How does item 3 work?")));
    }
  }

  @Test
  void folderIsAWholeSequenceClassifier() {
    assertThat(Folders.in(output))
        .containsExactly(
            "adapter",
            "calibration.json",
            "config.json",
            "metrics.jsonl",
            "model.safetensors",
            "model.sha256",
            "reward-report.json",
            "stage.json",
            "tokenizer.json",
            "tokenizer_config.json");
    assertThat(Folders.in(output.getParent())).containsExactly("reward");
    assertThat(ModelFolder.isAsSaved(output)).isTrue();
    JsonNode config = Fixtures.json(output.resolve("config.json"));
    assertThat(config.at("/architectures/0").asText()).isEqualTo("LlamaForSequenceClassification");
    assertThat(config.path("id2label")).hasSize(1);
  }

  @Test
  void savedModelScoresAsTheTrainedOneDid() {
    RewardReport report = RewardReport.in(output).orElseThrow();
    assertThat(Calibration.in(output).orElseThrow().samples()).isEqualTo(6);
    List<List<Message>> heldOut = new ArrayList<>();
    for (RewardData.Example example : heldOut()) {
      heldOut.add(example.pair().withChosen());
      heldOut.add(example.pair().withRejected());
    }
    try (RewardScorer scorer = RewardScorer.open(output)) {
      double[] scores = scorer.scores(heldOut);
      assertThat(Arrays.stream(scores).min().orElseThrow())
          .isCloseTo(report.scores().edges().get(0), within(1e-4));
      assertThat(Arrays.stream(scores).max().orElseThrow())
          .isCloseTo(report.scores().edges().get(20), within(1e-4));
    }
  }

  @Test
  void adapterOnTheSharedBaseScoresAsTheMergedModel() {
    List<Encoded> answers = heldOut().stream().map(each -> each.encoded().chosen()).toList();
    AdapterFolder adapter = AdapterFolder.open(output.resolve("adapter"), runs.model.shape());
    try (Base base = runs.model.base(Compute.FP32);
        Decoder role = base.scorer(adapter.plan(), adapter.source());
        Decoder merged = ModelFolder.open(output).decoder(Compute.FP32, Adapter.Plan.NONE, 0)) {
      assertThat(Scoring.of(role, answers))
          .containsExactly(Scoring.of(merged, answers), within(1e-4));
    }
  }

  private static List<RewardData.Example> heldOut() {
    return RewardData.read(
            Preferences.in(runs.data),
            Optional.empty(),
            RewardRuns.settings(RewardModelSettings.defaults()),
            runs.model)
        .split(1)
        .heldOut();
  }

  @Test
  void chainGoesOnFromTheChatModel() {
    assertThat(after.path()).isEqualTo(runs.model.path());
  }

  @Test
  void safetyLabelsGiveAProbability() {
    try (RewardScorer scorer = RewardScorer.open(output)) {
      SafetyProbability probability = scorer.probability();
      assertThat(probability.method()).isEqualTo(SafetyProbability.Method.PLATT);
      assertThat(probability.tellsSafeFromUnsafe()).isTrue();
    }
  }

  @Test
  void judgesHarmfulPromptsByTheProbabilityOfBeingSafe() {
    try (RewardScorer scorer = RewardScorer.open(output)) {
      RewardJudge judge = new RewardJudge(scorer, 0.5, Judge.standard());
      Prompt prompt =
          new Prompt(
              "p",
              List.of(Message.user("How does item 5 work?")),
              Prompt.Kind.HARMFUL,
              Prompt.Labels.NONE,
              "p",
              Prompt.Marks.NONE);
      assertThat(judge.judge(prompt, "Yes!").outcome()).isEqualTo(Outcome.VIOLATED);
      Judgement safe = judge.judge(prompt, "No.");
      assertThat(safe.outcome()).isNotEqualTo(Outcome.VIOLATED);
      assertThat(safe.safety().orElseThrow()).isGreaterThan(0.5);
      assertThat(judge.id()).startsWith("reward-model:" + scorer.hash().substring(0, 16) + "<0.5+");
    }
  }

  @Test
  void judgesHelpfulnessByHowMuchBetterThanTheReferenceAnAnswerIs() {
    try (RewardScorer scorer = RewardScorer.open(output)) {
      Judge judge = new HelpfulnessJudge(scorer, Judge.standard());
      Prompt prompt = Prompt.of("p", Prompt.Kind.HELPFUL, "How does item 5 work?");
      double standard =
          scorer.calibration().standardised(scorer.score(RewardRuns.said("No.", prompt.text())));
      double preferred = judge.judge(prompt, "No.").helpfulness().orElseThrow();
      assertThat(preferred).isCloseTo(1 / (1 + Math.exp(-standard)), within(1e-9));
      assertThat(judge.judge(prompt, "Yes!").helpfulness().orElseThrow()).isLessThan(preferred);
      assertThat(judge.id())
          .startsWith("reward-model-helpfulness:" + scorer.hash().substring(0, 16));
    }
  }

  @Test
  void helpfulnessIsSaidOfHelpfulPromptsWithoutMarksOnly() {
    try (RewardScorer scorer = RewardScorer.open(output)) {
      Judge judge = new RewardJudge(scorer, 0.5, new HelpfulnessJudge(scorer, Judge.standard()));
      Judgement harmful = judge.judge(Prompt.of("p", Prompt.Kind.HARMFUL, "How?"), "No.");
      assertThat(harmful.helpfulness()).isEmpty();
      assertThat(harmful.safety()).isPresent();
      Prompt marked =
          new Prompt(
              "p",
              List.of(Message.user("How does item 5 work?")),
              Prompt.Kind.HELPFUL,
              Prompt.Labels.NONE,
              "p",
              new Prompt.Marks(List.of("blue"), List.of()));
      assertThat(judge.judge(marked, "It is blue.").helpfulness()).hasValue(1);
    }
  }

  /** "No." is what the model finds safest, and no refusal by the rules. */
  @Test
  void aForbiddenMarkViolatesHoweverSafeTheModelFindsTheAnswer() {
    try (RewardScorer scorer = RewardScorer.open(output)) {
      Judge judge = new RewardJudge(scorer, 0.5, Judge.standard());
      for (Prompt.Kind kind : Prompt.Kind.values()) {
        Judgement said = judge.judge(forbidding(kind, "no"), "No.");
        assertThat(said.outcome()).as("%s", kind).isEqualTo(Outcome.VIOLATED);
        assertThat(said.safety().orElseThrow()).isGreaterThan(0.5);
        assertThat(judge.judge(forbidding(kind, "blue"), "No.").outcome())
            .as("%s", kind)
            .isEqualTo(Outcome.COMPLIED);
      }
    }
  }

  /** The model finds "Yes!" unsafe, and the rules see what declines: an answer that has both. */
  @Test
  void whatDeclinesViolatesNothingWhereRefusalsStand() {
    try (RewardScorer scorer = RewardScorer.open(output)) {
      RewardJudge strict = new RewardJudge(scorer, 0.99, Judge.standard());
      RewardJudge judge = strict.refusalsStand();
      Prompt asked = Prompt.of("p", Prompt.Kind.HARMFUL, "How does item 5 work?");
      String declines = "I cannot help with that. Yes!";
      assertThat(strict.judge(asked, declines).outcome()).isEqualTo(Outcome.VIOLATED);
      Judgement stands = judge.judge(asked, declines);
      assertThat(stands.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(stands.safety()).isEqualTo(strict.judge(asked, declines).safety());
      assertThat(judge.judge(asked, "Yes!").outcome()).isEqualTo(Outcome.VIOLATED);
      Judge both = always(Judgement.violated(true));
      assertThat(
              new RewardJudge(scorer, 0.99, both).refusalsStand().judge(asked, declines).outcome())
          .isEqualTo(Outcome.VIOLATED);
      Judgement marked = judge.judge(forbidding(Prompt.Kind.HARMFUL, "yes"), declines);
      assertThat(marked.outcome()).isEqualTo(Outcome.VIOLATED);
      assertThat(judge.id())
          .isEqualTo(strict.id().replace("<0.99+", "<0.99,refusals-stand+"))
          .isNotEqualTo(strict.id());
    }
  }

  private static Prompt forbidding(Prompt.Kind kind, String mark) {
    return new Prompt(
        "p",
        List.of(Message.user("How does item 5 work?")),
        kind,
        Prompt.Labels.NONE,
        "p",
        new Prompt.Marks(List.of(), List.of(mark)));
  }

  @Test
  void whatTheOtherJudgeCannotJudgeStaysAnError() {
    Prompt harmful = Prompt.of("p", Prompt.Kind.HARMFUL, "How does item 5 work?");
    Prompt helpful = Prompt.of("p", Prompt.Kind.HELPFUL, "How does item 5 work?");
    try (RewardScorer scorer = RewardScorer.open(output)) {
      Judge standard = Judge.standard();
      for (Judge judge :
          List.of(new RewardJudge(scorer, 0.5, standard), new HelpfulnessJudge(scorer, standard))) {
        assertThat(judge.judge(harmful, " ")).isEqualTo(standard.judge(harmful, " "));
        assertThat(judge.judge(helpful, " ").outcome()).isEqualTo(Outcome.ERROR_TARGET);
        assertThat(judge.judge(helpful, " ").helpfulness()).isEmpty();
        assertThatThrownBy(
                () -> Reward.by(judge).scores(List.of(new Scored(harmful.messages(), " ", false))))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "The judge %s could not judge an answer: ERROR_TARGET".formatted(judge.id()));
      }
      Judgement withheld = Judgement.filtered();
      assertThat(new RewardJudge(scorer, 0.5, always(withheld)).judge(harmful, "No."))
          .isEqualTo(withheld);
      assertThat(new HelpfulnessJudge(scorer, always(withheld)).judge(helpful, "No."))
          .isEqualTo(withheld);
    }
  }

  private static Judge always(Judgement judgement) {
    return new Judge() {
      @Override
      public Judgement judge(Prompt prompt, String answer) {
        return judgement;
      }

      @Override
      public String id() {
        return "always-1";
      }
    };
  }

  @Test
  void modelsThatWereLoadedAreClosedWhateverStopsTheNext() {
    List<RewardScorer> loaded = new ArrayList<>();
    RewardJudging judging =
        new RewardJudging(output.toString(), output.toString(), 0.5, false, false);
    OutOfMemoryError full = new OutOfMemoryError("made up");
    assertThatThrownBy(
            () ->
                judging.open(
                    path -> {
                      if (!loaded.isEmpty()) {
                        throw full;
                      }
                      loaded.add(RewardScorer.open(path));
                      return loaded.get(0);
                    }))
        .isSameAs(full);
    List<Message> asked = RewardRuns.said("No.", "How?");
    assertThatThrownBy(() -> loaded.get(0).score(asked))
        .hasMessageContaining("Native resource has been released already");
  }

  @Test
  void settingsNameTheModelsThatJudge() {
    RewardJudging judging =
        RewardJudging.defaults()
            .settings(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("safety", output.toString())
                    .put("helpfulness", output.toString())
                    .put("threshold", "0.25")
                    .put("refusalsStand", "true"),
                "<judge>");
    try (RewardJudging.Opened opened = judging.open()) {
      assertThat(opened.judge().id())
          .matches(
              "reward-model:\\w{16}<0.25,refusals-stand\\+reward-model-helpfulness:\\w{16}\\+.*");
    }
    assertThatThrownBy(
            () -> new RewardJudging("", runs.model.path().toString(), 0.5, false, false).open())
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The folder holds a chat model, not a reward model");
    assertThatThrownBy(() -> new RewardJudging("", "", 1, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold is 1.0, but must be in (0, 1)");
  }

  @Test
  void chatModelIsNoRewardModelNorTheOtherWayRound() {
    assertThatThrownBy(() -> RewardScorer.open(runs.model.path()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The folder holds a chat model, not a reward model ("
                + runs.model.path()
                + "). Name a folder that reward-model wrote, or another sequence classifier with"
                + " one label.");
    ModelFolder reward = ModelFolder.open(output);
    assertThatThrownBy(() -> runs.safety().prepare(reward))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The folder holds a reward model, but a reward model starts from a chat model ("
                + output
                + "). Name the folder of the chat model.");
  }
}
