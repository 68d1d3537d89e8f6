package dev.bulwark.evaluate;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of prompts to evaluate on; naming it touches nothing.
 *
 * <p>The folder holds {@code harmful.jsonl}, {@code borderline.jsonl} and {@code helpful.jsonl}, at
 * least one of them, each plain or with {@code .gz}; a file's name says what a good answer to its
 * prompts is. Other JSON Lines files in it are an error, because a misspelt name would silently
 * drop prompts.
 *
 * @param folder the folder
 */
public record Suite(Path folder) {
  private static final String LAYOUT =
      "Give it harmful.jsonl, borderline.jsonl or helpful.jsonl, each plain or as .jsonl.gz";

  /** The suite in a folder. */
  public static Suite in(Path folder) {
    return new Suite(folder);
  }

  /**
   * Reads and checks all files.
   *
   * @return at least one prompt; harmful ones first, then borderline, then helpful
   * @throws BadInput for a missing folder, a folder without prompts, an id used twice, and the same
   *     words under several clusters, each of which would count as evidence of its own
   */
  public List<Prompt> read() {
    Map<Kind, Path> files = files();
    List<Prompt> prompts = new ArrayList<>();
    Map<String, Path> seen = new HashMap<>();
    Map<String, Prompt> said = new HashMap<>();
    for (Kind kind : Kind.values()) {
      Path file = files.get(kind);
      if (file == null) {
        continue;
      }
      for (Prompt prompt : Prompts.in(file, kind).read()) {
        Path first = seen.putIfAbsent(prompt.id(), file);
        if (first != null) {
          throw twice(prompt.id(), first, file);
        }
        refuseCopy(prompt, said.putIfAbsent(said(prompt), prompt), file);
        prompts.add(prompt);
      }
    }
    return List.copyOf(prompts);
  }

  /** SHA-256 over the prompts with their kinds, clusters and marks, whatever their order. */
  public static String hash(List<Prompt> prompts) {
    return Item.hash(prompts.stream().map(Item::of).toList());
  }

  private Map<Kind, Path> files() {
    if (!Files.isDirectory(folder)) {
      throw BadInput.in(folder, "There is no such suite folder", LAYOUT);
    }
    Map<Kind, Path> files = new HashMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.sorted().toList()) {
        if (isLines(file)) {
          Path other = files.putIfAbsent(kindOf(file), file);
          if (other != null) {
            throw BadInput.in(
                file,
                "The suite holds " + other.getFileName() + " too",
                "Keep one file of each kind");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't list " + folder, e);
    }
    if (files.isEmpty()) {
      throw BadInput.in(folder, "The suite folder holds no prompt file", LAYOUT);
    }
    return files;
  }

  private static boolean isLines(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz"));
  }

  private static Kind kindOf(Path file) {
    String name = file.getFileName().toString();
    for (Kind kind : Kind.values()) {
      if (name.equals(kind.label() + ".jsonl") || name.equals(kind.label() + ".jsonl.gz")) {
        return kind;
      }
    }
    throw BadInput.in(file, "The file's name says no kind of prompt", LAYOUT);
  }

  /** What a prompt says to a reader: letter case, blanks and what can't be seen make no other. */
  private static String said(Prompt prompt) {
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
