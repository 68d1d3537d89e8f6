package dev.bulwark.stage;

import dev.bulwark.data.Watcher;
import dev.bulwark.model.Precision;
import dev.bulwark.model.PrecisionProbe;
import java.util.Locale;

/** Which precision the products of a run use. */
public enum PrecisionChoice {
  /** Whichever a short measurement at the start finds faster. */
  AUTO,
  /** fp32: exact to the reference. */
  FP32,
  /** bf16 products over fp32 weights. */
  BF16;

  /** Decides, and says what was chosen and why. */
  Precision decide(Watcher watcher) {
    if (this != AUTO) {
      return this == FP32 ? Precision.FP32 : Precision.BF16;
    }
    PrecisionProbe.Result result = PrecisionProbe.measure();
    watcher.noted(
        String.format(
            Locale.ROOT,
            "Precision %s: the probe took %.2f ms in fp32 and %.2f ms in bf16",
            result.faster(),
            result.fp32Millis(),
            result.bf16Millis()));
    return result.faster();
  }
}
