package dev.bulwark.evaluate;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Role;
import dev.bulwark.evaluate.Effort.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A prompt while it is played: where user's turns follow each other, the model answers each of them
 * before it gets the next. An empty or withheld answer ends it.
 */
final class Dialogue {
  private final Prompt prompt;
  private final List<Message> said = new ArrayList<>();
  private int next;
  private final List<Turn> turns = new ArrayList<>();
  private boolean open = true;

  /**
   * A turn that was answered.
   *
   * @param asked what was said up to it
   * @param reply the answer
   */
  record Turn(Prompt asked, Reply reply) {}

  private Dialogue(Prompt prompt) {
    this.prompt = prompt;
    listen();
  }

  /**
   * Plays prompts side by side, so that a responder gets as many at once as it can.
   *
   * @return one a prompt, in the same order, each at its end
   */
  static List<Dialogue> play(List<Prompt> prompts, int repeat, Responder responder) {
    List<Dialogue> dialogues = prompts.stream().map(Dialogue::new).toList();
    for (List<Dialogue> open = open(dialogues); !open.isEmpty(); open = open(open)) {
      List<Prompt> asked = open.stream().map(Dialogue::asked).toList();
      List<Reply> replies = List.copyOf(responder.replies(asked, repeat));
      if (replies.size() != asked.size()) {
        throw new CallFailed(
            "COUNT", replies.size() + " answers came to " + asked.size() + " prompts");
      }
      for (int i = 0; i < open.size(); i++) {
        open.get(i).answered(replies.get(i));
      }
    }
    return dialogues;
  }

  private static List<Dialogue> open(List<Dialogue> dialogues) {
    return dialogues.stream().filter(dialogue -> dialogue.open).toList();
  }

  /** The prompt as its author wrote it. */
  Prompt prompt() {
    return prompt;
  }

  /** What was said up to the turn that is to be answered, or was answered last. */
  private Prompt asked() {
    return prompt.variant(prompt.id(), said);
  }

  /** The turns that were answered, at least one at the end. */
  List<Turn> turns() {
    return List.copyOf(turns);
  }

  /** Tokens of all turns together; empty unless every turn's are known, as a part is no sum. */
  Optional<Tokens> tokens() {
    return turns.stream()
        .map(turn -> turn.reply().tokens())
        .reduce((some, more) -> some.flatMap(known -> more.map(known::plus)))
        .orElse(Optional.empty());
  }

  private void answered(Reply reply) {
    turns.add(new Turn(asked(), reply));
    open = next < prompt.messages().size() && !reply.filtered() && Message.isVisible(reply.text());
    if (open) {
      said.add(Message.assistant(reply.text()));
      listen();
    }
  }

  /** Takes turns up to one of the user's that no turn of the assistant follows. */
  private void listen() {
    List<Message> own = prompt.messages();
    do {
      said.add(own.get(next++));
    } while (!isStop(own, next));
  }

  private static boolean isStop(List<Message> turns, int said) {
    return said == turns.size()
        || (turns.get(said - 1).role() == Role.USER && turns.get(said).role() == Role.USER);
  }

  /**
   * How many of its own turns a prompt has said each time that the model is to answer, in order.
   */
  static List<Integer> stops(Prompt prompt) {
    List<Message> turns = prompt.messages();
    return IntStream.rangeClosed(1, turns.size())
        .filter(said -> isStop(turns, said))
        .boxed()
        .toList();
  }
}
