package dev.bulwark.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on disk, with what only a build knows: the switches that let it go on in spite of the
 * verdict, and the artifact that the baseline came in.
 *
 * @param path the file
 */
record VerdictFile(Path path) {

  private static final String SWITCHES = "switches";
  private static final String ARTIFACT = "baselineArtifact";
  private static final String COORDINATES = "coordinates";
  private static final String HASH = "sha256";

  /** Writes it; without switches these are the gate's own bytes. */
  void write(Verdict verdict, List<String> switches) {
    write(verdict, switches, Optional.empty());
  }

  /**
   * Writes it with the artifact that the baseline came in.
   *
   * @param artifact empty where the baseline is a file of the project
   */
  void write(Verdict verdict, List<String> switches, Optional<PublishedBaseline> artifact) {
    boolean plain = switches.isEmpty() && artifact.isEmpty();
    WholeFile.write(path, plain ? verdict.json() : with(switches, artifact, verdict.json()));
  }

  /**
   * What a build wrote into it besides, a sentence each.
   *
   * @throws BadInput where the file can't be read, or holds something else in its place
   */
  List<String> notes() {
    JsonNode tree = tree();
    List<String> notes = new ArrayList<>();
    if (tree.has(SWITCHES)) {
      List<String> names = new ArrayList<>();
      tree.get(SWITCHES).forEach(name -> names.add(name.asText()));
      sound(tree.get(SWITCHES).isArray() && !names.isEmpty() && !names.contains(""), "switches");
      notes.add("Switches in force, which let a build go on: " + String.join(", ", names) + ".");
    }
    if (tree.has(ARTIFACT)) {
      JsonNode artifact = tree.get(ARTIFACT);
      sound(artifact.path(COORDINATES).isTextual(), "baseline's artifact");
      notes.add(
          "The baseline is the artifact "
              + artifact.get(COORDINATES).asText()
              + (artifact.has(HASH)
                  ? ", SHA-256 " + artifact.get(HASH).asText() + "."
                  : ", which could not be resolved."));
    }
    return List.copyOf(notes);
  }

  private JsonNode tree() {
    try {
      return new JsonMapper().readTree(Files.readString(path));
    } catch (IOException e) {
      throw BadInput.in(path, "The verdict can't be read: " + e.getMessage(), "Make it readable");
    }
  }

  private void sound(boolean isSound, String what) {
    if (!isSound) {
      throw BadInput.in(
          path,
          "This is no verdict: its " + what + " can't be read",
          "Run mvn bulwark:check again");
    }
  }

  private static String with(
      List<String> switches, Optional<PublishedBaseline> artifact, String json) {
    try {
      ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
      artifact.ifPresent(
          one -> {
            ObjectNode node = tree.putObject(ARTIFACT);
            node.put(COORDINATES, one.coordinates());
            one.sha256().ifPresent(hash -> node.put(HASH, hash));
          });
      if (!switches.isEmpty()) {
        ArrayNode names = tree.putArray(SWITCHES);
        switches.forEach(names::add);
      }
      return tree.toPrettyString().replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A verdict is JSON", e);
    }
  }
}
