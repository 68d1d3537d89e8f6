package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spoiled folders: each is exported, or refused as bad input, and nothing else happens. */
class HostileExportTest {
  private static final int TIMES = 200;
  private static final List<String> HOSTILE =
      List.of(
          "-1",
          "9223372036854775807",
          "1e400",
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "[[[[0]]]]",
          "\"\\ud800\"",
          "[".repeat(5000));

  @TempDir Path parent;
  private final Random random = new Random(21);

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer.json", "tokenizer_config.json"})
  void spoiledFiles(String name) throws IOException {
    Path folder = Folders.copyIn(parent);
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(folder.resolve(name), i % 2 == 0 ? flipped(whole) : replaced(whole));
      Path target = parent.resolve(i + ".gguf");
      try {
        GgufFile.export(folder, GgufStorage.F16, target);
        Files.delete(target);
      } catch (BadInput e) {
        assertThat(e.getMessage()).isNotBlank();
        assertThat(target).doesNotExist();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(TIMES / 5);
  }

  private byte[] flipped(byte[] whole) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] spoiled = whole.clone();
    spoiled[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
    return spoiled;
  }

  /** Puts something hostile where a value stands. */
  private byte[] replaced(byte[] whole) {
    String text = new String(whole, StandardCharsets.UTF_8);
    int colon = text.indexOf(": ", random.nextInt(text.length() / 2));
    int end = text.indexOf('\n', colon);
    String value = HOSTILE.get(random.nextInt(HOSTILE.size()));
    String comma = text.startsWith(",", end - 1) ? "," : "";
    return (text.substring(0, colon + 2) + value + comma + text.substring(end))
        .getBytes(StandardCharsets.UTF_8);
  }
}
