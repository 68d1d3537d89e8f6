package dev.bulwark.gate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the files of a case: a copy of the base, changed step by step.
 *
 * @param base the folder that all cases start from
 * @param out a folder that is not there yet
 */
public record CaseFiles(Path base, Path out) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BLOCK = 1 << 16;

  /** Applies the operations in order. */
  public void make(JsonNode ops) throws IOException {
    Files.createDirectories(out);
    try (Stream<Path> files = Files.list(base)) {
      for (Path file : files.toList()) {
        Files.copy(file, out.resolve(file.getFileName()));
      }
    }
    for (JsonNode op : ops) {
      apply(op, out.resolve(op.path("file").asText()));
    }
  }

  private void apply(JsonNode op, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    switch (op.path("op").asText()) {
      case "delete" -> Files.delete(file);
      case "write" -> Files.writeString(file, op.path("text").asText());
      case "writeBase64" ->
          Files.write(file, Base64.getDecoder().decode(op.path("base64").asText()));
      case "truncate" ->
          Files.write(file, Arrays.copyOf(Files.readAllBytes(file), op.path("bytes").asInt()));
      case "copy" -> Files.write(file, Files.readAllBytes(out.resolve(op.path("from").asText())));
      case "symlink" -> {
        Files.deleteIfExists(file);
        Files.createSymbolicLink(file, Path.of(op.path("target").asText()));
      }
      case "setJson" -> setJson(op, file);
      case "appendRepeated" -> append(op, file);
      default -> lines(op, file);
    }
  }

  private static void setJson(JsonNode op, Path file) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    String[] path = op.path("pointer").asText().substring(1).split("/");
    JsonNode target = root;
    for (String step : Arrays.copyOf(path, path.length - 1)) {
      JsonNode next =
          target instanceof ArrayNode array ? array.get(Integer.parseInt(step)) : target.path(step);
      target = next.isMissingNode() ? ((ObjectNode) target).putObject(step) : next;
    }
    String last = path[path.length - 1];
    boolean remove = op.path("remove").asBoolean();
    if (target instanceof ArrayNode array) {
      int at = Integer.parseInt(last);
      if (remove) {
        array.remove(at);
      } else {
        array.set(at, op.get("value"));
      }
    } else if (remove) {
      ((ObjectNode) target).remove(last);
    } else {
      ((ObjectNode) target).set(last, op.get("value"));
    }
    Files.writeString(file, root.toString());
  }

  private static void append(JsonNode op, Path file) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      bytes.write(op.path("prefix").asText().getBytes(StandardCharsets.UTF_8));
      String unit = op.path("unit").asText();
      byte[] block = unit.repeat(BLOCK).getBytes(StandardCharsets.UTF_8);
      int size = unit.getBytes(StandardCharsets.UTF_8).length;
      for (int left = op.path("count").asInt(); left > 0; left -= BLOCK) {
        bytes.write(block, 0, Math.min(left, BLOCK) * size);
      }
      bytes.write(op.path("suffix").asText().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void lines(JsonNode op, Path file) throws IOException {
    // Each byte is a character, so that lines that are no text come back as they were.
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    JsonNode given = op.path("lines");
    switch (op.path("op").asText()) {
      case "replaceLines" -> {
        for (Map.Entry<String, JsonNode> line : given.properties()) {
          lines.set(Integer.parseInt(line.getKey()) - 1, bytes(line.getValue()));
        }
      }
      case "deleteLines" -> lines = kept(lines, numbers(given), false);
      case "keepLines" -> lines = kept(lines, numbers(given), true);
      case "appendLines" -> {
        for (JsonNode line : given) {
          lines.add(bytes(line));
        }
      }
      case "reverseLines" -> Collections.reverse(lines);
      case "crlf" -> lines.replaceAll(line -> line + "\r");
      default -> throw new AssertionError("Unknown operation " + op);
    }
    String all = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    Files.writeString(file, all, StandardCharsets.ISO_8859_1);
  }

  private static String bytes(JsonNode text) {
    return new String(text.asText().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static List<Integer> numbers(JsonNode given) {
    List<Integer> numbers = new ArrayList<>();
    given.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  private static List<String> kept(List<String> lines, List<Integer> numbers, boolean named) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (numbers.contains(i + 1) == named) {
        kept.add(lines.get(i));
      }
    }
    return kept;
  }
}
