package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Finds out, in a few milliseconds, whether a processor multiplies faster in bf16 or fp32. */
public final class PrecisionProbe {
  private static final int WIDTH = 384;
  private static final int ROUNDS = 6;
  private static final int REPEATS = 5;

  /** bf16 rounds; it must gain this much before it is worth it. */
  private static final double WORTHWHILE = 1.5;

  private PrecisionProbe() {}

  /** What was measured and what follows from it. */
  public record Result(Precision faster, double fp32Millis, double bf16Millis) {}

  /** Measures both; the best of several rounds each, in turns. */
  public static Result measure(Processor processor) {
    Compute compute = new Compute(Precision.FP32, processor);
    try (Kernels kernels = Kernels.open(DecoderShape.NONE, compute, Products.PLAIN);
        NDManager manager = NDManager.newBaseManager(processor.device())) {
      double fp32 = Double.MAX_VALUE;
      double bf16 = Double.MAX_VALUE;
      for (int i = 0; i < REPEATS; i++) {
        fp32 = Math.min(fp32, time(kernels, manager, Precision.FP32));
        bf16 = Math.min(bf16, time(kernels, manager, Precision.BF16));
      }
      boolean gains = fp32 > WORTHWHILE * bf16;
      return new Result(gains ? Precision.BF16 : Precision.FP32, fp32, bf16);
    }
  }

  private static double time(Kernels kernels, NDManager manager, Precision precision) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> arguments =
          List.of(
              scope.full(new Shape(WIDTH, WIDTH), 1f / WIDTH),
              Engine.control(scope).create((long) precision.kernelType()),
              Engine.control(scope).create((long) ROUNDS));
      long start = System.nanoTime();
      kernels.call(scope, "probe", arguments).getFloat();
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
