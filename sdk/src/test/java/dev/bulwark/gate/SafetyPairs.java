package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Pairs of a safe and an unsafe answer to one request, for a safety model to learn from, and
 * answers to a quarter of the requests, held out: Do-Not-Answer by its people's labels, jailbreaks
 * by their makers'. Pairs of PKU-SafeRLHF say which answer is the safer one and no more. No request
 * is of XSTest.
 *
 * <p>Of many safe answers those stand beside an unsafe one that are nearest to it in length, so
 * that length does not tell the two apart.
 */
final class SafetyPairs {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer whose safety is known. */
  record Answer(String source, String model, String request, String text, boolean safe) {

    private boolean isLlama2() {
      return model.toLowerCase(Locale.ROOT).replace("-", "").contains("llama2");
    }

    private double distance(Answer other) {
      return Math.abs(Math.log((text.length() + 1.0) / (other.text.length() + 1.0)));
    }
  }

  private final List<ObjectNode> pairs = new ArrayList<>();
  private final List<Answer> heldOut = new ArrayList<>();
  private final boolean llama2;

  private SafetyPairs(boolean llama2) {
    this.llama2 = llama2;
  }

  /**
   * Reads them.
   *
   * @param llama2 whether answers of Llama 2, to other requests, are among those to learn from
   */
  static SafetyPairs in(Path data, boolean llama2) throws IOException {
    SafetyPairs all = new SafetyPairs(llama2);
    Map<String, List<Answer>> asked = new LinkedHashMap<>();
    lines(
        data.resolve("labelled-responses.jsonl.gz"),
        row -> add(asked, "dna", row, "prompt", row.path("safe").asBoolean()));
    asked.forEach((request, answers) -> all.add(request, answers, 3));
    Map<String, List<Answer>> broken = new LinkedHashMap<>();
    lines(
        data.resolve("jailbreaks.jsonl"),
        row -> add(broken, "jailbreaks", row, "goal", !row.path("jailbroken").asBoolean()));
    broken.forEach((request, answers) -> all.add(request, answers, 2));
    lines(data.resolve("preferences-safety.jsonl.gz"), all::addRanked);
    return all;
  }

  private static void lines(Path file, Consumer<JsonNode> rows) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.accept(JSON.readTree(line));
      }
    }
  }

  private static void add(
      Map<String, List<Answer>> asked, String source, JsonNode row, String key, boolean safe) {
    String request = row.path(key).asText();
    asked
        .computeIfAbsent(request, none -> new ArrayList<>())
        .add(
            new Answer(
                source, row.path("model").asText(), request, row.path("response").asText(), safe));
  }

  private void add(String request, List<Answer> answers, int each) {
    if (isHeldOut(request)) {
      heldOut.addAll(answers);
      return;
    }
    List<Answer> others = answers.stream().filter(answer -> llama2 || !answer.isLlama2()).toList();
    for (Answer unsafe : others.stream().filter(answer -> !answer.safe()).toList()) {
      others.stream()
          .filter(Answer::safe)
          .sorted(Comparator.comparingDouble(unsafe::distance))
          .limit(each)
          .map(safe -> pair(request, safe.text(), unsafe.text()))
          .map(pair -> pair.put("chosen_safe", true).put("rejected_safe", false))
          .forEach(pairs::add);
    }
  }

  private void addRanked(JsonNode row) {
    String request = row.path("prompt").path(0).path("content").asText();
    String chosen = row.path("chosen").asText();
    String rejected = row.path("rejected").asText();
    boolean whole = !request.isBlank() && !chosen.isBlank() && !rejected.isBlank();
    if (row.path("source").asText().contains("PKU") && whole && !isHeldOut(request)) {
      pairs.add(pair(request, chosen, rejected));
    }
  }

  private static ObjectNode pair(String request, String chosen, String rejected) {
    return JSON.createObjectNode()
        .put("prompt", request)
        .put("chosen", chosen)
        .put("rejected", rejected);
  }

  private static boolean isHeldOut(String request) {
    String hash = Fingerprint.of(request);
    return Integer.parseInt(hash.substring(hash.length() - 1), 16) % 4 == 0;
  }

  /** How many pairs have labels of safety, and how many have none. */
  String sizes() {
    long labelled = pairs.stream().filter(pair -> pair.has("chosen_safe")).count();
    return "%d pairs with labels, %d without".formatted(labelled, pairs.size() - labelled);
  }

  /** Writes the pairs for the stage to read. */
  Path write(Path file) throws IOException {
    return Files.write(file, pairs.stream().map(JsonNode::toString).toList());
  }

  List<Answer> heldOut() {
    return heldOut;
  }
}
