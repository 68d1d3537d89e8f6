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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A suite as a folder of {@code harmful.jsonl}, {@code borderline.jsonl} and {@code helpful.jsonl},
 * at least one of them, each plain or with {@code .gz}, or as CSV, TSV or Parquet; a file's name
 * says what a good answer to its prompts is. Other such files in it are an error, because a
 * misspelt name would silently drop prompts. {@code suite.yaml} holds what is known of all of them.
 *
 * @param folder the folder
 */
record SuiteFolder(Path folder) implements Suite {
  private static final String LAYOUT =
      "Give it harmful.jsonl, borderline.jsonl or helpful.jsonl, each plain or as .jsonl.gz";

  private static final Pattern FILE =
      Pattern.compile("([^.].*?)\\.(?:(?:jsonl|csv|tsv)(?:\\.gz)?|parquet)");

  @Override
  public List<Prompt> read() {
    Map<Kind, Path> files = files();
    SuiteCard card = SuiteCard.in(folder.resolve("suite.yaml"));
    Gathering gathering = new Gathering();
    for (Kind kind : Kind.values()) {
      Path file = files.get(kind);
      if (file != null) {
        gathering.add(file, Prompts.in(file, kind).read().stream().map(card::label).toList());
      }
    }
    return gathering.prompts();
  }

  Map<Kind, Path> files() {
    if (!Files.isDirectory(folder)) {
      throw BadInput.in(folder, "There is no such suite folder", LAYOUT);
    }
    Map<Kind, Path> files = new HashMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.sorted().toList()) {
        if (FILE.matcher(file.getFileName().toString()).matches()) {
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

  private static Kind kindOf(Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    return Optional.of(name)
        .filter(Matcher::matches)
        .flatMap(parts -> Kind.labelled(parts.group(1)))
        .orElseThrow(() -> BadInput.in(file, "The file's name says no kind of prompt", LAYOUT));
  }
}
