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

/**
 * The verdict on disk, with the switches that let a build go on in spite of it.
 *
 * @param path the file
 */
record VerdictFile(Path path) {

  private static final String SWITCHES = "switches";

  /** Writes it; without switches these are the gate's own bytes. */
  void write(Verdict verdict, List<String> switches) {
    WholeFile.write(path, switches.isEmpty() ? verdict.json() : with(switches, verdict.json()));
  }

  /**
   * The switches that were in force.
   *
   * @throws BadInput where the file can't be read, or holds something else in their place
   */
  List<String> switches() {
    JsonNode names;
    try {
      names = new JsonMapper().readTree(Files.readString(path)).path(SWITCHES);
    } catch (IOException e) {
      throw BadInput.in(path, "The verdict can't be read: " + e.getMessage(), "Make it readable");
    }
    List<String> switches = new ArrayList<>();
    names.forEach(name -> switches.add(name.asText()));
    if (!names.isMissingNode()
        && (!names.isArray() || switches.isEmpty() || switches.contains(""))) {
      throw BadInput.in(
          path, "This is no verdict: its switches are no names", "Run mvn bulwark:check again");
    }
    return List.copyOf(switches);
  }

  private static String with(List<String> switches, String json) {
    try {
      ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
      ArrayNode names = tree.putArray(SWITCHES);
      switches.forEach(names::add);
      return tree.toPrettyString().replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A verdict is JSON", e);
    }
  }
}
