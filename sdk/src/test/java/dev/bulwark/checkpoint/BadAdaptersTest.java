package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.DecoderShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which an adapter folder can be wrong, and the whole sentence that says so. */
class BadAdaptersTest {
  private static final String SAVE = "Save the adapter again, or use another one.";
  private static final String A = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
  private static final DecoderShape BASE = ModelFolder.open(Folders.llama()).shape();

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void copy() {
    folder = Folders.copyOfAdapterIn(parent);
  }

  @Test
  void missingFolder() {
    Path none = parent.resolve("none");
    folder = none;
    refuses(
        "There is no such adapter folder (%s). Give the path of a PEFT adapter folder."
            .formatted(none));
  }

  @Test
  void missingFiles() throws IOException {
    Path weights = folder.resolve("adapter_model.safetensors");
    Files.delete(weights);
    refuses(
        "The adapter has no weights (%s). Put its adapter_model.safetensors into the adapter folder."
            .formatted(weights));
    Path config = folder.resolve("adapter_config.json");
    Files.delete(config);
    refuses(
        "The model folder lacks a file (%s). Give a folder in the Hugging Face layout."
            .formatted(config));
  }

  static List<Arguments> configurations() {
    return List.of(
        refused(c -> c.put("peft_type", "LOHA"), "peft_type", "LOHA", "LORA"),
        refused(c -> c.put("bias", "all"), "bias", "all", "none"),
        refused(c -> c.put("use_dora", true), "use_dora", "true", "false"),
        refused(c -> c.put("lora_bias", true), "lora_bias", "true", "false"),
        refused(c -> c.put("fan_in_fan_out", true), "fan_in_fan_out", "true", "false"),
        refused(c -> c.put("use_qalora", true), "use_qalora", "true", "false"),
        refused(c -> c.put("use_bdlora", true), "use_bdlora", "true", "false"),
        refused(c -> c.putObject("rank_pattern").put("q_proj", 8), "rank_pattern", "set", "empty"),
        refused(
            c -> c.putObject("alpha_pattern").put("q_proj", 8), "alpha_pattern", "set", "empty"),
        wrong(
            c -> c.put("layers_to_transform", 1),
            "layers_to_transform is 1, but must be all layers from one to the last, 1"),
        wrong(
            c -> c.putArray("layers_to_transform").add(0),
            "layers_to_transform is [0], but must be all layers from one to the last, 1"),
        refused(c -> c.putArray("layer_replication").add(1), "layer_replication", "set", "empty"),
        refused(c -> c.put("exclude_modules", "k_proj"), "exclude_modules", "set", "empty"),
        refused(c -> c.putArray("target_parameters").add("x"), "target_parameters", "set", "empty"),
        refused(
            c -> c.putArray("trainable_token_indices").add(3),
            "trainable_token_indices",
            "set",
            "empty"),
        refused(
            c -> c.putArray("alora_invocation_tokens").add(3),
            "alora_invocation_tokens",
            "set",
            "empty"),
        refused(c -> c.put("init_lora_weights", "pissa"), "init_lora_weights", "pissa", "true"),
        refused(
            c -> c.putArray("modules_to_save").add("lm_head"),
            "module in modules_to_save",
            "lm_head",
            "score"),
        refused(
            c -> c.putArray("modules_to_save").add("classifier"),
            "module in modules_to_save",
            "classifier",
            "score"),
        wrong(c -> c.remove("r"), "r is missing, but must be a positive whole number"),
        wrong(c -> c.put("r", 0), "r is 0, but must be a positive whole number"),
        wrong(c -> c.put("lora_alpha", "8"), "lora_alpha is \"8\", but must be a positive number"),
        wrong(c -> c.put("lora_alpha", -8), "lora_alpha is -8, but must be a positive number"),
        wrong(
            c -> c.remove("target_modules"),
            "target_modules is missing, but must be a list of names such as q_proj"),
        wrong(
            c -> c.putArray("target_modules").add("lm_head"),
            "target_modules is [\"lm_head\"], but must be a list of names such as q_proj"),
        wrong(
            c -> c.put("target_modules", ".*_proj"),
            "target_modules is \".*_proj\", but must be a list of names such as q_proj"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void configurationIsRefused(Consumer<ObjectNode> change, String message) {
    Path file = folder.resolve("adapter_config.json");
    Folders.editJson(file, change);
    refuses(message.formatted(file));
  }

  @Test
  void rankOfOtherWeights() {
    Folders.editJson(folder.resolve("adapter_config.json"), c -> c.put("r", 3));
    refuses(
        ("The adapter's %s has the shape [4, 64], but its configuration and the base ask for [3,"
                + " 64] (%s). Use the base model that the adapter was trained on.")
            .formatted(A, folder));
  }

  @Test
  void missingTensor() {
    Folders.editHeader(folder.resolve("adapter_model.safetensors"), header -> header.remove(A));
    refuses(
        ("The adapter's %s is missing, but its configuration and the base ask for [4, 64] (%s)."
                + " Use the base model that the adapter was trained on.")
            .formatted(A, folder));
  }

  @Test
  void weightsThatTheConfigurationDoesNotName() {
    Folders.editJson(
        folder.resolve("adapter_config.json"), c -> c.putArray("target_modules").add("q_proj"));
    refuses(
        ("The adapter has weights that are not supported, such as"
                + " base_model.model.model.layers.0.mlp.down_proj.lora_A.weight (%s). Use an adapter"
                + " of attention and feed-forward matrices only.")
            .formatted(folder));
  }

  @Test
  void brokenWeights() throws IOException {
    Path weights = folder.resolve("adapter_model.safetensors");
    Files.write(weights, new byte[5]);
    refuses(
        "The weights are broken: it has only 5 bytes (%s). Copy or download the file again."
            .formatted(weights));
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> AdapterFolder.open(folder, BASE))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  private static Arguments refused(
      Consumer<ObjectNode> change, String what, String found, String known) {
    return Arguments.of(
        change,
        "The %s is '%s', which is not supported (%%s). Use an adapter whose %s is '%s'."
            .formatted(what, found, what, known));
  }

  private static Arguments wrong(Consumer<ObjectNode> change, String message) {
    return Arguments.of(change, message + " (%s). " + SAVE);
  }
}
