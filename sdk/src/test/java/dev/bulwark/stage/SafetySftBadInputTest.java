package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.fixtures.Folders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetySftBadInputTest {
  private static final String REMEDY =
      "). Set a value in that range, or leave it out for the default.";
  private static final String RANGE = " (<settings>" + REMEDY;
  private static final String OPTIMISATION = " (<settings>: optimisation" + REMEDY;
  private static final String LORA = " (<settings>: lora" + REMEDY;

  @TempDir Path folder;

  @Test
  void conversationLongerThanTheWindow() {
    Path data = Folders.lines(folder.resolve("d.jsonl"), Folders.turn("q", "z".repeat(300)));
    refuses(
        ModelFolder.open(Folders.llama()),
        data,
        "The conversation has 320 tokens, but the model's window is 256 (%s:1). ".formatted(data)
            + "Shorten or remove it, use a model with a larger window, or set data.overlong to"
            + " truncate or drop.");
  }

  @Test
  void conversationThatTheTemplateRefuses() {
    Path model = Folders.llama().resolve("tokenizer_config.json");
    Path data =
        Folders.lines(
            folder.resolve("d.jsonl"),
            "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}");
    refuses(
        ModelFolder.open(Folders.llama()),
        data,
        ("The chat template can't render the conversation: "
                + "Roles must alternate user/assistant/user/assistant/... (%s). "
                + "Change the conversation to what the template allows, or mend the template.")
            .formatted(model));
  }

  @Test
  void templateThatDropsTheAnswer() {
    Path model = Folders.copyIn(folder);
    Folders.editJson(
        model.resolve("tokenizer_config.json"),
        config -> config.put("chat_template", "{{ messages[0]['content'] }}"));
    Path data = Folders.lines(folder.resolve("d.jsonl"), Folders.turn("q", "a"));
    refuses(
        ModelFolder.open(model),
        data,
        "The chat template renders no answer: the conversation in %s:1 has no token to learn (%s). "
                .formatted(data, model)
            + "Use the template that belongs to the model.");
  }

  static List<Arguments> settings() {
    return List.of(
        Arguments.of(
            "{'lorra': {}}",
            "Unknown setting 'lorra', known here are checkpoints, data, device, lora, optimisation, precision, validation (<settings>). "
                + "Correct the name or remove it."),
        Arguments.of(
            "{'optimisation': {'epoch': 1}}",
            "Unknown setting 'epoch', known here are adam, batch, clip, epochs, "
                + "learningRate, memory, schedule (<settings>: optimisation). Correct the name or remove it."),
        Arguments.of(
            "{'data': {'safetyshare': 1}}",
            "Unknown setting 'safetyshare', known here are columns, longest, overlong, safetyShare,"
                + " turns (<settings>: data). Correct the name or remove it."),
        Arguments.of(
            "{'data': {'safetyShare': 1.5}}",
            "safetyShare is 1.5, but must be in [0, 1] (<settings>: data" + REMEDY),
        Arguments.of(
            "{'data': {'columns': {'promt': 'ask'}}}",
            "columns names promt, but must name only attack, category, completion, messages,"
                + " prompt, system (<settings>: data"
                + REMEDY),
        Arguments.of(
            "{'data': {'overlong': 'cut'}}",
            "data.overlong is \"cut\", but must be one of REFUSE, TRUNCATE, DROP" + RANGE),
        Arguments.of(
            "{'optimisation': {'learningRate': 3}}",
            "learningRate is 3.0, but must be in (0, 1)" + OPTIMISATION),
        Arguments.of(
            "{'optimisation': {'schedule': {'warmup': 1}}}",
            "warmup is 1.0, but must be in [0, 1)" + at("optimisation.schedule")),
        Arguments.of(
            "{'optimisation': {'schedule': {'floor': -1}}}",
            "floor is -1.0, but must be in [0, 1]" + at("optimisation.schedule")),
        Arguments.of(
            "{'optimisation': {'adam': {'weightDecay': 1}}}",
            "weightDecay is 1.0, but must be in [0, 1)" + at("optimisation.adam")),
        Arguments.of(
            "{'optimisation': {'memory': {'tokens': -1}}}",
            "tokens is -1, but must be 0 or more" + at("optimisation.memory")),
        Arguments.of(
            "{'validation': {'share': 0.6}}",
            "share is 0.6, but must be in [0, 0.5]" + at("validation")),
        Arguments.of(
            "{'checkpoints': {'keep': 0}}",
            "keep is 0, but must be at least 1" + at("checkpoints")),
        Arguments.of(
            "{'optimisation': {'clip': 0}}", "clip is 0.0, but must be above 0" + OPTIMISATION),
        Arguments.of(
            "{'optimisation': {'clip': 'NaN'}}", "clip is NaN, but must be above 0" + OPTIMISATION),
        Arguments.of(
            "{'optimisation': {'batch': 0}}", "batch is 0, but must be at least 1" + OPTIMISATION),
        Arguments.of(
            "{'optimisation': {'epochs': 0}}",
            "epochs is 0, but must be at least 1" + OPTIMISATION),
        Arguments.of("{'lora': {'rank': -1}}", "rank is -1, but must be 0 or more" + LORA),
        Arguments.of("{'lora': {'alpha': 0}}", "alpha is 0.0, but must be above 0" + LORA),
        Arguments.of("{'lora': {'alpha': 'NaN'}}", "alpha is NaN, but must be above 0" + LORA),
        Arguments.of(
            "{'lora': {'rank': 4, 'projections': []}}",
            "projections is empty, but must name at least one" + LORA),
        Arguments.of(
            "{'optimisation': {'batch': 2.5}}",
            "optimisation.batch is 2.5, but must be a whole number" + RANGE),
        Arguments.of(
            "{'optimisation': {'batch': 'many'}}",
            "optimisation.batch is \"many\", but must be a whole number" + RANGE),
        Arguments.of(
            "{'optimisation': {'clip': []}}",
            "optimisation.clip is [], but must be a number" + RANGE),
        Arguments.of(
            "{'optimisation': {'batch': null}}",
            "batch is empty (<settings>: optimisation). Set a value, or leave it out for the default."),
        Arguments.of(
            "{'optimisation': 3}", "optimisation is 3, but must be a group of settings" + RANGE),
        Arguments.of(
            "{'lora': {'projections': 'Q'}}",
            "lora.projections is \"Q\", but must be a list" + RANGE),
        Arguments.of(
            "{'lora': {'projections': ['X']}}",
            "lora.projections.0 is \"X\", but must be one of Q, K, V, O, GATE, UP, DOWN" + RANGE),
        Arguments.of(
            "{'lora': null}",
            "lora is empty (<settings>). Set a value, or leave it out for the default."),
        Arguments.of(
            "{'precision': 'fp8'}",
            "precision is \"fp8\", but must be one of AUTO, FP32, BF16" + RANGE));
  }

  private static String at(String group) {
    return " (<settings>: " + group + REMEDY;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingIsRefused(String tree, String message) throws JsonProcessingException {
    JsonNode settings = new ObjectMapper().readTree(tree.replace('\'', '"'));
    SafetySFT stage = SafetySFT.on(Conversations.in(folder.resolve("d.jsonl")));
    assertThatThrownBy(() -> stage.settings(settings, "<settings>"))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  private static void refuses(ModelFolder model, Path data, String message) {
    SafetySFT stage = SafetySFT.on(Conversations.in(data));
    assertThatThrownBy(() -> stage.prepare(model)).isInstanceOf(BadInput.class).hasMessage(message);
  }
}
