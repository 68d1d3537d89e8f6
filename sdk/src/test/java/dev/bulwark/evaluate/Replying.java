package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import java.util.List;
import java.util.function.Function;

/**
 * Answers with all that a reply can say. The same at every repeat.
 *
 * @param reply to a prompt
 */
public record Replying(Function<Prompt, Reply> reply) implements Responder {
  @Override
  public List<String> respond(List<Prompt> prompts) {
    throw new IllegalStateException("replies are asked for");
  }

  @Override
  public List<Reply> replies(List<Prompt> prompts, int repeat) {
    return prompts.stream().map(reply).toList();
  }
}
