package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.model.Adapter;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Projection;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void smallModelsLearnFromAsManyTokensAsAnyDoes() {
    try (Decoder tiny = Tiny.decoder()) {
      DecoderShape shape = tiny.shape();
      // 8 MiB by 4 bytes of four streams and two of the inner width are more than the most.
      assertThat((8L << 20) / (4 * (4L * shape.hidden() + 2L * shape.feedForward())))
          .isGreaterThan(2048);
      assertThat(Memory.auto().tokensFor(tiny, 1)).isEqualTo(1536);
      assertThat(Memory.auto().tokensFor(tiny, 8)).isEqualTo(1536);
    }
    assertThat(Memory.auto().tokensFor(64, 128, true, 8)).isEqualTo(2048);
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
    // Hidden 576, inner 1,536: 4 * (4 * 576 + 2 * 1,536) = 21,504 bytes a token of a layer.
    // 8 MiB / 21,504 = 390; 20 MiB / 21,504 = 975.
    assertThat(Memory.auto().tokensFor(576, 1536, false, 1)).isEqualTo(390);
    assertThat(Memory.auto().tokensFor(576, 1536, false, 2)).isEqualTo(780);
    assertThat(Memory.auto().tokensFor(576, 1536, true, 1)).isEqualTo(975);
    assertThat(Memory.auto().tokensFor(576, 1536, true, 2)).isEqualTo(1950);
    // Hidden 4,096, inner 11,008: 153,600 bytes a token; 54 and 136 are too few to be worth it.
    assertThat(Memory.auto().tokensFor(4096, 11008, false, 1)).isEqualTo(256);
    assertThat(Memory.auto().tokensFor(4096, 11008, true, 2)).isEqualTo(512);
  }
}
