package dev.bulwark.model;

import java.util.Optional;

/**
 * How a decoder computes.
 *
 * @param precision in which type its products run
 * @param processor where its weights are and its products run
 * @param products by which library; where none is named, a short measurement decides
 */
public record Compute(Precision precision, Processor processor, Optional<Products> products) {
  /** Exact to the reference, on the machine's own cores. */
  public static final Compute FP32 = new Compute(Precision.FP32, Processor.CPU);

  /** bf16 products on the machine's own cores. */
  public static final Compute BF16 = new Compute(Precision.BF16, Processor.CPU);

  /** With the products that a short measurement finds fastest. */
  public Compute(Precision precision, Processor processor) {
    this(precision, processor, Optional.empty());
  }

  /** With these products. */
  public Compute by(Products choice) {
    return new Compute(precision, processor, Optional.of(choice));
  }

  /** With the products that a measurement finds fastest now, unless some are named. */
  public Compute measured() {
    return by(Products.of(this));
  }
}
