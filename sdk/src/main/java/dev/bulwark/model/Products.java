package dev.bulwark.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * By which library a decoder multiplies. Libraries round differently: a run that is to go on
 * exactly as it began keeps its choice.
 *
 * @param decoding products of few rows, one after the other, by the same weights
 * @param learning products of many rows, and the two that lead back from them
 * @param attention how queries meet keys
 */
public record Products(Decoding decoding, Learning learning, Attention attention) {
  /** What every engine knows, on every processor. */
  public static final Products PLAIN =
      new Products(Decoding.PLAIN, Learning.PLAIN, Attention.PLAIN);

  private static final Map<Compute, Products> FASTEST = new ConcurrentHashMap<>();
  private static final int INPUTS = 512;
  private static final int OUTPUTS = 1024;
  private static final int REPEATS = 9;

  /** A narrow race would end otherwise tomorrow, and runs would not repeat to the bit. */
  private static final double CLEARLY = 1.3;

  /** In which form decoding keeps its weights. */
  public enum Decoding {
    /** As they are. */
    PLAIN("products-plain.torchscript"),
    /** In the order of the processor's vector units. */
    PACKED("products-packed.torchscript");

    private final String source;

    Decoding(String source) {
      this.source = source;
    }

    String source() {
      return source;
    }
  }

  /** Whose products learning takes. */
  public enum Learning {
    /** PyTorch's usual library. */
    PLAIN("learning-plain.torchscript"),
    /** oneDNN, where the build has it. */
    ONEDNN("learning-onednn.torchscript");

    private final String source;

    Learning(String source) {
      this.source = source;
    }

    String source() {
      return source;
    }
  }

  /** Whose attention learning and the reading of prompts take. */
  public enum Attention {
    /** Products that keep the scores of all pairs of tokens. */
    PLAIN,
    /** PyTorch's own, which keeps none; it has a way back for CPUs that can be called. */
    FLASH,
    /**
     * The same in fp32, whatever the precision of products: its many small ones may be faster so.
     */
    FLASH_FP32;

    /** In which it computes. */
    Precision precision(Precision ofProducts) {
      return this == FLASH_FP32 ? Precision.FP32 : ofProducts;
    }
  }

  /**
   * Whichever a measurement of some milliseconds finds clearly faster, once a process; plain on a
   * GPU and where the engine does not know the others.
   */
  static Products of(Compute compute) {
    return compute.products().orElseGet(() -> FASTEST.computeIfAbsent(compute, Products::measure));
  }

  private static Products measure(Compute compute) {
    if (compute.processor().gpu().isPresent()) {
      return PLAIN;
    }
    Products packed = new Products(Decoding.PACKED, Learning.PLAIN, Attention.PLAIN);
    Products onednn = new Products(Decoding.PLAIN, Learning.ONEDNN, Attention.PLAIN);
    return new Products(
        secondWins(compute, PLAIN, packed, "race", 16, 10) ? Decoding.PACKED : Decoding.PLAIN,
        secondWins(compute, PLAIN, onednn, "drill", 512, 1) ? Learning.ONEDNN : Learning.PLAIN,
        attention(compute));
  }

  private static Attention attention(Compute compute) {
    Products narrow = new Products(Decoding.PLAIN, Learning.PLAIN, Attention.FLASH);
    Products wide = new Products(Decoding.PLAIN, Learning.PLAIN, Attention.FLASH_FP32);
    boolean same = compute.precision() == Precision.FP32;
    return !same && secondWins(compute, narrow, wide, "meet", 512, 1)
        ? Attention.FLASH_FP32
        : Attention.FLASH;
  }

  private static boolean secondWins(
      Compute compute, Products one, Products other, String kernel, int rows, long rounds) {
    try (Kernels first = Kernels.open(DecoderShape.NONE, compute, one);
        Kernels second = Kernels.open(DecoderShape.NONE, compute, other);
        NDManager manager = NDManager.newBaseManager(compute.processor().device())) {
      return Race.between(
              () -> time(first, manager, kernel, rows, rounds),
              () -> time(second, manager, kernel, rows, rounds))
          .secondWins();
    } catch (EngineException | IllegalStateException e) {
      // Only builds with oneDNN have its products, in bf16 only on processors that have it too.
      return false;
    }
  }

  /** The best times of two ways, in nanoseconds. */
  private record Race(double first, double second) {

    static Race between(DoubleSupplier one, DoubleSupplier two) {
      double first = Double.MAX_VALUE;
      double second = Double.MAX_VALUE;
      for (int i = 0; i < REPEATS; i++) {
        first = Math.min(first, one.getAsDouble());
        second = Math.min(second, two.getAsDouble());
      }
      return new Race(first, second);
    }

    boolean secondWins() {
      return first > CLEARLY * second;
    }
  }

  private static double time(
      Kernels kernels, NDManager manager, String kernel, int rows, long rounds) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.ones(new Shape(rows, INPUTS));
      NDArray w = scope.ones(new Shape(OUTPUTS, INPUTS));
      List<NDArray> arguments = List.of(x, w, scope.create(rounds));
      long start = System.nanoTime();
      kernels.call(scope, kernel, arguments).getFloat();
      return System.nanoTime() - start;
    }
  }
}
