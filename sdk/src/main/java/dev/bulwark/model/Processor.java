package dev.bulwark.model;

import ai.djl.Device;
import java.util.OptionalInt;

/**
 * What computes: the machine's own cores, or one of its GPUs.
 *
 * @param gpu the GPU's number from 0, or empty for the cores
 */
public record Processor(OptionalInt gpu) {
  /** The machine's own cores. */
  public static final Processor CPU = new Processor(OptionalInt.empty());

  /** A GPU, counted from 0. */
  public static Processor gpu(int number) {
    return new Processor(OptionalInt.of(number));
  }

  /**
   * How many GPUs the engine can use: none where its native library is the one for processors, or
   * where the driver shows none.
   */
  public static int gpus() {
    ai.djl.engine.Engine engine = Native.engine();
    return engine.hasCapability(ai.djl.engine.StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
  }

  Device device() {
    return gpu.isPresent() ? Device.gpu(gpu.getAsInt()) : Device.cpu();
  }

  /** As settings name it: {@code cpu} or {@code gpu:n}. */
  @Override
  public String toString() {
    return gpu.isPresent() ? "gpu:" + gpu.getAsInt() : "cpu";
  }
}
