package dev.bulwark.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.Processor;
import java.util.regex.Pattern;

/**
 * What a run computes on: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:n}, GPUs counted
 * from 0.
 *
 * @param name one of these
 */
public record DeviceChoice(@JsonValue String name) {
  private static final Pattern NAME = Pattern.compile("auto|cpu|gpu(:\\d{1,3})?");

  /** The first GPU where the engine can use one, else the machine's own cores. */
  public static final DeviceChoice AUTO = new DeviceChoice("auto");

  /** The machine's own cores. */
  public static final DeviceChoice CPU = new DeviceChoice("cpu");

  /** Checks the name. */
  @JsonCreator
  public DeviceChoice {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "device is %s, but must be auto, cpu, gpu or gpu:n, such as gpu:0".formatted(name));
    }
  }

  /** What was chosen, and why. */
  record Chosen(Processor processor, String reason) {}

  /**
   * Decides.
   *
   * @throws BadInput if a GPU is wanted that the engine can't use
   */
  Chosen decide() {
    return name.equals("cpu") ? new Chosen(Processor.CPU, "as set") : among(Processor.gpus());
  }

  /** Decides where the engine can use so many GPUs. */
  Chosen among(int gpus) {
    if (name.equals("auto")) {
      return gpus > 0
          ? new Chosen(Processor.gpu(0), "the first GPU")
          : new Chosen(Processor.CPU, "the engine sees no GPU");
    }
    int number = name.equals("gpu") ? 0 : Integer.parseInt(name.substring("gpu:".length()));
    if (number >= gpus) {
      throw new BadInput(
          "device is %s, but the engine can use %d GPUs here".formatted(name, gpus),
          "settings",
          "Set device to auto or cpu, or install PyTorch 2.7.1 for CUDA 12.8 and set the"
              + " environment's PYTORCH_LIBRARY_PATH to the folder of its libraries and"
              + " PYTORCH_FLAVOR to cu128");
    }
    return new Chosen(Processor.gpu(number), "as set");
  }
}
