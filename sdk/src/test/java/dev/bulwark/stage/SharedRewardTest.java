package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.StageMetrics;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.CriticPlan;
import dev.bulwark.train.RolloutReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reward models that are adapters on the policy's base score as they do by themselves. */
class SharedRewardTest {
  private static final RewardUse ANY = new RewardUse(0.15, true);

  @TempDir Path folder;
  private RewardRuns runs;
  private Path safety;

  @BeforeEach
  void train() {
    runs = new RewardRuns(folder);
    safety = folder.resolve("out/reward-model-safety");
  }

  private RewardSource.Found found(RewardSource source) {
    return source.find(new StageRun(runs.model, folder.resolve("out/ppo"), 1, step -> {}), ANY);
  }

  @Test
  void scoresAreThoseOfTheModelByItself() {
    runs.run(runs.safety().with(s -> s.lora(Lora.rank(4).upper(1))), safety);
    List<String> answers = List.of("No.", "Yes!", "Perhaps not");
    List<Scored> scored =
        Stream.concat(answers.stream(), answers.stream())
            .map(answer -> new Scored(List.of(Message.user("Does it?")), answer, false))
            .toList();
    RewardSource.Found found = found(RewardSource.models(safety, safety));
    double[] expected;
    try (Reward reward = found.open(Compute.FP32)) {
      expected = reward.scores(scored);
    }
    try (Tokenizer tokenizer = runs.model.tokenizer();
        SharedReward shared = SharedReward.on(runs.model, found).orElseThrow();
        Base base = runs.model.base(Compute.FP32);
        Decoder reference = base.plain(1)) {
      ChatEncoder encoder = runs.model.encoder(tokenizer);
      List<Encoded> read =
          scored.stream()
              .map(one -> encoder.conversation(one.conversation()).upToAnswer(256).orElseThrow())
              .toList();
      shared.open(base);
      for (boolean trunk : new boolean[] {true, false}) {
        try (RolloutReader reader = new RolloutReader(read, reference, trunk, 64)) {
          assertThat(shared.scores(reader, Collections.nCopies(6, false)))
              .containsExactly(expected, within(1e-4));
        }
      }
    }
  }

  @Test
  void otherModelsAreNotShared() {
    runs.run(runs.safety().with(s -> s.lora(Lora.off())), safety);
    assertThat(SharedReward.on(runs.model, found(RewardSource.model(safety)))).isEmpty();
    assertThat(SharedReward.on(runs.model, found(RewardSource.of(PolicyRuns.reward())))).isEmpty();
  }

  @Test
  void criticStartsFromTheRewardModelWhereItSitsOnTheSameBase() {
    runs.run(runs.safety(), safety);
    PPO stage =
        PolicyRuns.ppo(PolicyRuns.prompts(folder))
            .reward(RewardSource.model(safety))
            .with(
                s ->
                    s.critic(c -> c.start(CriticPlan.Start.REWARD).warmup(1))
                        .reward(r -> new Rewarding(r.scores(), r.penalty(), ANY))
                        .iterations(2));
    StageRun run = new StageRun(runs.model, folder.resolve("out/ppo"), 1, step -> {});
    stage.prepare(runs.model).run(run);
    List<StageMetrics.Value> loss = StageMetrics.in(run.output()).figures().get("gradientNorm");
    assertThat(loss.get(0).value()).as("while only the critic learns").isZero();
    assertThat(loss.get(1).value()).isPositive();
    PPO elsewhere = stage.with(s -> s.lora(Lora.rank(4).upper(1)));
    assertThatThrownBy(() -> elsewhere.prepare(runs.model).run(run))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The critic can't start from the reward model: its adapter does not sit on this model"
                + " in the same layers as the policy's (ppo). Set critic.start to base, or train"
                + " the reward model on this model with an adapter and the same lora.upper.");
  }
}
