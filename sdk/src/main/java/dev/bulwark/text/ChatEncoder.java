package dev.bulwark.text;

import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import java.util.List;
import java.util.Set;

/**
 * Turns conversations into token ids with the model's template and tokenizer.
 *
 * <p>A conversation is rendered and tokenised once as a whole. Learned is what an assistant wrote
 * and the token that ends its turn (paper §3.1: no loss on the prompt).
 */
public final class ChatEncoder {
  private final Tokenizer tokenizer;
  private final ChatTemplate template;

  /** An encoder of a template and the tokenizer it belongs to. */
  public ChatEncoder(Tokenizer tokenizer, ChatTemplate template) {
    this.tokenizer = tokenizer;
    this.template = template;
  }

  /** Token ids of a prompt, the assistant's turn opened. */
  public long[] prompt(List<Message> messages) {
    return tokenizer.ids(template.render(messages, true));
  }

  /** Text of generated token ids, special tokens left out. */
  public String text(long[] ids) {
    return tokenizer.text(ids).strip();
  }

  /** A whole conversation with all of the assistant's tokens marked as learned. */
  public Encoded conversation(List<Message> messages) {
    return conversation(messages, LearnedTurns.ALL);
  }

  /** A whole conversation with the tokens of these assistant's turns marked as learned. */
  public Encoded conversation(List<Message> messages, LearnedTurns turns) {
    return conversation(messages, turns, Set.of());
  }

  /**
   * A whole conversation with the tokens of these assistant's turns marked as learned.
   *
   * @param unlearned places of turns that are left out; the last turn is the last one besides these
   */
  public Encoded conversation(List<Message> messages, LearnedTurns turns, Set<Integer> unlearned) {
    String whole = template.render(messages, false);
    Tokenizer.Spans spans = tokenizer.spans(whole);
    boolean[] learned = new boolean[spans.ids().length];
    for (int turn = messages.size() - 1; turn >= 0; turn--) {
      if (messages.get(turn).role() == Role.ASSISTANT && !unlearned.contains(turn)) {
        mark(spans, turnSpan(messages, turn, whole), learned);
        if (turns == LearnedTurns.LAST) {
          break;
        }
      }
    }
    return new Encoded(spans.ids(), learned);
  }

  private static void mark(Tokenizer.Spans spans, int[] turn, boolean[] learned) {
    for (int i = 0; i < learned.length; i++) {
      boolean covers = spans.ends()[i] > spans.starts()[i];
      learned[i] |= covers && spans.starts()[i] >= turn[0] && spans.ends()[i] <= turn[1];
    }
  }

  /** The code points [start, end) of an assistant turn, its end token included. */
  private int[] turnSpan(List<Message> messages, int turn, String whole) {
    List<Message> before = messages.subList(0, turn);
    String opened = template.render(before, true);
    String start = whole.startsWith(opened) ? opened : template.render(before, false);
    String upTo = template.render(messages.subList(0, turn + 1), false).stripTrailing();
    return new int[] {
      start.codePointCount(0, start.length()), upTo.codePointCount(0, upTo.length())
    };
  }
}
