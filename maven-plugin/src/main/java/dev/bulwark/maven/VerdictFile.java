package dev.bulwark.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Fields;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The verdict on disk, with what only a build knows: the switches that let it go on in spite of the
 * verdict, and the artifacts that baseline and anchor came in.
 *
 * @param path the file
 */
record VerdictFile(Path path) {

  private static final String SWITCHES = "switches";
  private static final String COORDINATES = "coordinates";
  private static final String HASH = "sha256";
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** Writes it; without switches these are the gate's own bytes. */
  void write(Verdict verdict, List<String> switches) {
    write(verdict, switches, List.of());
  }

  /**
   * Writes it with the artifacts that baseline and anchor came in.
   *
   * @param artifacts none where they are files of the project
   */
  void write(Verdict verdict, List<String> switches, List<PublishedBaseline> artifacts) {
    boolean plain = switches.isEmpty() && artifacts.isEmpty();
    WholeFile.write(path, plain ? verdict.json() : with(switches, artifacts, verdict.json()));
  }

  /**
   * What a build wrote into it besides, a sentence each.
   *
   * @param fields what stands in it
   * @throws BadInput where it holds something else in its place
   */
  List<String> notes(Fields fields) {
    List<String> notes = new ArrayList<>();
    if (fields.object().has(SWITCHES)) {
      List<String> names = sound("switches", () -> fields.texts(SWITCHES));
      notes.add("Switches in force, which let a build go on: " + String.join(", ", names) + ".");
    }
    for (Compared as : Compared.values()) {
      if (fields.object().has(as.key())) {
        List<String> named = sound(as.word() + "'s artifact", () -> artifact(fields.in(as.key())));
        notes.add("The " + as.word() + " is the artifact " + String.join(", ", named) + ".");
      }
    }
    return List.copyOf(notes);
  }

  /** Its coordinates and what became of it; a text that is empty says nothing. */
  private static List<String> artifact(Fields artifact) {
    Optional<String> hash = artifact.labelOrAbsent(HASH);
    boolean whole = hash.filter(text -> !SHA_256.matcher(text).matches()).isEmpty();
    return List.of(
        artifact.text(COORDINATES),
        whole ? hash.map("SHA-256 "::concat).orElse("which could not be resolved") : "");
  }

  private List<String> sound(String what, Supplier<List<String>> read) {
    List<String> texts;
    try {
      texts = read.get();
    } catch (UnusableResults e) {
      texts = List.of();
    }
    if (texts.isEmpty() || texts.contains("")) {
      throw BadInput.in(
          path,
          "This is no verdict: its " + what + " can't be read",
          "Run mvn bulwark:check again");
    }
    return texts;
  }

  private static String with(
      List<String> switches, List<PublishedBaseline> artifacts, String json) {
    try {
      ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json);
      artifacts.forEach(
          one -> {
            ObjectNode node = tree.putObject(one.as().key());
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
