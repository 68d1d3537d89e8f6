package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Source;
import dev.bulwark.model.WeightSpec;
import dev.bulwark.text.Packing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of the training loss against what the loss does when one weight moves. */
class GradientTest {
  private static final Packing PACKING = Packing.of(Tiny.conversations(4, 9));
  private static final Decoder DECODER = Tiny.decoder();
  private static final Map<String, float[]> GRADIENTS = gradients(DECODER);

  @AfterAll
  static void close() {
    DECODER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.embed_tokens.weight",
        "model.norm.weight",
        "lm_head.weight",
        "model.layers.0.input_layernorm.weight",
        "model.layers.0.self_attn.q_proj.weight",
        "model.layers.0.self_attn.k_proj.weight",
        "model.layers.0.self_attn.v_proj.weight",
        "model.layers.1.self_attn.o_proj.weight",
        "model.layers.1.mlp.gate_proj.weight",
        "model.layers.0.mlp.up_proj.weight",
        "model.layers.1.mlp.down_proj.weight",
      })
  void equalsTheSlopeOfTheLoss(String name) {
    float[] gradient = GRADIENTS.get(name);
    int steepest = 0;
    for (int i = 0; i < gradient.length; i++) {
      steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
    }
    // The loss, near 10, is known to some 1e-6 in fp32; over 2h = 0.02 that is 5e-5 of slope.
    float h = 0.01f;
    double slope = (loss(name, steepest, h) - loss(name, steepest, -h)) / (2 * h);
    assertThat(slope)
        .isCloseTo(gradient[steepest], within(2e-2 * Math.abs(gradient[steepest]) + 1e-4));
    assertThat(Math.abs(gradient[steepest])).isGreaterThan(1e-3f);
  }

  /**
   * At the start B = 0, so that the adapted weight is W itself and, with W' = W + s B A, the chain
   * rule gives dL/dB = s dL/dW A^T and dL/dA = s B^T dL/dW = 0.
   */
  @Test
  void adapterHasTheGradientThatFollowsFromTheWeights() {
    Adapter.Plan plan = new Adapter.Plan(2, 8, Projection.ALL);
    int rank = 2;
    float scale = 8f / 2;
    try (Decoder adapted = Tiny.decoder(plan, 5)) {
      Map<String, float[]> gradients = gradients(adapted);
      Map<String, float[]> values = Tiny.trainable(adapted);
      for (WeightSpec spec : WeightSpec.of(adapted.shape())) {
        String module = "base_model.model." + spec.name().replaceFirst("\\.weight$", "");
        if (gradients.containsKey(module + ".lora_B.weight")) {
          int inputs = spec.dimensions().get(1).intValue();
          float[] a = values.get(module + ".lora_A.weight");
          float[] b = gradients.get(module + ".lora_B.weight");
          float[] w = GRADIENTS.get(spec.name());
          assertThat(gradients.get(module + ".lora_A.weight")).containsOnly(0f);
          for (int row = 0; row < spec.dimensions().get(0); row++) {
            for (int r = 0; r < rank; r++) {
              double expected = 0;
              for (int column = 0; column < inputs; column++) {
                expected += scale * w[row * inputs + column] * a[r * inputs + column];
              }
              assertThat(b[row * rank + r]).isCloseTo((float) expected, within(1e-5f));
            }
          }
        }
      }
      // A and B of seven matrices in two layers.
      assertThat(gradients).hasSize(28);
    }
  }

  private static Map<String, float[]> gradients(Decoder decoder) {
    Map<String, float[]> gradients = new TreeMap<>();
    try (GradientTape tape = decoder.tape()) {
      double[] slopes = new double[PACKING.labels().length];
      Arrays.fill(slopes, -1.0 / slopes.length);
      tape.learn(PACKING, slopes);
      tape.gradients().forEach((name, tensor) -> gradients.put(name, tensor.toFloatArray()));
    }
    return gradients;
  }

  /** The loss with one value of one weight moved; summed in fp64. */
  private static double loss(String name, int index, float change) {
    Source moved =
        spec -> {
          float[] values = DECODER.values(spec);
          if (spec.name().equals(name)) {
            values[index] += change;
          }
          ByteBuffer buffer =
              ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.nativeOrder());
          buffer.asFloatBuffer().put(values);
          return buffer;
        };
    try (Decoder decoder = Decoder.whole(DECODER.shape(), Compute.FP32, moved);
        NDManager scope = decoder.scope()) {
      double sum = 0;
      NDArray found = decoder.logProbabilities(scope, PACKING);
      for (float logProbability : found.toFloatArray()) {
        sum -= logProbability;
      }
      return sum / found.size();
    }
  }
}
