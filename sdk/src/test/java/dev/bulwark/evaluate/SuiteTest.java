package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {
  private static final String LAYOUT =
      "Give it harmful.jsonl, borderline.jsonl or helpful.jsonl, each plain or as .jsonl.gz.";

  @TempDir Path folder;

  private void write(String name, String... ids) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String id : ids) {
      lines
          .append("{\"id\":\"")
          .append(id)
          .append("\",\"prompt\":\"What is ")
          .append(id)
          .append("?\"}\n");
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        OutputStream end = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      end.write(bytes);
    }
  }

  private void failsWith(String message) {
    assertThatThrownBy(() -> Suite.in(folder).read())
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  @Test
  void takesTheKindFromTheFileName() throws IOException {
    write("helpful.jsonl", "c");
    write("harmful.jsonl.gz", "a", "b");
    Files.writeString(folder.resolve("README.md"), "words");
    assertThat(Suite.in(folder).read())
        .extracting(Prompt::id, Prompt::kind)
        .containsExactly(
            tuple("a", Kind.HARMFUL), tuple("b", Kind.HARMFUL), tuple("c", Kind.HELPFUL));
  }

  @Test
  void namesAMissingFolder() {
    Path missing = folder.resolve("none");
    assertThatThrownBy(() -> Suite.in(missing).read())
        .isInstanceOf(BadInput.class)
        .hasMessage("There is no such suite folder (" + missing + "). " + LAYOUT);
  }

  @Test
  void namesAnEmptyFolder() {
    failsWith("The suite folder holds no prompt file (" + folder + "). " + LAYOUT);
  }

  @Test
  void namesAMisspeltFile() throws IOException {
    write("harmfull.jsonl", "a");
    failsWith(
        "The file's name says no kind of prompt ("
            + folder.resolve("harmfull.jsonl")
            + "). "
            + LAYOUT);
  }

  @Test
  void namesTwoFilesOfAKind() throws IOException {
    write("harmful.jsonl", "a");
    write("harmful.jsonl.gz", "b");
    failsWith(
        "The suite holds harmful.jsonl too ("
            + folder.resolve("harmful.jsonl.gz")
            + "). Keep one file of each kind.");
  }

  @Test
  void namesAnIdThatIsUsedTwice() throws IOException {
    write("harmful.jsonl", "a");
    write("helpful.jsonl", "b", "a");
    failsWith(
        "The id 'a' stands in harmful.jsonl and in helpful.jsonl ("
            + folder.resolve("helpful.jsonl")
            + "). Give each prompt of a suite its own id.");
  }

  @Test
  void namesWordsThatWouldCountTwice() throws IOException {
    String line = "{\"id\":\"%s\",\"prompt\":\"%s\",\"cluster\":\"%s\"}\n";
    Path file = folder.resolve("harmful.jsonl");
    Files.writeString(file, line.formatted("a", "What?", "x") + line.formatted("b", "What?", "x"));
    assertThat(Suite.in(folder).read()).hasSize(2);
    Files.writeString(
        file, line.formatted("a", "What?", "x") + line.formatted("b", " what\u200B?", "y"));
    failsWith(
        "The prompt 'b' says the same as 'a', but has another cluster ("
            + file
            + "). Remove one of them, or give both the same \"cluster\".");
  }

  @Test
  void theHashIgnoresTheOrderAndNothingElse() throws IOException {
    write("harmful.jsonl", "a", "b");
    List<Prompt> prompts = new ArrayList<>(Suite.in(folder).read());
    String hash = Suite.hash(prompts);
    Collections.reverse(prompts);
    assertThat(Suite.hash(prompts)).isEqualTo(hash).hasSize(64);
    assertThat(Suite.hash(prompts.subList(0, 1))).isNotEqualTo(hash);
    write("harmful.jsonl", "a", "c");
    assertThat(Suite.hash(Suite.in(folder).read())).isNotEqualTo(hash);
  }
}
