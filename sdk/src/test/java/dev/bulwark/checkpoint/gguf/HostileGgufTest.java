package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.checkpoint.ConfigJson;
import dev.bulwark.checkpoint.StorageType;
import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spoiled files: each is imported, or refused as bad input, and nothing else happens. */
class HostileGgufTest {
  private static final int TIMES = 500;
  private static final int FIRST_BYTES = 12_000;
  private static final long[] HOSTILE_COUNTS = {
    -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, 1L << 40, Integer.MAX_VALUE, 1L << 32, 0
  };
  private static final List<BiConsumer<Map<String, Object>, String>> HOSTILE =
      List.of(
          (keys, key) -> keys.put(key, Integer.MAX_VALUE),
          (keys, key) -> keys.put(key, -1),
          (keys, key) -> keys.put(key, 0),
          (keys, key) -> keys.put(key, 1),
          (keys, key) -> keys.put(key, Float.NaN),
          (keys, key) -> keys.put(key, Float.MAX_VALUE),
          (keys, key) -> keys.put(key, ""),
          (keys, key) -> keys.put(key, "\u0000../\ud83d\ude00"),
          (keys, key) -> keys.put(key, List.of()),
          (keys, key) -> keys.put(key, List.of("", "", "")),
          (keys, key) -> keys.put(key, List.of(1, 2)),
          (keys, key) -> keys.put(key, true),
          Map::remove);

  @TempDir Path parent;
  private final Random random = new Random(20);
  private Path file;
  private byte[] whole;

  @BeforeEach
  void export() throws IOException {
    file = Ggufs.llama(parent, GgufStorage.Q8_0);
    whole = Files.readAllBytes(file);
  }

  @Test
  void flippedBitsAndCutFiles() throws IOException {
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(file, spoiled());
      refused += refused(this::open);
    }
    assertThat(refused).isGreaterThan(TIMES / 2);
  }

  /** Numbers of eight bytes wherever they may stand: counts, lengths, dimensions, offsets. */
  @Test
  void hostileCounts() throws IOException {
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      byte[] spoiled = whole.clone();
      long count = HOSTILE_COUNTS[i(HOSTILE_COUNTS.length)];
      int at = i < 24 ? 8 + i : i(FIRST_BYTES);
      ByteBuffer.wrap(spoiled).order(ByteOrder.LITTLE_ENDIAN).putLong(at, count);
      Files.write(file, spoiled);
      refused += refused(this::open);
    }
    assertThat(refused).isGreaterThan(TIMES / 3);
  }

  @Test
  void everyLengthOfTheHeader() throws IOException {
    for (int length = 0; length < FIRST_BYTES; length += 23) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(refused(this::open)).as("%d bytes", length).isOne();
    }
  }

  @Test
  void hostileMetadata() throws IOException {
    List<String> keys = List.copyOf(GgufFile.in(file).metadata().values().keySet());
    int refused = 0;
    for (String key : keys) {
      for (BiConsumer<Map<String, Object>, String> change : HOSTILE) {
        Files.write(file, whole);
        Ggufs.edited(file, all -> change.accept(all, key));
        refused += refused(this::open);
      }
    }
    assertThat(refused).isGreaterThan(keys.size() * HOSTILE.size() / 2);
  }

  /** Some of them go all the way, to the tokenizer's own library and the disk. */
  @Test
  void importsLeaveNothingBehindWhereTheyFail() throws IOException {
    for (int i = 0; i < TIMES / 8; i++) {
      Path folder = parent.resolve("imported" + i);
      Files.write(file, spoiled());
      if (refused(() -> GgufFile.in(file).importTo(folder)) == 1) {
        assertThat(folder).doesNotExist();
      }
      assertThat(parent.resolve("." + folder.getFileName() + ".part")).doesNotExist();
    }
  }

  private void open() {
    GgufFile gguf = GgufFile.in(file);
    StoredModel model = StoredModel.in(gguf);
    model.layout().weights().forEach(model::values);
    Vocabulary vocabulary = Vocabulary.in(gguf.metadata(), model.layout().shape().vocabulary());
    SpecialTokens special = SpecialTokens.in(gguf.metadata(), vocabulary);
    TokenizerJson tokenizer = new TokenizerJson(gguf.metadata(), vocabulary, special);
    tokenizer.tokenizer();
    tokenizer.config();
    Layout layout = model.layout();
    special.addTo(ConfigJson.of(layout.architecture().family(), layout.shape(), StorageType.F32));
  }

  /** 1 where it was refused, 0 where it was read; anything else thrown fails the test. */
  private static int refused(Runnable reading) {
    try {
      reading.run();
      return 0;
    } catch (BadInput e) {
      assertThat(e.getMessage()).isNotBlank();
      return 1;
    }
  }

  private byte[] spoiled() {
    if (i(4) == 0) {
      return Arrays.copyOf(whole, i(whole.length));
    }
    byte[] spoiled = whole.clone();
    for (int flips = 1 + i(4); flips > 0; flips--) {
      spoiled[i(FIRST_BYTES)] ^= (byte) (1 << i(8));
    }
    return spoiled;
  }

  private int i(int below) {
    return random.nextInt(below);
  }
}
