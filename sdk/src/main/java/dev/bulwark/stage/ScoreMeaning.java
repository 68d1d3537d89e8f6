package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.evaluate.reward.SafetyProbability;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;

/**
 * What the scores of a reward model mean, by what lies beside its weights.
 *
 * @param folder the model's
 * @param acceptsUncalibrated whether one without a calibration will do
 */
record ScoreMeaning(Path folder, boolean acceptsUncalibrated) {

  /**
   * What the scores mean.
   *
   * @throws BadInput for a model that was never calibrated: its scores can't be compared with a
   *     threshold, nor mixed with another model's
   */
  Calibration calibration() {
    return Calibration.in(folder)
        .orElseThrow(
            () ->
                BadInput.in(
                    folder,
                    "The reward model is not calibrated: it has no " + Calibration.FILE,
                    "Train it with reward-model, or say that an uncalibrated one will do"));
  }

  /**
   * The probability that an answer is safe, by its score.
   *
   * @throws BadInput for a model that was not calibrated to safety labels, or whose scores don't
   *     tell safe from unsafe, unless uncalibrated ones are accepted
   */
  SafetyProbability probability() {
    if (acceptsUncalibrated) {
      return Calibration.in(folder)
          .map(Calibration::probability)
          .filter(SafetyProbability::tellsSafeFromUnsafe)
          .orElse(SafetyProbability.RAW);
    }
    SafetyProbability probability = calibration().probability();
    if (probability.method() == SafetyProbability.Method.NONE) {
      throw BadInput.in(
          folder,
          "The reward model has no probability of being safe: too few held-out answers had a safety"
              + " label",
          "Train it on more pairs with chosen_safe and rejected_safe, or say that an uncalibrated"
              + " one will do");
    }
    if (!probability.tellsSafeFromUnsafe()) {
      throw BadInput.in(
          folder,
          "The reward model's scores don't tell safe from unsafe answers",
          "Train it on more pairs with safety labels");
    }
    return probability;
  }

  /**
   * Puts raw scores in deviations from the mean of the reference policy's answers; where an
   * uncalibrated model is accepted and is one, leaves them as they are.
   *
   * @throws BadInput for any other model that was not calibrated
   */
  DoubleUnaryOperator standard() {
    return acceptsUncalibrated && Calibration.in(folder).isEmpty()
        ? DoubleUnaryOperator.identity()
        : calibration()::standardised;
  }
}
