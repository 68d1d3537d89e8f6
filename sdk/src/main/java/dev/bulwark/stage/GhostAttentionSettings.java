package dev.bulwark.stage;

import dev.bulwark.data.Require;
import dev.bulwark.train.Optimisation;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link GhostAttention}.
 *
 * @param instructions what is to hold over whole dialogues
 * @param drawing how answers are drawn
 * @param optimisation learning rate, schedule, batch, epochs and memory of learning them
 * @param lora adapters instead of full fine-tuning
 * @param checkpoints how often a run keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record GhostAttentionSettings(
    Instructions instructions,
    Drawing drawing,
    Optimisation optimisation,
    Lora lora,
    CheckpointPlan checkpoints,
    PrecisionChoice precision,
    DeviceChoice device) {

  /** Which of the assistant's turns of a dialogue are drawn. */
  public enum Turns {
    /** All of them, one after the other: the dialogue keeps to the instruction from the start. */
    ALL,
    /** The last one; those before stay as the data has them. */
    LAST
  }

  /**
   * How answers are drawn.
   *
   * @param turns which of the assistant's turns are drawn
   * @param temperature in (0, 100)
   * @param longest most tokens of an answer, from 1
   * @param together dialogues that are answered at once, from 1
   */
  public record Drawing(Turns turns, double temperature, int longest, int together) {
    /** Checks the ranges. */
    public Drawing {
      Require.that(temperature > 0 && temperature < 100, "temperature", temperature, "in (0, 100)");
      Require.atLeast(1, "longest", longest);
      Require.atLeast(1, "together", together);
    }
  }

  /**
   * Our own constraints of the paper's three kinds, every answer drawn at temperature 1, and two
   * epochs as in safety fine-tuning, with a learning rate for small models. The paper publishes no
   * figures of this stage but that half of the instructions are shortened.
   */
  public static GhostAttentionSettings defaults() {
    return new GhostAttentionSettings(
        Instructions.ours(),
        new Drawing(Turns.ALL, 1, 128, 32),
        new Optimisation(2e-4, 0.03, 0.1, 0.1, 1.0, 64, 2),
        Lora.off(),
        CheckpointPlan.defaults(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With other instructions. */
  public GhostAttentionSettings instructions(Instructions other) {
    return new GhostAttentionSettings(
        other, drawing, optimisation, lora, checkpoints, precision, device);
  }

  /** With another way of drawing. */
  public GhostAttentionSettings drawing(UnaryOperator<Drawing> change) {
    return new GhostAttentionSettings(
        instructions, change.apply(drawing), optimisation, lora, checkpoints, precision, device);
  }

  /** With another optimisation. */
  public GhostAttentionSettings optimisation(UnaryOperator<Optimisation> change) {
    return new GhostAttentionSettings(
        instructions, drawing, change.apply(optimisation), lora, checkpoints, precision, device);
  }

  /** With adapters, or without. */
  public GhostAttentionSettings lora(Lora other) {
    return new GhostAttentionSettings(
        instructions, drawing, optimisation, other, checkpoints, precision, device);
  }

  /** With more or fewer checkpoints. */
  public GhostAttentionSettings checkpoints(CheckpointPlan other) {
    return new GhostAttentionSettings(
        instructions, drawing, optimisation, lora, other, precision, device);
  }

  /** With another precision. */
  public GhostAttentionSettings precision(PrecisionChoice other) {
    return new GhostAttentionSettings(
        instructions, drawing, optimisation, lora, checkpoints, other, device);
  }

  /** On another device. */
  public GhostAttentionSettings device(DeviceChoice other) {
    return new GhostAttentionSettings(
        instructions, drawing, optimisation, lora, checkpoints, precision, other);
  }

  /** How the answers that are kept are learned. */
  SafetySftSettings tuning() {
    return SampledConversations.tuning(optimisation, lora, checkpoints, precision, device);
  }
}
