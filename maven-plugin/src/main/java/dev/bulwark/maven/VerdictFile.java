package dev.bulwark.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.WholeFile;
import dev.bulwark.gate.Verdict;
import java.nio.file.Path;
import java.util.List;

/**
 * The verdict on disk, with the switches that let a build go on in spite of it.
 *
 * @param path the file
 */
record VerdictFile(Path path) {

  /** Writes it; without switches these are the gate's own bytes. */
  void write(Verdict verdict, List<String> switches) {
    WholeFile.write(path, switches.isEmpty() ? verdict.json() : with(switches, verdict.json()));
  }

  private static String with(List<String> switches, String json) {
    try {
      ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
      ArrayNode names = tree.putArray("switches");
      switches.forEach(names::add);
      return tree.toPrettyString().replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A verdict is JSON", e);
    }
  }
}
