package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.model.Adapter;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Projection;
import dev.bulwark.train.Memory.Room;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void smallModelsLearnFromAsManyTokensAsAnyDoes() {
    try (Decoder tiny = Tiny.decoder()) {
      DecoderShape shape = tiny.shape();
      // 2 Mi numbers are more tokens of four streams and two of the inner width than the most.
      assertThat((2L << 20) / (4L * shape.hidden() + 2L * shape.feedForward())).isGreaterThan(2048);
      assertThat(Memory.auto().tokensFor(tiny, 1)).isEqualTo(1536);
      assertThat(Memory.auto().tokensFor(tiny, 8)).isEqualTo(1536);
    }
    assertThat(Room.ADAPTED.tokens(64, 128, 8)).isEqualTo(2048);
  }

  @Test
  void whatIsAskedForIsForAllThreadsTogether() {
    try (Decoder tiny = Tiny.decoder(new Adapter.Plan(2, 4, Projection.ALL), 1)) {
      assertThat(new Memory(96, false).tokensFor(tiny, 4)).isEqualTo(96);
      assertThat(new Memory(96, false).tokensOfReading()).isEqualTo(96);
      assertThat(Memory.auto().tokensOfReading()).isEqualTo(2048);
    }
  }

  @Test
  void adaptersLearnFromLargerPartsAndEachThreadFromItsOwn() {
    // Hidden 576, inner 1,536: 4 * 576 + 2 * 1,536 = 5,376 numbers a token of a layer.
    // 2 Mi / 5,376 = 390; 5 Mi / 5,376 = 975.
    assertThat(Room.WHOLE.tokens(576, 1536, 1)).isEqualTo(390);
    assertThat(Room.WHOLE.tokens(576, 1536, 2)).isEqualTo(780);
    assertThat(Room.ADAPTED.tokens(576, 1536, 1)).isEqualTo(975);
    assertThat(Room.ADAPTED.tokens(576, 1536, 2)).isEqualTo(1950);
    // Hidden 4,096, inner 11,008: 38,400 numbers a token; 54 and 136 are too few to be worth it.
    assertThat(Room.WHOLE.tokens(4096, 11008, 1)).isEqualTo(256);
    assertThat(Room.ADAPTED.tokens(4096, 11008, 2)).isEqualTo(512);
  }

  /** In bf16 4 Mi / 5,376 = 780 tokens take as many bytes as 390 in fp32. */
  @Test
  void wholeModelLearnsFromTwiceAsManyTokensInNumbersOfHalfTheSize() {
    assertThat(Room.of(false, Precision.FP32).tokens(576, 1536, 1)).isEqualTo(390);
    assertThat(Room.of(false, Precision.BF16).tokens(576, 1536, 1)).isEqualTo(780);
    assertThat(Room.of(true, Precision.BF16)).isEqualTo(Room.of(true, Precision.FP32));
  }
}
