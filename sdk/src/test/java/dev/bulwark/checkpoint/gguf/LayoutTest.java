package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.Family;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is laid out otherwise in GGUF than in a Hugging Face folder, by hand. */
class LayoutTest {

  /** Two heads of size 4, rows of width 1: pairs (0,1), (2,3) become halves (0,2), (1,3). */
  @Test
  void rowsOfPairsBecomeHalves() {
    RotaryRows rows = new RotaryRows(2, 8);
    float[] paired = {0, 1, 2, 3, 10, 11, 12, 13};
    float[] halved = {0, 2, 1, 3, 10, 12, 11, 13};
    assertThat(rows.halved(paired)).containsExactly(halved);
    assertThat(rows.paired(halved)).containsExactly(paired);
  }

  /** One head of size 4 with rows of width 2. */
  @Test
  void rowsMoveAsAWhole() {
    float[] paired = {0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f};
    assertThat(new RotaryRows(1, 4).halved(paired))
        .containsExactly(0, 0.5f, 2, 2.5f, 1, 1.5f, 3, 3.5f);
  }

  /**
   * Llama 3.1: theta 500000, head size 128, original context 8192. The highest frequency turns 8192
   * / 2π = 1304 times and stays; the lowest turns less than once and is divided by 8. Index 32 has
   * theta^(-1/2) = 1/707.1, so it turns 1.844 times: kept (1.844 - 1) / 3 = 0.2813, and the divisor
   * is 1 / (0.7187 / 8 + 0.2813) = 2.694.
   */
  @Test
  void lowFrequenciesAreDivided() {
    float[] divisors = new Rotary(500_000, new Rotary.Llama3(8, 1, 4, 8192)).divisors(128);
    assertThat(divisors).hasSize(64);
    assertThat(divisors[0]).isEqualTo(1);
    assertThat(divisors[63]).isEqualTo(8);
    assertThat((double) divisors[32]).isCloseTo(2.694, within(2e-3));
  }

  @Test
  void divisorsGiveTheirNumbersBack() {
    Rotary.Llama3 factors = new Rotary.Llama3(32, 1, 4, 2048);
    float[] divisors = new Rotary(500_000, factors).divisors(64);
    assertThat(RopeFactors.of(divisors, 500_000)).contains(factors);
    assertThat(RopeFactors.of(new float[] {1, 2, 3, Float.NaN}, 500_000)).isEmpty();
  }

  /** llama.cpp reads all four biases of Llama's attention, and none of the output's elsewhere. */
  @Test
  void outputBiasHasAPlaceInLlamaAlone() {
    assertThat(names(Family.LLAMA))
        .contains("blk.0.attn_q.bias", "blk.0.attn_k.bias", "blk.0.attn_v.bias")
        .contains("blk.0.attn_output.bias");
    assertThat(names(Family.QWEN3)).contains("blk.0.attn_q_norm.weight");
    assertThat(names(Family.QWEN3)).doesNotContain("blk.0.attn_output.bias");
  }

  private static List<String> names(Family family) {
    DecoderShape.Attention attention =
        new DecoderShape.Attention(
            2, 1, 4, Rotary.plain(10_000), 64, DecoderShape.Sliding.NONE, family.traits(true));
    DecoderShape shape = new DecoderShape(32, 8, 16, 1, attention, 1e-5, DecoderShape.Output.TIED);
    return new Layout(new Architecture(family), shape)
        .weights().stream().map(Layout.Weight::gguf).toList();
  }

  @ParameterizedTest
  @EnumSource
  void preTokenizersAreKnownByTheirDescription(PreTokenizer pre) {
    assertThat(PreTokenizer.of(pre.json())).contains(pre);
    assertThat(PreTokenizer.named(pre.gguf())).contains(pre);
  }

  @Test
  void otherDescriptionsAreNotKnown() {
    ObjectNode prefixed = PreTokenizer.GPT2.json().put("add_prefix_space", true);
    assertThat(PreTokenizer.of(prefixed)).isEmpty();
    assertThat(PreTokenizer.of(new ObjectMapper().createObjectNode())).isEmpty();
    assertThat(PreTokenizer.named("tekken")).isEmpty();
  }
}
