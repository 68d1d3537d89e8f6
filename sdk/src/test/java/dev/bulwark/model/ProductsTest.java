package dev.bulwark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductsTest {
  @Test
  void packedOnesGiveWhatPlainOnesGive() {
    assumeTrue(Products.of(Compute.FP32) == Products.PACKED, "packing gains nothing here");
    // Ones, so that every result is the number of inputs: 16 rows, 48 outputs, 40 inputs.
    double sum = 16.0 * 48 * 40;
    for (Products products : Products.values()) {
      try (Kernels kernels = Kernels.open(DecoderShape.NONE, Compute.FP32, products);
          NDManager scope = NDManager.newBaseManager()) {
        List<NDArray> arguments =
            List.of(
                scope.ones(new Shape(16, 40)),
                scope.ones(new Shape(48, 40)),
                scope.create(true),
                scope.create(1L));
        assertThat(kernels.call(scope, "race", arguments).getFloat()).isEqualTo((float) sum);
      }
    }
  }

  @Test
  void gpusTakeWeightsAsTheyAre() {
    assertThat(Products.of(new Compute(Precision.BF16, Processor.gpu(0))))
        .isEqualTo(Products.PLAIN);
  }
}
