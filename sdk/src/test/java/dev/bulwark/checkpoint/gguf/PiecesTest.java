package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SentencePiece vocabulary, trained on this project's own text, cuts texts as llama.cpp does. */
class PiecesTest {
  private static final JsonNode EXPECTED =
      Fixtures.json(Ggufs.PIECES.resolveSibling("pieces.json"));

  private static final String SCORES = "tokenizer.ggml.scores";

  @TempDir Path parent;

  @Test
  void importedVocabularyCutsAsLlamaCppDoes() {
    GgufFile.in(Ggufs.PIECES).importTo(parent.resolve("pieces"));
    assertIds(parent.resolve("pieces"));
  }

  @Test
  void scoresComeBackAsTheSameRules() throws IOException {
    Path first = parent.resolve("pieces");
    Path second = parent.resolve("again");
    GgufFile.in(Ggufs.PIECES).importTo(first);
    GgufFile.export(first, GgufStorage.F16, parent.resolve("again.gguf"));
    GgufFile.in(parent.resolve("again.gguf")).importTo(second);
    assertIds(second);
    assertThat(Files.readString(second.resolve("tokenizer.json")))
        .isEqualTo(Files.readString(first.resolve("tokenizer.json")));
  }

  /** Equal scores give no order among pieces, but must not keep a model from being exported. */
  @Test
  void equalScoresComeBackAsTheSameRules() throws IOException {
    Path first = parent.resolve("equal");
    Path second = parent.resolve("again");
    Path file = Files.copy(Ggufs.PIECES, parent.resolve("equal.gguf"));
    Ggufs.edited(file, keys -> keys.computeIfPresent(SCORES, (key, scores) -> rounded(scores)));
    GgufFile.in(file).importTo(first);
    GgufFile.export(first, GgufStorage.F16, file);
    GgufFile.in(file).importTo(second);
    assertThat(Files.readString(second.resolve("tokenizer.json")))
        .isEqualTo(Files.readString(first.resolve("tokenizer.json")));
  }

  private static List<Float> rounded(Object scores) {
    return ((List<?>) scores).stream().map(score -> (float) Math.rint((Float) score / 7)).toList();
  }

  private static void assertIds(Path folder) {
    try (Tokenizer tokenizer = Tokenizer.in(folder.resolve("tokenizer.json"))) {
      for (JsonNode text : EXPECTED.path("cases")) {
        assertThat(tokenizer.ids(text.path("text").asText()))
            .as(text.path("text").asText())
            .containsExactly(longs(text.path("ids")));
        assertThat(tokenizer.idsWithSpecial(text.path("text").asText()))
            .containsExactly(longs(text.path("ids_with_bos")));
      }
    }
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
