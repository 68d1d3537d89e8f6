package dev.bulwark.evaluate;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prompts of several files on their way into one suite, none of them evidence twice. */
final class Gathering {
  private final List<Prompt> prompts = new ArrayList<>();
  private final Map<String, Path> seen = new HashMap<>();
  private final Map<String, Prompt> said = new HashMap<>();

  /**
   * Adds a file's prompts.
   *
   * @throws BadInput for an id used twice, and the same words under several clusters, each of which
   *     would count as evidence of its own
   */
  void add(Path file, List<Prompt> more) {
    for (Prompt prompt : more) {
      Path first = seen.putIfAbsent(prompt.id(), file);
      if (first != null) {
        throw twice(prompt.id(), first, file);
      }
      refuseCopy(prompt, said.putIfAbsent(said(prompt), prompt), file);
      prompts.add(prompt);
    }
  }

  List<Prompt> prompts() {
    return List.copyOf(prompts);
  }

  /** What a prompt says to a reader: letter case, blanks and what can't be seen make no other. */
  static String said(Prompt prompt) {
    return prompt.messages().stream()
        .map(message -> message.role() + " " + AnswerText.normalise(message.content()))
        .collect(Collectors.joining("\n"));
  }

  private static void refuseCopy(Prompt prompt, @Nullable Prompt first, Path file) {
    if (first != null && !first.cluster().equals(prompt.cluster())) {
      throw BadInput.in(
          file,
          "The prompt '%s' says the same as '%s', but has another cluster"
              .formatted(prompt.id(), first.id()),
          "Remove one of them, or give both the same \"cluster\"");
    }
  }

  private static BadInput twice(String id, Path first, Path second) {
    String files =
        first.equals(second)
            ? "twice in it"
            : "in " + first.getFileName() + " and in " + second.getFileName();
    return BadInput.in(
        second, "The id '" + id + "' stands " + files, "Give each prompt of a suite its own id");
  }
}
