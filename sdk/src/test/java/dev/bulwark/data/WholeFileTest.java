package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void makesTheFoldersAboveAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    WholeFile.write(file, "one");
    WholeFile.write(file, "two");
    assertThat(Files.readString(file)).isEqualTo("two");
    assertThat(Folders.in(file.getParent())).containsExactly("c.txt");
  }

  @Test
  void contentThatFailsHalfWayLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("c.txt");
    WholeFile.write(file, "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write("half".getBytes(StandardCharsets.UTF_8));
                      throw new IllegalStateException("stop");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(Folders.in(folder)).containsExactly("c.txt");
  }

  @Test
  void writesOnWhenItsThreadIsInterrupted() throws IOException {
    Path file = folder.resolve("c.txt");
    Thread.currentThread().interrupt();
    WholeFile.write(file, "all of it");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file)).isEqualTo("all of it");
  }

  @Test
  void placeBelowAFileIsRefused() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "");
    Path file = taken.resolve("out/c.txt");
    assertThatThrownBy(() -> WholeFile.write(file, "x"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The file can't be written: Not a directory (%s). ".formatted(file)
                + "Free disk space or choose a folder that is writable.");
  }

  @Test
  void fullDiskIsNamedAndNothingIsLeft() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()),
        "A small disk can't be mounted here, so none can be filled");
    try {
      Path file = folder.resolve("c.bin");
      WholeFile.write(file, "old");
      assertThatThrownBy(() -> WholeFile.write(file, out -> out.write(new byte[100_000])))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "The file can't be written: No space left on device (%s). ".formatted(file)
                  + "Free disk space or choose a folder that is writable.");
      assertThat(Files.readString(file)).isEqualTo("old");
      assertThat(Folders.in(folder)).containsExactly("c.bin");
    } finally {
      run("umount", folder.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
