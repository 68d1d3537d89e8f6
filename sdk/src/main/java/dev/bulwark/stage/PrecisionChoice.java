package dev.bulwark.stage;

import dev.bulwark.data.Watcher;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Precision;
import dev.bulwark.model.PrecisionProbe;
import java.util.Locale;

/** Which precision the products of a run use. */
public enum PrecisionChoice {
  /** Whichever a short measurement at the start finds faster on the device. */
  AUTO,
  /** fp32: exact to the reference. */
  FP32,
  /** bf16 products over fp32 weights. */
  BF16;

  /**
   * Decides how a run computes, and says in one line what was chosen and why.
   *
   * @throws dev.bulwark.data.BadInput if the machine has no such device
   */
  Compute decide(DeviceChoice choice, Watcher watcher) {
    DeviceChoice.Chosen device = choice.decide();
    Precision precision = this == BF16 ? Precision.BF16 : Precision.FP32;
    String why = "as set";
    if (this == AUTO) {
      PrecisionProbe.Result result = PrecisionProbe.measure(device.processor());
      precision = result.faster();
      why =
          String.format(
              Locale.ROOT,
              "a probe took %.2f ms in fp32, %.2f ms in bf16",
              result.fp32Millis(),
              result.bf16Millis());
    }
    watcher.noted(
        "Computes on %s (%s) in %s (%s)"
            .formatted(
                device.processor(),
                device.reason(),
                precision.name().toLowerCase(Locale.ROOT),
                why));
    return new Compute(precision, device.processor());
  }
}
