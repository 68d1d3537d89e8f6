package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.checkpoint.AdapterFolder;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.RolloutSample;
import dev.bulwark.data.StageMetrics;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.train.Drawing;
import dev.bulwark.train.PolicyGuard;
import dev.bulwark.train.PolicyPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PpoTest {
  @TempDir Path folder;
  private PolicyRuns runs;
  private Path output;

  @BeforeEach
  void inputs() {
    runs = new PolicyRuns(folder);
    output = folder.resolve("run/ppo");
  }

  @Test
  void folderIsWholeAndSaysHowItCameAbout() {
    ModelFolder tuned = runs.run(s -> s, output);
    assertThat(tuned.path()).isEqualTo(output);
    assertThat(Folders.in(output))
        .containsExactly(
            "adapter",
            "config.json",
            "metrics.jsonl",
            "model.safetensors",
            "model.sha256",
            "rollouts.jsonl",
            "stage.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "trained-prompts.jsonl");
    assertThat(Folders.in(output.getParent())).containsExactly("ppo");
    assertThat(tuned.hash()).isNotEqualTo(runs.model.hash());
    assertThat(TrainedPrompts.in(output).stagesOf("Question 3")).containsExactly("ppo");
    assertThat(StageMetrics.in(output).figures())
        .containsKeys("score", "kl", "entropy", "clipFraction", "explained", "drawingSeconds")
        .allSatisfy((name, values) -> assertThat(values).hasSize(PolicyRuns.ITERATIONS));
    // The first iteration and none of the others: a run of that few is not looked at again.
    assertThat(RolloutSample.in(output.resolve(RolloutSample.FILE)))
        .hasSize(8)
        .allMatch(sample -> sample.iteration() == 1 && sample.prompt().startsWith("Question"))
        .isSortedAccordingTo(Comparator.comparingDouble(RolloutSample::score));
    assertThat(runs.progress).hasSize(PolicyRuns.ITERATIONS);
    assertThat(runs.progress.get(0).figures())
        .containsOnlyKeys("score", "kl", "entropy", "clipped", "tokens/s");
  }

  /** Before the first step the policy is the reference. */
  @Test
  void startsWhereTheReferenceIsAndLeavesIt() {
    runs.run(s -> s.learningRate(5e-3), output);
    List<StageMetrics.Value> kl = StageMetrics.in(output).figures().get("kl");
    assertThat(kl.get(0).value()).isLessThan(1e-4);
    assertThat(kl.get(PolicyRuns.ITERATIONS - 1).value()).isGreaterThan(1e-3);
  }

  @Test
  void finishedRunIsNotRunAgain() {
    runs.run(s -> s, output);
    runs.run(s -> s, output);
    assertThat(runs.progress).hasSize(PolicyRuns.ITERATIONS);
    assertThat(runs.notes).contains("ppo is up to date: inputs and settings are unchanged");
  }

  /** Nobody is asked what is held out, nor an adversarial prompt where there are to be none. */
  @Test
  void switchLeavesAdversarialPromptsOut() {
    Set<String> asked = new TreeSet<>();
    Reward listening =
        Reward.of(
            "listens",
            answer -> {
              asked.add(answer.prompt().get(0).content() + " " + answer.safetyTagged());
              return 0;
            });
    runs.run(PolicyRuns.ppo(runs.prompts).reward(listening).adversarialPrompts(false), output, 1);
    assertThat(asked)
        .containsExactly(
            "Question 1 false", "Question 3 false", "Question 5 false", "Question 7 false");
    asked.clear();
    runs.run(PolicyRuns.ppo(runs.prompts).reward(listening), output, 1);
    assertThat(asked).hasSize(8).contains("Question 0 true", "Question 1 false");
  }

  @Test
  void adversarialShareMixesBothKinds() {
    List<Boolean> tagged = new ArrayList<>();
    Reward listening =
        Reward.of(
            "listens",
            answer -> {
              tagged.add(answer.safetyTagged());
              return 0;
            });
    PPO stage =
        PolicyRuns.ppo(runs.prompts)
            .reward(listening)
            .with(s -> s.prompts(new PromptMix(true, 0.25, 0)).iterations(1));
    runs.run(stage, output, 1);
    assertThat(tagged).hasSize(8).filteredOn(tag -> tag).hasSize(2);
  }

  @Test
  void bestStateOnHeldOutPromptsIsKept() {
    runs.run(
        s ->
            s.prompts(PromptMix.defaults().heldOut(0.25))
                .policy(p -> p.looks(new PolicyPlan.Looks(2, 0, true))),
        output);
    assertThat(StageMetrics.in(output).figures().get("heldOutScore"))
        .extracting(StageMetrics.Value::step)
        .containsExactly(2.0, 4.0, 6.0);
  }

  @Test
  void upperLayersAloneAreTuned() {
    runs.run(s -> s.lora(Lora.rank(4).upper(1)), output);
    AdapterFolder adapter = AdapterFolder.open(output.resolve("adapter"), runs.model.shape());
    assertThat(adapter.plan().from()).isEqualTo(1);
  }

  @Test
  void policyThatLeavesItsBoundsIsStoppedWithTheReason() {
    PolicyGuard strict = new PolicyGuard(0, 0, 0, 0.999, 1);
    PPO stage =
        PolicyRuns.ppo(runs.prompts)
            .with(s -> s.policy(p -> p.guard(strict).drawing(new Drawing(64, 1, 1))));
    assertThatThrownBy(() -> runs.run(stage, output, 1))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching(
            "The policy left its bounds: at iteration 1 the share of unique answers is 0\\.\\d+,"
                + " but must be at least 0\\.9990 \\(ppo\\)\\. Set a lower"
                + " policy\\.optimisation\\.learningRate or a larger reward\\.penalty\\.beta, or"
                + " move the bound in policy\\.guard; the last checkpoint is kept\\.");
  }

  @Test
  void rewardThatIsNoNumberIsAnError() {
    PPO stage = PolicyRuns.ppo(runs.prompts).reward(Reward.of("broken", answer -> Double.NaN));
    assertThatThrownBy(() -> runs.run(stage, output, 1)).hasMessageContaining("broken");
  }

  @Test
  void onlyAdversarialPromptsAndNoneWantedIsAnError() {
    Path harmful =
        Folders.lines(
            folder.resolve("h.jsonl"), "{\"id\":\"a\",\"prompt\":\"Do\",\"kind\":\"harmful\"}");
    PPO stage = PPO.on(Prompts.in(harmful)).reward(PolicyRuns.reward()).adversarialPrompts(false);
    assertThatThrownBy(() -> stage.prepare(runs.model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "No prompt is left: all of them are adversarial (%s). Add other prompts, or set"
                    .formatted(harmful)
                + " prompts.adversarial to true.");
    PPO mixed =
        PPO.on(Prompts.in(harmful))
            .reward(PolicyRuns.reward())
            .with(s -> s.prompts(new PromptMix(true, 0.5, 0)));
    assertThatThrownBy(() -> mixed.prepare(runs.model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There are 1 adversarial prompts and 0 others, but prompts.adversarialShare mixes both"
                + " (%s). Add prompts of both kinds, or leave prompts.adversarialShare out."
                    .formatted(harmful));
  }

  @Test
  void withoutAdaptersThereIsNoPolicy() {
    assertThatThrownBy(() -> PpoSettings.defaults().lora(Lora.off()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rank is 0, but must be at least 1: policy and reference share their base");
  }

  @Test
  void groupsNeedTwoAnswers() {
    assertThatThrownBy(() -> GrpoSettings.defaults().policy(p -> p.drawing(new Drawing(8, 1, 8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("answers is 1, but must be at least 2: each is set against the others");
  }

  @Test
  void groupsLearnWithoutACritic() {
    GRPO stage =
        GRPO.on(Prompts.in(runs.prompts))
            .reward(PolicyRuns.reward())
            .with(
                s ->
                    s.policy(
                            p ->
                                p.iterations(3)
                                    .drawing(new Drawing(4, 4, 6))
                                    .optimisation(p.optimisation().batch(8)))
                        .machine(m -> m.precision(PrecisionChoice.FP32)));
    runs.run(stage, folder.resolve("run/grpo"), 1);
    assertThat(StageMetrics.in(folder.resolve("run/grpo")).figures().get("score")).hasSize(3);
  }
}
