package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Message;
import dev.bulwark.data.WholeFile;
import dev.bulwark.text.LearnedTurns;
import dev.bulwark.train.Optimisation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prompts with answers of the model's own, as a file of conversations to learn from. */
final class SampledConversations {
  /** The file's name. */
  static final String FILE = "learned.jsonl";

  /** The last turn is learned, the others are the prompt. */
  static final SftData PLAN = new SftData(0, SftData.Overlong.DROP, LearnedTurns.LAST, 1, Map.of());

  private static final JsonMapper JSON = new JsonMapper();

  private SampledConversations() {}

  /** How they are learned. */
  static SafetySftSettings tuning(
      Optimisation optimisation,
      Lora lora,
      CheckpointPlan checkpoints,
      PrecisionChoice precision,
      DeviceChoice device) {
    return new SafetySftSettings(
        PLAN, optimisation, lora, ValidationPlan.defaults(), checkpoints, precision, device);
  }

  /** Writes them, whole or not at all. */
  static void write(Path file, List<Scored> answers) {
    WholeFile.write(
        file, answers.stream().map(SampledConversations::line).collect(Collectors.joining()));
  }

  private static String line(Scored answer) {
    ObjectNode line = JSON.createObjectNode();
    ArrayNode messages = line.putArray("messages");
    for (Message message : answer.conversation()) {
      messages.addObject().put("role", message.role().label()).put("content", message.content());
    }
    return line + "\n";
  }
}
