package dev.bulwark.stage;

import dev.bulwark.train.Optimisation;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link SafetySFT}.
 *
 * @param optimisation learning rate, schedule, batch and epochs
 * @param lora adapters instead of full fine-tuning
 * @param precision in which type products run
 * @param device what computes
 */
public record SafetySftSettings(
    Optimisation optimisation, Lora lora, PrecisionChoice precision, DeviceChoice device) {

  /**
   * The paper's (§3.1: cosine, decay 0.1, batch 64, 2 epochs), with a learning rate for small
   * models and a warm-up and floor of our own, because it publishes none.
   */
  public static SafetySftSettings defaults() {
    return new SafetySftSettings(
        new Optimisation(5e-4, 0.03, 0.1, 0.1, 1.0, 64, 2),
        Lora.off(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With a peak learning rate, in (0, 1). */
  public SafetySftSettings learningRate(double rate) {
    return with(
        o ->
            new Optimisation(
                rate, o.warmup(), o.floor(), o.weightDecay(), o.clip(), o.batch(), o.epochs()));
  }

  /** With that many conversations a step, from 1. */
  public SafetySftSettings batch(int batch) {
    return with(
        o ->
            new Optimisation(
                o.learningRate(),
                o.warmup(),
                o.floor(),
                o.weightDecay(),
                o.clip(),
                batch,
                o.epochs()));
  }

  /** With that many passes over the data, from 1. */
  public SafetySftSettings epochs(int epochs) {
    return with(
        o ->
            new Optimisation(
                o.learningRate(),
                o.warmup(),
                o.floor(),
                o.weightDecay(),
                o.clip(),
                o.batch(),
                epochs));
  }

  /** With adapters, or without. */
  public SafetySftSettings lora(Lora other) {
    return new SafetySftSettings(optimisation, other, precision, device);
  }

  /** With another precision. */
  public SafetySftSettings precision(PrecisionChoice other) {
    return new SafetySftSettings(optimisation, lora, other, device);
  }

  /** On another device. */
  public SafetySftSettings device(DeviceChoice other) {
    return new SafetySftSettings(optimisation, lora, precision, other);
  }

  private SafetySftSettings with(UnaryOperator<Optimisation> change) {
    return new SafetySftSettings(change.apply(optimisation), lora, precision, device);
  }
}
