package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import java.util.List;

/** Answers prompts: a local model, a remote one, or a recording. */
@FunctionalInterface
public interface Responder {
  /**
   * Answers a batch.
   *
   * @param prompts at least one
   * @return as many answers, in the same order
   */
  List<String> respond(List<Prompt> prompts);
}
