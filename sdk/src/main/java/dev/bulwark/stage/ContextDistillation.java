package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Context distillation (paper §4.2.4): adversarial prompts are answered with a safety pre-prompt in
 * front, and the model learns the answer to the prompt without it, but only where a reward scores
 * that above the answer it gives anyway.
 *
 * <p>Prompts of the kind {@code harmful} are the adversarial ones; others are left out, because
 * pre-prompts make answers to them worse. Each prompt is asked with every generic pre-prompt and
 * that of its risk category; the best answer counts. The result is a model folder; {@code samples}
 * in it holds what was learned and a {@link DistillationReport}.
 */
public final class ContextDistillation implements Stage {
  private final List<Prompts> prompts;
  private final RewardSource reward;
  private final ContextDistillationSettings settings;

  private ContextDistillation(
      List<Prompts> prompts, RewardSource reward, ContextDistillationSettings settings) {
    this.prompts = List.copyOf(prompts);
    this.reward = reward;
    this.settings = settings;
  }

  /** Distillation on prompts, judged by the safety model that the chain trained last. */
  public static ContextDistillation on(Prompts first, Prompts... others) {
    return new ContextDistillation(
        Stream.concat(Stream.of(first), Stream.of(others)).toList(),
        RewardSource.trainedSafety(),
        ContextDistillationSettings.defaults());
  }

  /** With another reward. */
  public ContextDistillation reward(RewardSource other) {
    return new ContextDistillation(prompts, other, settings);
  }

  /** With another reward, which whoever made it closes. */
  public ContextDistillation reward(Reward other) {
    return reward(RewardSource.of(other));
  }

  /** With changed settings. */
  public ContextDistillation with(UnaryOperator<ContextDistillationSettings> change) {
    return new ContextDistillation(prompts, reward, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public ContextDistillation settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("context-distillation")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public ContextDistillation settings(SettingsSection given) {
    return new ContextDistillation(prompts, reward, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "context-distillation";
  }

  @Override
  public Set<String> needs() {
    return reward.needs();
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    reward.check(settings.drawing().reward());
    PromptReading all =
        PromptReading.of(model, prompts, settings.drawing().longest(), settings.prePrompts()::of);
    List<Prompt> adversarial =
        all.prompts().stream()
            .filter(prompt -> prompt.kind() == Prompt.Kind.HARMFUL)
            .filter(prompt -> !settings.prePrompts().of(prompt).isEmpty())
            .toList();
    if (adversarial.isEmpty()) {
      throw BadInput.in(
          prompts.get(0).file(),
          "None of %d prompts is of the kind harmful and has a pre-prompt"
              .formatted(all.prompts().size()),
          "Name adversarial prompts: for others a pre-prompt makes answers worse");
    }
    PromptReading read = new PromptReading(adversarial, all.doubled());
    int others = all.prompts().size() - adversarial.size();
    return run -> {
      RewardSource.Found found = reward.find(run, settings.drawing().reward());
      new DistillationWork(run, name(), settings, read, found).leavingOut(others);
      return ModelFolder.open(run.output());
    };
  }
}
