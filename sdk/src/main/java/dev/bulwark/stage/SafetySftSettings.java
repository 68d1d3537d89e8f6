package dev.bulwark.stage;

import dev.bulwark.train.Optimisation;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link SafetySFT}.
 *
 * @param data what is learned from, and how much of it
 * @param optimisation learning rate, schedule, batch, epochs and memory
 * @param lora adapters instead of full fine-tuning
 * @param validation what is held out, and how often it is looked at
 * @param checkpoints how often a run keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record SafetySftSettings(
    SftData data,
    Optimisation optimisation,
    Lora lora,
    ValidationPlan validation,
    CheckpointPlan checkpoints,
    PrecisionChoice precision,
    DeviceChoice device) {

  /**
   * The paper's (§3.1: cosine, decay 0.1, batch 64, 2 epochs), with a learning rate for small
   * models and a warm-up and floor of our own, because it publishes none.
   */
  public static SafetySftSettings defaults() {
    return new SafetySftSettings(
        SftData.defaults(),
        new Optimisation(5e-4, 0.03, 0.1, 0.1, 1.0, 64, 2),
        Lora.off(),
        ValidationPlan.defaults(),
        CheckpointPlan.defaults(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With a peak learning rate, in (0, 1). */
  public SafetySftSettings learningRate(double rate) {
    return optimisation(o -> o.learningRate(rate));
  }

  /** With that many conversations a step, from 1. */
  public SafetySftSettings batch(int batch) {
    return optimisation(o -> o.batch(batch));
  }

  /** With that many passes over the data, from 1. */
  public SafetySftSettings epochs(int epochs) {
    return optimisation(o -> o.epochs(epochs));
  }

  /** With another optimisation. */
  public SafetySftSettings optimisation(UnaryOperator<Optimisation> change) {
    return new SafetySftSettings(
        data, change.apply(optimisation), lora, validation, checkpoints, precision, device);
  }

  /** With other data settings. */
  public SafetySftSettings data(UnaryOperator<SftData> change) {
    return new SafetySftSettings(
        change.apply(data), optimisation, lora, validation, checkpoints, precision, device);
  }

  /** With adapters, or without. */
  public SafetySftSettings lora(Lora other) {
    return new SafetySftSettings(
        data, optimisation, other, validation, checkpoints, precision, device);
  }

  /** With something else held out. */
  public SafetySftSettings validation(ValidationPlan other) {
    return new SafetySftSettings(data, optimisation, lora, other, checkpoints, precision, device);
  }

  /** With more or fewer checkpoints. */
  public SafetySftSettings checkpoints(CheckpointPlan other) {
    return new SafetySftSettings(data, optimisation, lora, validation, other, precision, device);
  }

  /** With another precision. */
  public SafetySftSettings precision(PrecisionChoice other) {
    return new SafetySftSettings(data, optimisation, lora, validation, checkpoints, other, device);
  }

  /** On another device. */
  public SafetySftSettings device(DeviceChoice other) {
    return new SafetySftSettings(
        data, optimisation, lora, validation, checkpoints, precision, other);
  }
}
