package dev.bulwark.evaluate;

import dev.bulwark.data.Prompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the prompts of a suite stand in its files, for whatever points at them.
 *
 * @param byId the place of each prompt
 */
public record PromptPlaces(Map<String, Place> byId) {
  /** Nothing is known, as of a suite that lies in no file. */
  public static final PromptPlaces NONE = new PromptPlaces(Map.of());

  /** Copies the places. */
  public PromptPlaces {
    byId = Map.copyOf(byId);
  }

  /**
   * A line of a file.
   *
   * @param file the file
   * @param line the line, from 1
   */
  public record Place(Path file, long line) {}

  /**
   * Looks them up.
   *
   * @param suite a suite's folder or file
   * @throws dev.bulwark.data.BadInput as reading the suite does
   */
  public static PromptPlaces in(Path suite) {
    Map<String, Place> places = new HashMap<>();
    if (Files.isRegularFile(suite)) {
      add(suite, new SuiteFile(suite).lines(), places);
    } else {
      new SuiteFolder(suite)
          .files()
          .forEach((kind, file) -> add(file, Prompts.in(file, kind).lines(), places));
    }
    return new PromptPlaces(places);
  }

  private static void add(Path file, Map<String, Long> lines, Map<String, Place> places) {
    lines.forEach((id, line) -> places.put(id, new Place(file, line)));
  }

  /** The place of a prompt; one in disguise stands where its plain form does. */
  public Optional<Place> of(String id) {
    Place place = byId.get(id);
    int disguise = id.lastIndexOf('~');
    return place == null && disguise > 0
        ? Optional.ofNullable(byId.get(id.substring(0, disguise)))
        : Optional.ofNullable(place);
  }
}
