package dev.bulwark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProductsTest {
  @ParameterizedTest
  @EnumSource
  void decodingOnesGiveTheNumberOfInputs(Products.Decoding decoding) {
    // 16 rows, 48 outputs, 40 inputs.
    assertThat(
            onOnes(
                new Products(decoding, Products.Learning.PLAIN, Products.Attention.FLASH), "race"))
        .isEqualTo(16f * 48 * 40);
  }

  @ParameterizedTest
  @EnumSource
  void learningOnesGoForthAndBack(Products.Learning learning) {
    // 40 at each of 48 outputs; back at each of 16 x 40 inputs their sum.
    assertThat(
            onOnes(
                new Products(Products.Decoding.PLAIN, learning, Products.Attention.FLASH), "drill"))
        .isEqualTo(16f * 40 * (40 * 48));
  }

  @ParameterizedTest
  @EnumSource
  void everyAttentionSpreadsItsGradientOverTheValues(Products.Attention attention) {
    Products products = new Products(Products.Decoding.PLAIN, Products.Learning.PLAIN, attention);
    Compute bf16 = new Compute(Precision.BF16, Processor.CPU);
    try (Kernels kernels = Kernels.open(DecoderShape.NONE, bf16, products);
        NDManager scope = NDManager.newBaseManager()) {
      NDArray ones = scope.ones(new Shape(512, 512));
      float sum = kernels.call(scope, "meet", List.of(ones, ones, scope.create(1L))).getFloat();
      // Each of 512 queries in 8 heads hands out 64 ones; bf16 loses a little of some shares.
      assertThat(sum).isCloseTo(512f * 8 * 64, withinPercentage(1));
    }
  }

  @Test
  void fp32NeedsNoOtherAttention() {
    assertThat(Products.of(Compute.FP32).attention()).isEqualTo(Products.Attention.FLASH);
    assertThat(Products.Attention.FLASH.precision(Precision.BF16)).isEqualTo(Precision.BF16);
    assertThat(Products.Attention.FLASH_FP32.precision(Precision.BF16)).isEqualTo(Precision.FP32);
  }

  private static float onOnes(Products products, String kernel) {
    Products fastest = Products.of(Compute.FP32);
    assumeTrue(
        products.decoding() == Products.Decoding.PLAIN
                && products.learning() == Products.Learning.PLAIN
            || fastest.decoding() == Products.Decoding.PACKED
            || fastest.learning() == Products.Learning.ONEDNN,
        "the engine may not know these products");
    try (Kernels kernels = Kernels.open(DecoderShape.NONE, Compute.FP32, products);
        NDManager scope = NDManager.newBaseManager()) {
      List<NDArray> arguments =
          List.of(scope.ones(new Shape(16, 40)), scope.ones(new Shape(48, 40)), scope.create(1L));
      return kernels.call(scope, kernel, arguments).getFloat();
    }
  }

  @Test
  void gpusTakeWeightsAsTheyAre() {
    assertThat(Products.of(new Compute(Precision.BF16, Processor.gpu(0))))
        .isEqualTo(Products.PLAIN);
  }
}
