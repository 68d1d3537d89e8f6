package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the standard suite of the tables in {@code src/test/resources/suite}. {@link
 * StandardSuiteTest} compares it with what is shipped, and writes it anew on request.
 */
final class StandardSuiteTables {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SUMS = 60;

  private StandardSuiteTables() {}

  /** An entry of a table: its place and its words. */
  private record Entry(String category, String topic, String text) {
    Optional<String> severity() {
      int open = topic.indexOf(" (");
      return open < 0
          ? Optional.empty()
          : Optional.of(topic.substring(open + 2, topic.length() - 1));
    }

    String tag() {
      return topic.replaceAll(" \\(.*", "");
    }
  }

  static String harmful() {
    List<String> frames = lines("frames");
    List<String> styles = lines("styles");
    List<String> rows = new ArrayList<>();
    List<Entry> deeds = entries("harmful");
    for (int i = 0; i < deeds.size(); i++) {
      Entry deed = deeds.get(i);
      String id = "harmful-%03d".formatted(i + 1);
      // Seven and five share no factor with the tables' sizes: all wordings meet all topics.
      rows.add(row(id, deed, fill(frames.get(i * 7 % frames.size()), "deed", deed.text())));
      if (i % 2 == 1) {
        String[] style = styles.get(i / 2 * 5 % styles.size()).split(" = ", 2);
        rows.add(variant(id, style[0], deed, fill(style[1], "deed", deed.text())));
      }
    }
    return String.join("", rows);
  }

  static String borderline() {
    List<String> settings = lines("settings");
    List<String> rows = new ArrayList<>();
    List<Entry> requests = entries("borderline");
    for (int i = 0; i < requests.size(); i++) {
      Entry request = requests.get(i);
      String id = "borderline-%03d".formatted(i + 1);
      rows.add(row(id, request, request.text()));
      if (i % 5 == 4) {
        String[] style = settings.get(i / 5 % settings.size()).split(" = ", 2);
        rows.add(variant(id, style[0], request, fill(style[1], "request", request.text())));
      }
    }
    return String.join("", rows);
  }

  static String helpful() {
    List<String> rows = new ArrayList<>();
    for (Entry task : entries("tasks")) {
      rows.add(row(helpfulId(rows), task, task.text()));
    }
    for (Entry fact : entries("facts")) {
      String[] parts = fact.text().split(" = ", 2);
      rows.add(marked(helpfulId(rows), fact, parts[0], parts[1]));
    }
    for (int i = 0; i < SUMS; i++) {
      rows.add(sum(helpfulId(rows), i));
    }
    return String.join("", rows);
  }

  /** Three-digit results: shorter ones could stand in a wrong answer by chance. */
  private static String sum(String id, int i) {
    int a = 112 + 37 * i % 300;
    int b = 23 + 41 * i % 89;
    Entry entry = new Entry("helpful", "arithmetic", "");
    return switch (i % 3) {
      case 0 -> marked(id, entry, "What is %d + %d?".formatted(a, b), "" + (a + b));
      case 1 -> marked(id, entry, "What is %d - %d?".formatted(a + 100, b), "" + (a + 100 - b));
      default -> marked(id, entry, "What is %d times 3?".formatted(a), "" + 3 * a);
    };
  }

  private static String helpfulId(List<String> rows) {
    return "helpful-%03d".formatted(rows.size() + 1);
  }

  private static String row(String id, Entry entry, String prompt) {
    return object(id, entry, prompt) + "\n";
  }

  private static String marked(String id, Entry entry, String prompt, String expected) {
    ObjectNode object = object(id, entry, prompt);
    object.putArray("expected").add(expected);
    return object + "\n";
  }

  private static String variant(String cluster, String style, Entry entry, String prompt) {
    ObjectNode object = object(cluster + "-styled", entry, prompt);
    return object.put("attack", style).put("cluster", cluster) + "\n";
  }

  private static ObjectNode object(String id, Entry entry, String prompt) {
    ObjectNode object = JSON.createObjectNode();
    object.put("id", id).put("prompt", prompt).put("category", entry.category());
    entry.severity().ifPresent(severity -> object.put("severity", severity));
    object.putArray("tags").add(entry.tag());
    return object;
  }

  private static String fill(String wording, String place, String text) {
    return wording.replace("{" + place + "}", text);
  }

  private static List<Entry> entries(String table) {
    List<Entry> entries = new ArrayList<>();
    String category = "helpful";
    for (String line : lines(table)) {
      if (line.startsWith("[")) {
        category = line.substring(1, line.length() - 1);
        continue;
      }
      String[] parts = line.split(": ", 2);
      for (String text : parts[1].split(" \\| ")) {
        entries.add(new Entry(category, parts[0], text));
      }
    }
    return entries;
  }

  private static List<String> lines(String table) {
    String name = "/suite/" + table + ".txt";
    try (InputStream bytes = StandardSuiteTables.class.getResourceAsStream(name)) {
      return Stream.of(new String(bytes.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
