package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversation;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.DataReport;
import dev.bulwark.data.Fate;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The dialogues of ghost attention, read and checked.
 *
 * @param data the files they are from
 * @param dialogues those that can be used
 * @param report what became of all of them
 */
record GhostReading(Conversations data, List<Conversation> dialogues, DataReport report) {
  private static final int FEWEST_QUESTIONS = 2;

  /**
   * Reads everything.
   *
   * @throws BadInput for the first thing that is wrong, and where no dialogue is left
   */
  static GhostReading of(Conversations data) {
    List<Conversation> dialogues = new ArrayList<>();
    DataReport report =
        data.sift(
            conversation -> {
              if (!Dialogue.isInOrder(conversation)) {
                return Fate.dropped("turns out of order");
              }
              if (Dialogue.questions(conversation) < FEWEST_QUESTIONS) {
                return Fate.dropped("the user speaks once");
              }
              dialogues.add(conversation);
              return Fate.KEPT;
            });
    if (dialogues.isEmpty()) {
      throw new BadInput(
          "There is no dialogue to answer: " + report.line(),
          data.files().stream().map(Path::toString).collect(Collectors.joining(", ")),
          "Add conversations in which the user speaks at least twice");
    }
    return new GhostReading(data, dialogues, report);
  }

  /**
   * Checks that what is said to the system reaches the model.
   *
   * @throws BadInput where the template leaves it out
   */
  static void checkSystem(ModelFolder model) {
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      Message question = Message.user("a");
      long[] with = encoder.prompt(List.of(new Message(Role.SYSTEM, "b c"), question));
      if (Arrays.equals(with, encoder.prompt(List.of(question)))) {
        throw BadInput.in(
            model.path(),
            "The chat template leaves out what the system says",
            "Set instructions.place to first_turn, or use the template that belongs to the model");
      }
    }
  }

  /** What the user says in the dialogues; all of it, whatever share is used. */
  List<String> asked() {
    return dialogues.stream()
        .flatMap(dialogue -> SftReading.asked(dialogue.messages()).stream())
        .toList();
  }

  /** The dialogues that the shares of their files leave, each with an instruction of its own. */
  List<Dialogue> instructed(GhostAttentionSettings settings, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Arrays.stream(data.mixture(report, seed).epoch(0))
        .distinct()
        .sorted()
        .mapToObj(
            place ->
                Dialogue.of(
                    dialogues.get(place),
                    settings.instructions().draw(random.split()),
                    settings.drawing().turns()))
        .toList();
  }
}
