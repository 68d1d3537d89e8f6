package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal to export a folder in its whole sentence. */
class ExportErrorsTest {
  private static final String COPY = "Copy or download the file again";

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void copy() {
    folder = Folders.copyIn(parent);
  }

  @Test
  void missingConfiguration() throws IOException {
    Files.delete(folder.resolve("config.json"));
    assertRefused(
        "The model folder lacks a file (%s). Give a folder in the Hugging Face layout.",
        "config.json");
  }

  @Test
  void otherFamily() {
    config(tree -> tree.put("model_type", "gpt_neox"));
    assertRefused(
        "The model_type is 'gpt_neox', which is not supported (%s). Use a model whose model_type is"
            + " one of llama, mistral, qwen2, qwen3.",
        "config.json");
  }

  @Test
  void otherStorage() {
    assertThat(GgufStorage.named("BF16", "here")).isEqualTo(GgufStorage.BF16);
    assertThatExceptionOfType(BadInput.class)
        .isThrownBy(() -> GgufStorage.named("q3_k", "<storage> in the pom"))
        .withMessage(
            "The storage is 'q3_k', which is not known (<storage> in the pom). Use one of f32, f16,"
                + " bf16, q8_0, q4_0.");
  }

  @Test
  void otherActivationAndRope() {
    config(tree -> tree.put("hidden_act", "gelu"));
    assertRefused(
        "The hidden_act is 'gelu', which is not supported (%s). Use a model whose hidden_act is"
            + " 'silu'.",
        "config.json");
    config(tree -> tree.put("hidden_act", "silu").putObject("rope_scaling").put("type", "yarn"));
    assertRefused(
        "The rope type is 'yarn', which is not supported (%s). Use a model whose rope type is one"
            + " of default, dynamic, linear, llama3.",
        "config.json");
  }

  @Test
  void numberThatIsNone() {
    config(tree -> tree.put("rms_norm_eps", "small"));
    assertRefused(
        "rms_norm_eps is \"small\", but must be a positive number (%s). " + COPY + ".",
        "config.json");
    config(tree -> tree.remove("hidden_size"));
    assertRefused(
        "hidden_size is missing, but must be a positive whole number (%s). " + COPY + ".",
        "config.json");
  }

  @Test
  void shapeOfOtherWeights() {
    config(tree -> tree.put("intermediate_size", 96));
    assertRefused(
        "The weight model.layers.0.mlp.gate_proj.weight has the shape [128, 64], but config.json"
            + " asks for [96, 64] (%s). Use the config.json that belongs to these weights.",
        "");
  }

  @Test
  void weightWithoutPlace() {
    Folders.editHeader(
        folder.resolve("model.safetensors"),
        header -> {
          long end = 0;
          for (JsonNode tensor : header) {
            end = Math.max(end, tensor.path("data_offsets").path(1).asLong());
          }
          ObjectNode score = header.putObject("score.weight").put("dtype", "F32");
          score.putArray("shape").add(0);
          score.putArray("data_offsets").add(end).add(end);
        });
    assertRefused(
        "The weight score.weight has no place in GGUF (%s). Merge adapters into the model first,"
            + " and take heads off.",
        "");
  }

  @Test
  void otherTokenizers() {
    tokenizer(tree -> ((ObjectNode) tree.path("model")).put("type", "Unigram"));
    assertRefused(
        "The tokenizer model is 'Unigram', which is not supported in GGUF (%s). Use a model whose"
            + " tokenizer model is BPE.",
        "tokenizer.json");
    tokenizer(
        tree -> {
          ((ObjectNode) tree.path("model")).put("type", "BPE");
          tree.putObject("pre_tokenizer").put("type", "Whitespace");
        });
    assertRefused(
        "The pre_tokenizer is 'Whitespace', which is not supported in GGUF (%s). Use a model whose"
            + " pre_tokenizer is that of GPT-2, SmolLM, Llama 3 or Qwen 2.",
        "tokenizer.json");
  }

  /** Byte-level merges are no scores: many parts of a token are tokens too. */
  @Test
  void mergesThatNoScoresGive() {
    tokenizer(tree -> ((ObjectNode) tree.path("model")).put("byte_fallback", true));
    assertRefused(
        "The merges of the tokenizer don't follow from scores of its tokens, as GGUF has them (%s)."
            + " Use a model whose tokenizer came from SentencePiece or is byte-level.",
        "tokenizer.json");
  }

  @Test
  void tokenBeyondTheEmbedding() {
    tokenizer(tree -> ((ObjectNode) tree.path("model").path("vocab")).put("extra", 320));
    assertRefused(
        "The token 'extra' has the id 320, which is taken or beyond the embedding's 320 rows (%s)."
            + " Use the tokenizer that belongs to this model.",
        "tokenizer.json");
  }

  private void config(Consumer<ObjectNode> change) {
    Folders.editJson(folder.resolve("config.json"), change);
  }

  private void tokenizer(Consumer<ObjectNode> change) {
    Folders.editJson(folder.resolve("tokenizer.json"), change);
  }

  private void assertRefused(String sentence, String where) {
    Path target = parent.resolve("model.gguf");
    assertThatExceptionOfType(BadInput.class)
        .isThrownBy(() -> GgufFile.export(folder, GgufStorage.F16, target))
        .withMessage(sentence, where.isEmpty() ? folder : folder.resolve(where));
    assertThat(target).doesNotExist();
  }
}
