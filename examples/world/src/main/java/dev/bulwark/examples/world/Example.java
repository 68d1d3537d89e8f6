package dev.bulwark.examples.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Conversation;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A conversation of one question and one answer, to be learned.
 *
 * @param prompt the words of the user
 * @param answer the words of the model
 * @param kind what the prompt is
 * @param category the risk category, empty where there is none
 * @param attack the attack style, empty for a plain prompt
 */
public record Example(
    String prompt, String answer, Kind kind, Optional<String> category, Optional<String> attack) {

  static Example of(Ask ask, String answer) {
    Request request = ask.request();
    return new Example(ask.prompt(), answer, request.kind(), request.category(), ask.attack());
  }

  /** What the SDK's readers give for it, but for the line: it comes from no file. */
  public Conversation conversation() {
    return new Conversation(
        List.of(Message.user(prompt), Message.assistant(answer)), category, attack, "");
  }

  /** The line of a JSON Lines file. */
  ObjectNode json() {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.putArray("messages").add(turn("user", prompt)).add(turn("assistant", answer));
    line.put("category", category.orElse(null));
    line.put("attack", attack.orElse(null));
    return line.put("kind", kind.label());
  }

  private static ObjectNode turn(String role, String content) {
    return JsonNodeFactory.instance.objectNode().put("role", role).put("content", content);
  }
}
