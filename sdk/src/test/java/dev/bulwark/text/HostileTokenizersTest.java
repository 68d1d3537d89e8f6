package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.checkpoint.gguf.GgufFile;
import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spoiled tokenizers, in a JVM of their own: the native library would take this one with it. */
class HostileTokenizersTest {
  /** Cases; two thirds are structured, the rest flipped bits, cuts and depth. */
  static final int TIMES = 900;

  @TempDir Path folder;

  @Test
  void byteLevelOnesAreReadOrRefusedAndTheJvmLives() throws IOException, InterruptedException {
    spoil(Folders.llama());
  }

  @Test
  void sentencePieceOnesAreReadOrRefusedAndTheJvmLives() throws IOException, InterruptedException {
    Path model = folder.resolve("pieces");
    GgufFile.in(Path.of("src/test/resources/gguf/pieces.gguf")).importTo(model);
    spoil(model);
  }

  private void spoil(Path model) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                HostileTokenizers.class.getName(),
                model.resolve("tokenizer.json").toString(),
                folder.resolve("tokenizer.json").toString(),
                String.valueOf(TIMES))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(out);
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    String last = lines.get(lines.size() - 1);
    assertThat(last).matches(TIMES + " cases, \\d+ refused");
    int refused = Integer.parseInt(last.replaceAll(".*, (\\d+) refused", "$1"));
    assertThat(refused).isBetween(TIMES / 3, TIMES - TIMES / 20);
  }
}
