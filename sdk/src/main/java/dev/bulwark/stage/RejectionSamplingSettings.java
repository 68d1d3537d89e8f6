package dev.bulwark.stage;

import dev.bulwark.data.Require;
import dev.bulwark.train.Optimisation;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link RejectionSampling}.
 *
 * @param drawing how answers are drawn
 * @param choosing which of them are learned
 * @param optimisation learning rate, schedule, batch, epochs and memory of learning them
 * @param lora adapters instead of full fine-tuning
 * @param checkpoints how often a run keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record RejectionSamplingSettings(
    Drawing drawing,
    Choosing choosing,
    Optimisation optimisation,
    Lora lora,
    CheckpointPlan checkpoints,
    PrecisionChoice precision,
    DeviceChoice device) {

  /**
   * How answers are drawn: purely, neither top-p nor top-k cuts them.
   *
   * @param answers to each prompt, from 1; the paper speaks of 10 to 100 and publishes no number
   * @param temperatures that are tried, each in (0, 100); the one whose best answers score highest
   *     on the probe draws all others. The paper re-tunes it for every iteration and found 1.2 to
   *     1.3
   * @param probe prompts that each temperature is tried on, from 1; one temperature needs none
   * @param longest most tokens of an answer, from 1
   * @param together prompts that are answered at once and written at once, from 1
   */
  public record Drawing(
      int answers, List<Double> temperatures, int probe, int longest, int together) {
    /** Checks the ranges. */
    public Drawing {
      temperatures = List.copyOf(temperatures);
      Require.atLeast(1, "answers", answers);
      Require.atLeast(1, "probe", probe);
      Require.atLeast(1, "longest", longest);
      Require.atLeast(1, "together", together);
      boolean usable = temperatures.stream().allMatch(t -> t > 0 && t < 100);
      boolean different = temperatures.stream().distinct().count() == temperatures.size();
      Require.that(
          usable && different && !temperatures.isEmpty(),
          "temperatures",
          temperatures,
          "one or more that differ, each in (0, 100)");
    }
  }

  /**
   * Which answers are learned.
   *
   * @param top best answers to a prompt, from 1; 1 in the paper
   * @param earlier whether the top answers of all earlier rounds in the pool compete with this
   *     round's; true by default, as in the paper from its fourth iteration on: without them it saw
   *     regressions
   * @param unfinished whether answers that were cut at their longest may be learned; false by
   *     default, because the model would learn to stop in the middle
   * @param reward how scores are used
   */
  public record Choosing(int top, boolean earlier, boolean unfinished, RewardUse reward) {
    /** Checks the range. */
    public Choosing {
      Require.atLeast(1, "top", top);
    }
  }

  /**
   * Eight answers at temperature 1, the best of which is learned for two epochs as in safety
   * fine-tuning (paper §3.2.3: "in the same way"), with a learning rate for small models.
   */
  public static RejectionSamplingSettings defaults() {
    return new RejectionSamplingSettings(
        new Drawing(8, List.of(1.0), 32, 128, 32),
        new Choosing(1, true, false, RewardUse.defaults()),
        new Optimisation(2e-4, 0.03, 0.1, 0.1, 1.0, 64, 2),
        Lora.off(),
        CheckpointPlan.defaults(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With another way of drawing. */
  public RejectionSamplingSettings drawing(UnaryOperator<Drawing> change) {
    return new RejectionSamplingSettings(
        change.apply(drawing), choosing, optimisation, lora, checkpoints, precision, device);
  }

  /** With another choice. */
  public RejectionSamplingSettings choosing(UnaryOperator<Choosing> change) {
    return new RejectionSamplingSettings(
        drawing, change.apply(choosing), optimisation, lora, checkpoints, precision, device);
  }

  /** With another optimisation. */
  public RejectionSamplingSettings optimisation(UnaryOperator<Optimisation> change) {
    return new RejectionSamplingSettings(
        drawing, choosing, change.apply(optimisation), lora, checkpoints, precision, device);
  }

  /** With adapters, or without. */
  public RejectionSamplingSettings lora(Lora other) {
    return new RejectionSamplingSettings(
        drawing, choosing, optimisation, other, checkpoints, precision, device);
  }

  /** With more or fewer checkpoints. */
  public RejectionSamplingSettings checkpoints(CheckpointPlan other) {
    return new RejectionSamplingSettings(
        drawing, choosing, optimisation, lora, other, precision, device);
  }

  /** With another precision. */
  public RejectionSamplingSettings precision(PrecisionChoice other) {
    return new RejectionSamplingSettings(
        drawing, choosing, optimisation, lora, checkpoints, other, device);
  }

  /** On another device. */
  public RejectionSamplingSettings device(DeviceChoice other) {
    return new RejectionSamplingSettings(
        drawing, choosing, optimisation, lora, checkpoints, precision, other);
  }

  /** How the chosen answers are learned. */
  SafetySftSettings tuning() {
    return SampledConversations.tuning(optimisation, lora, checkpoints, precision, device);
  }
}
