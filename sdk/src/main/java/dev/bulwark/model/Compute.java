package dev.bulwark.model;

/**
 * How a decoder computes.
 *
 * @param precision in which type its products run
 * @param processor where its weights are and its products run
 */
public record Compute(Precision precision, Processor processor) {
  /** Exact to the reference, on the machine's own cores. */
  public static final Compute FP32 = new Compute(Precision.FP32, Processor.CPU);

  /** bf16 products on the machine's own cores. */
  public static final Compute BF16 = new Compute(Precision.BF16, Processor.CPU);
}
