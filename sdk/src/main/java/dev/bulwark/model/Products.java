package dev.bulwark.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In which form decoding keeps its weights; the products of a form are a text of their own. */
enum Products {
  /** As they are. */
  PLAIN("products-plain.torchscript"),
  /** In the order of the processor's vector units. */
  PACKED("products-packed.torchscript");

  private static final Map<Compute, Products> FASTEST = new ConcurrentHashMap<>();
  private static final int ROWS = 16;
  private static final int INPUTS = 512;
  private static final int OUTPUTS = 1024;
  private static final long ROUNDS = 10;
  private static final int REPEATS = 5;

  private final String source;

  Products(String source) {
    this.source = source;
  }

  /** The resource with their text. */
  String source() {
    return source;
  }

  /**
   * Whichever a measurement of a few milliseconds finds faster, once a process; plain on a GPU and
   * where the engine does not know packed ones.
   */
  static Products of(Compute compute) {
    return FASTEST.computeIfAbsent(compute, Products::measure);
  }

  private static Products measure(Compute compute) {
    if (compute.processor().gpu().isPresent()) {
      return PLAIN;
    }
    try (Kernels kernels = Kernels.open(DecoderShape.NONE, compute, PACKED);
        NDManager manager = NDManager.newBaseManager(compute.processor().device())) {
      double plain = Double.MAX_VALUE;
      double packed = Double.MAX_VALUE;
      for (int i = 0; i < REPEATS; i++) {
        plain = Math.min(plain, time(kernels, manager, false));
        packed = Math.min(packed, time(kernels, manager, true));
      }
      return packed < plain ? PACKED : PLAIN;
    } catch (EngineException | IllegalStateException e) {
      // Only builds with oneDNN have them, in bf16 only on processors that have it too.
      return PLAIN;
    }
  }

  private static double time(Kernels kernels, NDManager manager, boolean packed) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> arguments =
          List.of(
              scope.ones(new Shape(ROWS, INPUTS)),
              scope.ones(new Shape(OUTPUTS, INPUTS)),
              scope.create(packed),
              scope.create(ROUNDS));
      long start = System.nanoTime();
      kernels.call(scope, "race", arguments).getFloat();
      return System.nanoTime() - start;
    }
  }
}
