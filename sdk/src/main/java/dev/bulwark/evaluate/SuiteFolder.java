package dev.bulwark.evaluate;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A suite as a folder of {@code harmful.jsonl}, {@code borderline.jsonl} and {@code helpful.jsonl},
 * at least one of them, each plain or with {@code .gz}; a file's name says what a good answer to
 * its prompts is. Other JSON Lines files in it are an error, because a misspelt name would silently
 * drop prompts.
 *
 * @param folder the folder
 */
record SuiteFolder(Path folder) implements Suite {
  private static final String LAYOUT =
      "Give it harmful.jsonl, borderline.jsonl or helpful.jsonl, each plain or as .jsonl.gz";

  @Override
  public List<Prompt> read() {
    Map<Kind, Path> files = files();
    Gathering gathering = new Gathering();
    for (Kind kind : Kind.values()) {
      Path file = files.get(kind);
      if (file != null) {
        gathering.add(file, Prompts.in(file, kind).read());
      }
    }
    return gathering.prompts();
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
}
