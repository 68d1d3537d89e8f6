package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private static final String SEALED = "0".repeat(64);

  @TempDir Path folder;

  @Test
  void isBelievedUnlessAFileIsNewer() throws IOException {
    Path config = Files.writeString(folder.resolve("config.json"), "{}");
    Path seal = Files.writeString(folder.resolve("model.sha256"), SEALED + "\n");
    Files.setLastModifiedTime(config, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(seal, FileTime.fromMillis(2_000_000));
    assertThat(ModelFolder.hashOf(folder)).isEqualTo(SEALED);

    Files.setLastModifiedTime(config, FileTime.fromMillis(3_000_000));
    assertThat(ModelFolder.hashOf(folder)).hasSize(64).isNotEqualTo(SEALED);
  }

  @Test
  void isReadAloneOnlyWhereItIsOne() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    String hash = ModelFolder.hashOf(folder);
    Files.writeString(folder.resolve("model.sha256"), "soon\n");
    assertThat(ModelFolder.hashOf(folder)).isEqualTo(hash);
    assertThat(ModelFolder.hashOf(Folders.llama()))
        .isEqualTo(ModelFolder.open(Folders.llama()).hash());
  }
}
