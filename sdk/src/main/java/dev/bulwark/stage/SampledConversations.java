package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
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

  /** Whatever has a weight is learned: of what is written here the last turn. */
  static final SftData PLAN = new SftData(0, SftData.Overlong.DROP, LearnedTurns.ALL, 1, Map.of());

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

  /** Writes them, whole or not at all; turns of the assistant in a prompt have no weight. */
  static void write(Path file, List<Scored> answers) {
    WholeFile.write(
        file, answers.stream().map(SampledConversations::line).collect(Collectors.joining()));
  }

  private static String line(Scored answer) {
    ObjectNode line = JSON.createObjectNode();
    ArrayNode messages = line.putArray("messages");
    for (Message message : answer.prompt()) {
      ObjectNode turn = turn(messages, message);
      if (message.role() == Role.ASSISTANT) {
        turn.put("weight", 0);
      }
    }
    turn(messages, Message.assistant(answer.answer()));
    return line + "\n";
  }

  private static ObjectNode turn(ArrayNode messages, Message message) {
    return messages
        .addObject()
        .put("role", message.role().label())
        .put("content", message.content());
  }
}
