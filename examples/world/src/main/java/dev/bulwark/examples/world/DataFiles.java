package dev.bulwark.examples.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.WholeFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of the world, as JSON Lines. */
public final class DataFiles {
  private DataFiles() {}

  /** The committed files: path below the quickstart's folder to text. */
  public static Map<String, String> committed(World world) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("data/sft.jsonl", lines(world.safetySft().stream().map(Example::json)));
    for (Kind kind : Kind.values()) {
      files.put(
          "suite/" + kind.label() + ".jsonl",
          lines(world.suite(kind).stream().map(DataFiles::json)));
    }
    return files;
  }

  /** Writes the committed files below a folder. */
  public static void writeCommitted(World world, Path folder) {
    committed(world).forEach((name, text) -> WholeFile.write(folder.resolve(name), text));
  }

  /** Writes conversations. */
  public static void write(List<Example> examples, Path file) {
    WholeFile.write(file, lines(examples.stream().map(Example::json)));
  }

  /** Writes prompts that each say their kind. */
  static void writePrompts(List<Prompt> prompts, Path file) {
    WholeFile.write(
        file,
        lines(prompts.stream().map(prompt -> json(prompt).put("kind", prompt.kind().label()))));
  }

  private static String lines(Stream<ObjectNode> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(row.toString()).append('\n'));
    return text.toString();
  }

  private static ObjectNode json(Prompt prompt) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", prompt.id());
    line.put("prompt", prompt.text());
    line.put("category", prompt.category().orElse(null));
    line.put("attack", prompt.attack().orElse(null));
    line.put("cluster", prompt.cluster());
    line.set("expected", strings(prompt.marks().expected()));
    line.set("forbidden", strings(prompt.marks().forbidden()));
    return line;
  }

  private static ArrayNode strings(List<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
