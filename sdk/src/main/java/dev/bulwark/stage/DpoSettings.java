package dev.bulwark.stage;

import dev.bulwark.data.Require;
import dev.bulwark.train.DpoLoss;
import dev.bulwark.train.Optimisation;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link DPO}.
 *
 * @param loss what is minimised: its form, beta and label smoothing
 * @param use what is learned from, and what is held out
 * @param optimisation learning rate, schedule, pairs a step, epochs and memory
 * @param lora adapters instead of full fine-tuning
 * @param checkpoints how often a run keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record DpoSettings(
    DpoLoss loss,
    Use use,
    Optimisation optimisation,
    Lora lora,
    CheckpointPlan checkpoints,
    PrecisionChoice precision,
    DeviceChoice device) {

  /**
   * What is learned from, and what is held out.
   *
   * @param heldOut share of the prompts, with all their pairs, that is not learned from and only
   *     reported on, in [0, 0.5]; 0, the default, for none
   * @param longest most tokens of prompt and answer, from 16; a longer prompt loses its start. The
   *     model's window is a limit, too
   */
  public record Use(double heldOut, int longest) {
    /** Checks the ranges. */
    public Use {
      Require.that(heldOut >= 0 && heldOut <= 0.5, "heldOut", heldOut, "in [0, 0.5]");
      Require.atLeast(16, "longest", longest);
    }
  }

  /**
   * Beta 0.1 without smoothing (Rafailov et al., 2023), 32 pairs a step, one epoch, a learning rate
   * for small models: theirs is 1e-6 for billions of weights.
   */
  public static DpoSettings defaults() {
    return new DpoSettings(
        new DpoLoss(DpoLoss.Form.SIGMOID, 0.1, 0),
        new Use(0, 512),
        new Optimisation(5e-5, 0.1, 0.1, 0, 1.0, 32, 1),
        Lora.off(),
        CheckpointPlan.defaults(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With something else to minimise. */
  public DpoSettings loss(DpoLoss other) {
    return new DpoSettings(other, use, optimisation, lora, checkpoints, precision, device);
  }

  /** With another use of the data. */
  public DpoSettings use(Use other) {
    return new DpoSettings(loss, other, optimisation, lora, checkpoints, precision, device);
  }

  /** With another optimisation. */
  public DpoSettings optimisation(UnaryOperator<Optimisation> change) {
    return new DpoSettings(
        loss, use, change.apply(optimisation), lora, checkpoints, precision, device);
  }

  /** With adapters, or without. */
  public DpoSettings lora(Lora other) {
    return new DpoSettings(loss, use, optimisation, other, checkpoints, precision, device);
  }

  /** With more or fewer checkpoints. */
  public DpoSettings checkpoints(CheckpointPlan other) {
    return new DpoSettings(loss, use, optimisation, lora, other, precision, device);
  }

  /** With another precision. */
  public DpoSettings precision(PrecisionChoice other) {
    return new DpoSettings(loss, use, optimisation, lora, checkpoints, other, device);
  }

  /** On another device. */
  public DpoSettings device(DeviceChoice other) {
    return new DpoSettings(loss, use, optimisation, lora, checkpoints, precision, other);
  }
}
