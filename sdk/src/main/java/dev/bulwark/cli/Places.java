package dev.bulwark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.stage.RewardJudging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a job reads and what it writes, by name: so that nothing is written over an input, however
 * the two paths are spelt, and nothing of an earlier run is taken for this one's.
 *
 * @param reads files and folders that must stay as they are
 * @param writes files and folders that are replaced
 */
public record Places(Map<String, Path> reads, Map<String, Path> writes) {

  /** Copies both, in their order. */
  public Places {
    reads = new LinkedHashMap<>(reads);
    writes = new LinkedHashMap<>(writes);
  }

  /** Nothing at all. */
  public static Places none() {
    return new Places(Map.of(), Map.of());
  }

  /** With one thing more that is read; {@code name} stands in messages. */
  public Places reading(String name, Path path) {
    Places more = new Places(reads, writes);
    more.reads.put(name, path);
    return more;
  }

  /**
   * With the reward models that judge, where settings of a judge name some.
   *
   * @param judge the settings
   * @param base the folder that relative paths in them start from
   */
  public Places readingJudges(JsonNode judge, Path base) {
    Places places = this;
    for (Path folder : RewardJudging.folders(judge)) {
      places = places.reading("reward model that judges, " + folder, base.resolve(folder));
    }
    return places;
  }

  /** With one thing more that is written. */
  public Places writing(String name, Path path) {
    Places more = new Places(reads, writes);
    more.writes.put(name, path);
    return more;
  }

  /** With a results file that is read, and what is known of its run. */
  public Places readingResults(String name, Path rows) {
    return reading(name, rows).reading("header of the " + name, Evaluation.headerOf(rows));
  }

  /** With a results file that is written, and what is known of its run. */
  public Places writingResults(String name, Path rows) {
    return writing(name, rows).writing("header of the " + name, Evaluation.headerOf(rows));
  }

  /**
   * Makes sure that nothing is written over an input or over another output.
   *
   * @throws BadInput naming both
   */
  public void check() {
    clashes().values().stream()
        .findFirst()
        .ifPresent(
            clash -> {
              throw clash;
            });
  }

  /** Whether nothing is written over an input or over another output. */
  public boolean isFree() {
    return clashes().isEmpty();
  }

  /**
   * Removes the files that an earlier run left at the places to write, so that whatever happens
   * from here on they can't be taken for this run's. An input is never touched, and what is left of
   * a run that did not end stays: it is no result, and the next run may go on from it.
   *
   * @throws BadInput as {@link #check} does, after the other places were cleared
   */
  public void clear() {
    Map<String, BadInput> clashes = clashes();
    writes.forEach(
        (name, path) -> {
          if (!clashes.containsKey(name) && !Evaluation.isUnfinished(path)) {
            WholeFile.remove(path);
          }
        });
    check();
  }

  private Map<String, BadInput> clashes() {
    Map<String, BadInput> clashes = new LinkedHashMap<>();
    Map<Path, String> taken = new LinkedHashMap<>();
    writes.forEach(
        (name, path) -> {
          String other = taken.putIfAbsent(real(path), name);
          if (other != null) {
            clashes.put(name, clash(name, path, other, path));
          }
          reads.forEach(
              (input, at) -> {
                if (touches(real(path), at)) {
                  clashes.putIfAbsent(name, clash(name, path, input, at));
                }
              });
        });
    return clashes;
  }

  private static BadInput clash(String output, Path to, String other, Path at) {
    return BadInput.in(
        to,
        "The " + output + " would be written over the " + other + ", or into it: " + at,
        "Name another place for the " + output);
  }

  private static boolean touches(Path output, Path input) {
    Path read = real(input);
    return output.startsWith(read)
        || read.startsWith(output)
        || entries(input).stream().map(Places::real).anyMatch(output::equals);
  }

  /** What a folder holds: its files can be links to elsewhere. */
  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw BadInput.in(
          folder, "The folder can't be listed: " + e.getMessage(), "Make it readable");
    }
  }

  /** The path without links and detours, as far as it exists. */
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath();
    List<Path> missing = new ArrayList<>();
    for (Path at = whole; at != null; at = at.getParent()) {
      Optional<Path> found = found(at);
      if (found.isPresent()) {
        Path real = found.get();
        for (Path name : missing) {
          real = real.resolve(name);
        }
        return real.normalize();
      }
      missing.add(0, at.getFileName() == null ? at : at.getFileName());
    }
    return whole.normalize();
  }

  private static Optional<Path> found(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
