package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversation;
import dev.bulwark.data.Fate;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Example;
import java.util.function.Consumer;
import java.util.function.Function;

/** Encodes conversations, one at a time, and decides about those that are too long. */
final class ConversationSieve implements Function<Conversation, Fate> {
  private final ModelFolder model;
  private final ChatEncoder encoder;
  private final SftData plan;
  private final Consumer<Example> kept;
  private final int window;
  private final int limit;

  /**
   * A sieve for a model.
   *
   * @param kept takes what is learned from
   * @throws BadInput if more tokens are wanted than the model's window holds
   */
  ConversationSieve(ModelFolder model, ChatEncoder encoder, SftData plan, Consumer<Example> kept) {
    this.model = model;
    this.encoder = encoder;
    this.plan = plan;
    this.kept = kept;
    this.window = model.shape().attention().window();
    this.limit = plan.longest() == 0 ? window : plan.longest();
    if (limit > window) {
      throw new BadInput(
          "data.longest is %d, but the model's window is %d".formatted(limit, window),
          "settings",
          "Set at most the window, or 0 for it");
    }
  }

  @Override
  public Fate apply(Conversation conversation) {
    Encoded encoded =
        encoder.conversation(conversation.messages(), plan.turns(), conversation.unlearned());
    if (encoded.learnedCount() == 0) {
      throw BadInput.in(
          model.path(),
          "The chat template renders no answer: the conversation in %s has no token to learn"
              .formatted(conversation.where()),
          "Use the template that belongs to the model");
    }
    return encoded.length() <= limit
        ? keep(conversation, encoded, Fate.KEPT)
        : overlong(conversation, encoded);
  }

  private Fate overlong(Conversation conversation, Encoded encoded) {
    return switch (plan.overlong()) {
      case REFUSE ->
          throw new BadInput(
              "The conversation has %d tokens, but %s is %d"
                  .formatted(
                      encoded.length(),
                      limit == window ? "the model's window" : "data.longest",
                      limit),
              conversation.where(),
              "Shorten or remove it, use a model with a larger window, or set data.overlong to"
                  + " truncate or drop");
      case DROP -> Fate.dropped("longer than %d tokens".formatted(limit));
      case TRUNCATE -> truncated(conversation, encoded.truncatedTo(limit));
    };
  }

  private Fate truncated(Conversation conversation, Encoded cut) {
    return cut.learnedCount() == 0
        ? Fate.dropped("no answer within %d tokens".formatted(limit))
        : keep(conversation, cut, Fate.TRUNCATED);
  }

  private Fate keep(Conversation conversation, Encoded encoded, Fate fate) {
    kept.accept(
        new Example(encoded, conversation.category(), conversation.attack(), conversation.where()));
    return fate;
  }
}
