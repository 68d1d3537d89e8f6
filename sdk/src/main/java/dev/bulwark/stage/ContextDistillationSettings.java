package dev.bulwark.stage;

import dev.bulwark.data.Require;
import dev.bulwark.train.Optimisation;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link ContextDistillation}.
 *
 * @param prePrompts words that stand in front of prompts
 * @param drawing how answers are drawn and compared
 * @param optimisation learning rate, schedule, batch, epochs and memory of learning them
 * @param lora adapters instead of full fine-tuning
 * @param checkpoints how often a run keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record ContextDistillationSettings(
    PrePrompts prePrompts,
    Drawing drawing,
    Optimisation optimisation,
    Lora lora,
    CheckpointPlan checkpoints,
    PrecisionChoice precision,
    DeviceChoice device) {

  /**
   * How answers are drawn and compared.
   *
   * @param temperature in (0, 100)
   * @param longest most tokens of an answer, from 1
   * @param together prompts that are answered at once, from 1
   * @param reward how scores are used
   */
  public record Drawing(double temperature, int longest, int together, RewardUse reward) {
    /** Checks the ranges. */
    public Drawing {
      Require.that(temperature > 0 && temperature < 100, "temperature", temperature, "in (0, 100)");
      Require.atLeast(1, "longest", longest);
      Require.atLeast(1, "together", together);
    }
  }

  /**
   * Our own pre-prompts, temperature 1, and two epochs as in safety fine-tuning, with a learning
   * rate for small models. The paper publishes none of it.
   */
  public static ContextDistillationSettings defaults() {
    return new ContextDistillationSettings(
        PrePrompts.ours(),
        new Drawing(1, 128, 32, RewardUse.defaults()),
        new Optimisation(2e-4, 0.03, 0.1, 0.1, 1.0, 64, 2),
        Lora.off(),
        CheckpointPlan.defaults(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With other words in front. */
  public ContextDistillationSettings prePrompts(PrePrompts other) {
    return new ContextDistillationSettings(
        other, drawing, optimisation, lora, checkpoints, precision, device);
  }

  /** With another way of drawing. */
  public ContextDistillationSettings drawing(UnaryOperator<Drawing> change) {
    return new ContextDistillationSettings(
        prePrompts, change.apply(drawing), optimisation, lora, checkpoints, precision, device);
  }

  /** With another optimisation. */
  public ContextDistillationSettings optimisation(UnaryOperator<Optimisation> change) {
    return new ContextDistillationSettings(
        prePrompts, drawing, change.apply(optimisation), lora, checkpoints, precision, device);
  }

  /** With adapters, or without. */
  public ContextDistillationSettings lora(Lora other) {
    return new ContextDistillationSettings(
        prePrompts, drawing, optimisation, other, checkpoints, precision, device);
  }

  /** With more or fewer checkpoints. */
  public ContextDistillationSettings checkpoints(CheckpointPlan other) {
    return new ContextDistillationSettings(
        prePrompts, drawing, optimisation, lora, other, precision, device);
  }

  /** With another precision. */
  public ContextDistillationSettings precision(PrecisionChoice other) {
    return new ContextDistillationSettings(
        prePrompts, drawing, optimisation, lora, checkpoints, other, device);
  }

  /** On another device. */
  public ContextDistillationSettings device(DeviceChoice other) {
    return new ContextDistillationSettings(
        prePrompts, drawing, optimisation, lora, checkpoints, precision, other);
  }

  /** How the answers that are kept are learned. */
  SafetySftSettings tuning() {
    return SampledConversations.tuning(optimisation, lora, checkpoints, precision, device);
  }
}
