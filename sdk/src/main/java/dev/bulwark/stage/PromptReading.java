package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.Role;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The prompts of a stage that draws answers, read and checked.
 *
 * @param prompts each text once, in the order of the files
 * @param doubled how many were left out because their turns stand there already
 */
record PromptReading(List<Prompt> prompts, int doubled) {

  /**
   * Reads prompts that all leave room for an answer.
   *
   * @param longest most tokens of an answer
   * @throws BadInput for the first one that is wrong
   */
  static PromptReading of(ModelFolder model, List<Prompts> files, int longest) {
    List<Prompt> prompts = new ArrayList<>();
    Set<List<Message>> seen = new HashSet<>();
    int doubled = 0;
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      int window = model.shape().attention().window();
      for (Prompts file : files) {
        for (Prompt prompt : file.read()) {
          check(prompt, file);
          int tokens = encoder.prompt(prompt.messages()).length;
          if (tokens + longest > window) {
            throw BadInput.in(
                file.file(),
                "The prompt '%s' has %d tokens, which leaves less than %d of the model's window of %d"
                    .formatted(prompt.id(), tokens, longest, window),
                "Shorten or remove it, or set a smaller drawing.longest");
          }
          if (seen.add(prompt.messages())) {
            prompts.add(prompt);
          } else {
            doubled++;
          }
        }
      }
    }
    return new PromptReading(prompts, doubled);
  }

  private static void check(Prompt prompt, Prompts file) {
    List<Message> turns = prompt.messages();
    for (int i = 1; i < turns.size(); i++) {
      if (turns.get(i).role() == Role.USER && turns.get(i - 1).role() == Role.USER) {
        throw BadInput.in(
            file.file(),
            "The prompt '%s' is a script: its user speaks twice without an answer"
                .formatted(prompt.id()),
            "Write the answers between, as messages, or remove it");
      }
    }
  }

  /** SHA-256 over all that is asked. */
  String fingerprint() {
    return Fingerprint.of(prompts.toString());
  }

  /** The prompts as they are asked plainly; safety decides about harmful ones. */
  List<PoolRow.Asked> asked(double temperature) {
    return prompts.stream()
        .map(
            prompt ->
                new PoolRow.Asked(
                    prompt.id(),
                    prompt.messages(),
                    prompt.kind() == Prompt.Kind.HARMFUL,
                    "",
                    temperature))
        .toList();
  }
}
