package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a model folder can be wrong, and the whole sentence that says so. */
class BadFoldersTest {
  private static final String AGAIN = "Copy or download the file again.";
  private static final String BELONGS = "Use the config.json that belongs to these weights.";
  private static final String NORM = "model.norm.weight";

  @TempDir Path parent;
  private Path folder;
  private Path weights;

  @BeforeEach
  void copy() {
    folder = Folders.copyIn(parent);
    weights = folder.resolve("model.safetensors");
  }

  @Test
  void missingFolder() {
    Path none = parent.resolve("none");
    assertThatThrownBy(() -> ModelFolder.open(none))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There is no such model folder (%s). Give the path of a Hugging Face model folder.",
            none);
  }

  static List<Arguments> missingFiles() {
    return List.of(
        Arguments.of(
            "config.json",
            "The model folder lacks a file (%s). Give a folder in the Hugging Face layout."),
        Arguments.of(
            "tokenizer_config.json",
            "The model folder lacks a file (%s). Give a folder in the Hugging Face layout."),
        Arguments.of(
            "model.safetensors",
            "The model has no weights (%s). Put its model.safetensors into the model folder."),
        Arguments.of(
            "tokenizer.json",
            "The model has no tokenizer (%s). Put its tokenizer.json into the model folder."));
  }

  @ParameterizedTest
  @MethodSource("missingFiles")
  void missingFile(String name, String message) throws IOException {
    Files.delete(folder.resolve(name));
    refuses(message.formatted(folder.resolve(name)));
  }

  static List<Arguments> configurations() {
    return List.of(
        config(
            c -> c.remove("hidden_size"),
            "hidden_size is missing, but must be a positive whole number (%s). " + AGAIN),
        config(
            c -> c.put("vocab_size", -320),
            "vocab_size is -320, but must be a positive whole number (%s). " + AGAIN),
        config(
            c -> c.put("num_attention_heads", 2.5),
            "num_attention_heads is 2.5, but must be a positive whole number (%s). " + AGAIN),
        config(
            c -> c.put("num_key_value_heads", 3),
            "4 heads of size 16 can't share 3 key and value heads (%s). " + AGAIN),
        config(
            c -> c.put("rope_theta", 0),
            "rope_theta is 0, but must be a positive number (%s). " + AGAIN),
        config(
            c -> c.put("rms_norm_eps", "tiny"),
            "rms_norm_eps is \"tiny\", but must be a positive number (%s). " + AGAIN),
        config(
            c -> c.remove("eos_token_id"),
            "The model names no end token (%s). Add \"eos_token_id\" to config.json."),
        config(
            c -> c.put("model_type", "mamba"),
            "The model_type is 'mamba', which is not supported (%s). Use a model whose model_type is one of llama, mistral, qwen2, qwen3."),
        config(
            c -> c.putObject("rope_scaling").put("rope_type", "yarn"),
            "The rope type is 'yarn', which is not supported (%s). Use a model whose rope type is one of default, dynamic, linear, llama3."),
        config(
            c -> c.putObject("rope_scaling").put("rope_type", "linear"),
            "factor is missing, but must be a positive number (%s). " + AGAIN),
        config(
            c ->
                c.putObject("rope_scaling")
                    .put("rope_type", "llama3")
                    .put("factor", 8)
                    .put("low_freq_factor", 4)
                    .put("high_freq_factor", 4)
                    .put("original_max_position_embeddings", 64),
            "high_freq_factor is 4.0, but must be above low_freq_factor, 4.0 (%s). " + AGAIN),
        config(
            c -> c.putArray("layer_types").add("full_attention").add("linear_attention"),
            "The layer_types entry 1 is 'linear_attention', which is not supported (%s). "
                + "Use a model whose layer_types entry 1 is 'full_attention'."),
        config(
            c -> c.putArray("architectures").add("LlamaForSequenceClassification"),
            "The number of labels is '0', which is not supported (%s). "
                + "Use a model whose number of labels is '1'."),
        config(
            c -> c.put("mlp_bias", true),
            "The mlp_bias is 'true', which is not supported (%s). Use a model whose mlp_bias is 'false'."),
        config(
            c -> c.put("partial_rotary_factor", 0.5),
            "The partial_rotary_factor is '0.5', which is not supported (%s). "
                + "Use a model whose partial_rotary_factor is '1.0'."),
        config(
            c -> c.put("hidden_act", "gelu"),
            "The hidden_act is 'gelu', which is not supported (%s). Use a model whose hidden_act is 'silu'."));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void configurationIsRefused(Consumer<ObjectNode> change, String message) {
    Path file = folder.resolve("config.json");
    Folders.editJson(file, change);
    refuses(message.formatted(file));
  }

  @Test
  void configurationThatIsNoJson() throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), "{");
    refuses(
        "The file is not valid JSON: Unexpected end-of-input: expected close marker for Object "
            + "(%s). Copy or download it again.".formatted(file));
  }

  static List<Arguments> misfits() {
    return List.of(
        config(
            c -> c.put("hidden_size", 32),
            "The weight model.embed_tokens.weight has the shape [320, 64], but config.json asks for [320, 32] (%s). "
                + BELONGS),
        config(
            c -> c.put("num_hidden_layers", 1),
            "The weight model.layers.1.input_layernorm.weight belongs to no layer: config.json has 1 (%s). "
                + BELONGS),
        config(
            c -> c.put("vocab_size", 33_554_432),
            "The weight model.embed_tokens.weight has 2147483648 values, but at most 536870911 can be read (%s). "
                + "Use a model with a smaller vocabulary or hidden size."),
        config(
            c -> c.put("num_hidden_layers", 3),
            "The weight model.layers.2.input_layernorm.weight is missing (%s). " + BELONGS),
        config(
            c -> c.put("num_hidden_layers", Integer.MAX_VALUE),
            "The weight of layer 21 of 2147483647 is missing (%s). " + BELONGS));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void weightsThatDoNotFitTheConfiguration(Consumer<ObjectNode> change, String message) {
    Folders.editJson(folder.resolve("config.json"), change);
    refuses(message.formatted(folder));
  }

  @Test
  void missingTensor() {
    Folders.editHeader(weights, header -> header.remove(NORM));
    refuses("The weight model.norm.weight is missing (%s). %s".formatted(folder, BELONGS));
  }

  static List<Arguments> headers() {
    return List.of(
        config(
            h -> tensor(h).put("dtype", "I8"),
            "The tensor model.norm.weight has the type I8 (%s). Store the model as F32, F16 or BF16."),
        config(
            h -> tensor(h).remove("dtype"),
            "The tensor model.norm.weight has the type none (%s). Store the model as F32, F16 or BF16."),
        config(
            h -> tensor(h).putArray("shape").add(-1),
            "The weights are broken: the shape of model.norm.weight is [-1] (%s). " + AGAIN),
        config(
            h -> tensor(h).putArray("shape").add(1L << 62).add(8),
            "The weights are broken: model.norm.weight of shape [4611686018427387904,8] lies at [459776,460032] (%s). "
                + AGAIN),
        config(
            h -> tensor(h).putArray("data_offsets").add(0).add(256),
            "The weights are broken: two of its tensors overlap (%s). " + AGAIN),
        config(
            h -> tensor(h).putArray("data_offsets").add(-256).add(0),
            "The weights are broken: model.norm.weight of shape [64] lies at [-256,0] (%s). "
                + AGAIN),
        config(
            h -> tensor(h).putArray("data_offsets").add(460032).add(460288),
            "The weights are broken: model.norm.weight of shape [64] lies at [460032,460288] (%s). "
                + AGAIN));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headerIsRefused(Consumer<ObjectNode> change, String message) {
    Folders.editHeader(weights, change);
    refuses(message.formatted(weights));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1L << 40, Long.MAX_VALUE, -1})
  void absurdHeaderLength(long length) throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Files.write(weights, bytes);
    refuses(
        "The weights are broken: its header length is %d in a file of %d bytes (%s). %s"
            .formatted(length, bytes.length, weights, AGAIN));
  }

  @Test
  void fileThatEndsBeforeItsHeader() throws IOException {
    Files.write(weights, new byte[5]);
    refuses("The weights are broken: it has only 5 bytes (%s). %s".formatted(weights, AGAIN));
  }

  @Test
  void fileThatEndsWithinItsValues() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    refuses(
        "The weights are broken: model.norm.weight of shape [64] lies at [459776,460032] (%s). %s"
            .formatted(weights, AGAIN));
  }

  @Test
  void headerThatIsNoJson() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    bytes[8] = '[';
    Files.write(weights, bytes);
    refuses(
        "The weights are broken: its header is not valid JSON (%s). %s".formatted(weights, AGAIN));
  }

  @Test
  void shardOutsideTheFolder() throws IOException {
    Files.delete(weights);
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"../secret.safetensors\"}}");
    refuses(
        "The weights lie in \"../secret.safetensors\", which is no plain file name (%s). "
                .formatted(index)
            + "Put all weights beside the index and name them .safetensors.");
  }

  @Test
  void tokenizerThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
    refuses(
        "The tokenizer can't be read: Model missing. at line 1 column 18 (%s). ".formatted(file)
            + "Save it again with the Hugging Face library, as tokenizer.json.");
  }

  @Test
  void tokenizerWithoutChatTemplate() {
    Path file = folder.resolve("tokenizer_config.json");
    Folders.editJson(file, config -> config.remove("chat_template"));
    refuses(
        "The tokenizer has no chat template (%s). ".formatted(file)
            + "Use a chat model, or add \"chat_template\" to tokenizer_config.json.");
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  private static ObjectNode tensor(ObjectNode header) {
    return header.withObject("/model.norm.weight");
  }

  private static Arguments config(Consumer<ObjectNode> change, String message) {
    return Arguments.of(change, message);
  }
}
