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
import java.util.function.Function;

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
    return of(model, files, longest, prompt -> List.of());
  }

  /**
   * Reads prompts that all leave room for an answer, also with words in front of them.
   *
   * @param prefixes the words, each of which stands in front by itself
   */
  static PromptReading of(
      ModelFolder model,
      List<Prompts> files,
      int longest,
      Function<Prompt, List<String>> prefixes) {
    List<Prompt> prompts = new ArrayList<>();
    Set<List<Message>> seen = new HashSet<>();
    int doubled = 0;
    try (Tokenizer tokenizer = model.tokenizer()) {
      Room room = new Room(model.encoder(tokenizer), model.shape().attention().window(), longest);
      for (Prompts file : files) {
        for (Prompt prompt : file.read()) {
          check(prompt, file);
          room.check(asked(prompt, 1), file);
          prefixes.apply(prompt).forEach(words -> room.check(asked(prompt, 1).after(words), file));
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

  /** What a model's window leaves for an answer. */
  private record Room(ChatEncoder encoder, int window, int longest) {
    void check(PoolRow.Asked asked, Prompts file) {
      int tokens = encoder.prompt(asked.given()).length;
      if (tokens + longest > window) {
        throw BadInput.in(
            file.file(),
            "The prompt '%s' has %d tokens%s, which leaves less than %d of the model's window of %d"
                .formatted(
                    asked.id(),
                    tokens,
                    asked.prefix().isEmpty() ? "" : " with its pre-prompt",
                    longest,
                    window),
            "Shorten or remove it, or set a smaller drawing.longest");
      }
    }
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
    return prompts.stream().map(prompt -> asked(prompt, temperature)).toList();
  }

  /** A prompt as it is asked plainly. */
  static PoolRow.Asked asked(Prompt prompt, double temperature) {
    boolean tagged = prompt.kind() == Prompt.Kind.HARMFUL;
    return new PoolRow.Asked(prompt.id(), prompt.messages(), tagged, "", temperature);
  }
}
