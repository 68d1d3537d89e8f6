package dev.bulwark.evaluate;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import java.util.List;
import java.util.function.Function;

/**
 * Answers prompts: a local model, a remote one, or a recording. One that is asked by several
 * threads at once must stand that.
 *
 * <p>A responder of one's own is one method; a function from turns to an answer will do as well,
 * see {@link #of}.
 */
@FunctionalInterface
public interface Responder {
  /**
   * Answers a batch.
   *
   * @param prompts at least one
   * @return as many answers, in the same order
   */
  List<String> respond(List<Prompt> prompts);

  /**
   * Answers a batch and says more about the answers.
   *
   * @param prompts at least one
   * @param repeat which of several answers to the same prompts is wanted, from 0; one that draws
   *     its answers from a seed draws others for each
   * @return as many replies, in the same order
   * @throws CallFailed with the kind of the failure, where it is known
   */
  default List<Reply> replies(List<Prompt> prompts, int repeat) {
    return respond(prompts).stream().map(Reply::of).toList();
  }

  /** A responder that has a function answer one conversation after the other. */
  static Responder of(Function<List<Message>, String> answer) {
    return prompts -> prompts.stream().map(Prompt::messages).map(answer).toList();
  }
}
