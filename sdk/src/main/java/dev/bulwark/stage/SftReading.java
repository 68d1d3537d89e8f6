package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.DataReport;
import dev.bulwark.data.Fate;
import dev.bulwark.data.Message;
import dev.bulwark.data.Mixture;
import dev.bulwark.data.Role;
import dev.bulwark.data.Spool;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.text.Example;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The conversations of a stage, read, checked and encoded.
 *
 * @param data the files they are from
 * @param examples those that can be learned from
 * @param report what became of all of them
 * @param prompts the user's turns of those that were kept; all of them, whatever share is used
 */
record SftReading(
    Conversations data, Spool<Example> examples, DataReport report, TrainedPrompts prompts)
    implements AutoCloseable {
  /** Texts that are kept until they are hashed together. */
  private static final int HASHED_AT_ONCE = 10_000;

  /**
   * Reads everything.
   *
   * @throws BadInput for the first thing that is wrong, and where nothing is left to learn
   */
  static SftReading of(String stage, ModelFolder model, Conversations data, SftData plan) {
    Spool<Example> examples = new Spool<>(Example.FORM);
    List<String> texts = new ArrayList<>();
    TrainedPrompts[] prompts = {TrainedPrompts.none()};
    try (Tokenizer tokenizer = model.tokenizer()) {
      ConversationSieve sieve =
          new ConversationSieve(model, model.encoder(tokenizer), plan, examples::add);
      DataReport report =
          data.sift(
              conversation -> {
                Fate fate = sieve.apply(conversation);
                if (fate.dropped().isEmpty()) {
                  texts.addAll(asked(conversation.messages()));
                }
                if (texts.size() >= HASHED_AT_ONCE) {
                  prompts[0] = prompts[0].with(stage, texts);
                  texts.clear();
                }
                return fate;
              });
      SftReading reading = new SftReading(data, examples, report, prompts[0].with(stage, texts));
      reading.refuseNothing();
      return reading;
    }
  }

  /** What the user says. */
  static List<String> asked(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::content)
        .toList();
  }

  private void refuseNothing() {
    if (mixture(0).length() == 0) {
      throw new BadInput(
          "No conversation is left to learn from: " + report.line(),
          data.files().stream().map(Path::toString).collect(Collectors.joining(", ")),
          "Add conversations, raise data.safetyShare, or let longer ones be learned");
    }
  }

  /** The order in which the examples come. */
  Mixture mixture(long seed) {
    return data.mixture(report, seed);
  }

  @Override
  public void close() {
    examples.close();
  }
}
