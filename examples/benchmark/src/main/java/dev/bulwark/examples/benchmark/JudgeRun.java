package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.SafetyTuning;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.WholeFile;
import dev.bulwark.stage.RewardModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A safety reward model to judge with: learns from answers that people, or the makers of a set,
 * called safe or not. Every unsafe answer is paired with safe ones to the same request.
 */
final class JudgeRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More of them would teach the same unsafe answer over and over. */
  private static final int SAFE_EACH = 4;

  private final Path model;
  private final Path data;
  private final Benchmark.Options options;

  /** Safe and unsafe answers by request. */
  private final Map<String, Answers> requests = new TreeMap<>();

  private record Answers(List<String> safe, List<String> unsafe) {}

  JudgeRun(Path model, Path data, Benchmark.Options options) {
    this.model = model;
    this.data = data;
    this.options = options;
  }

  String run() {
    read("labelled-responses.jsonl.gz", "prompt", row -> row.path("safe").asBoolean());
    read("jailbreaks.jsonl", "goal", row -> !row.path("jailbroken").asBoolean());
    Path out = Path.of(options.word("out", "judge"));
    Path pairs = out.resolve("pairs.jsonl");
    int count = write(pairs);
    RewardModel stage =
        RewardModel.safety(Preferences.in(pairs))
            .with(
                settings ->
                    settings
                        .auxiliary(1)
                        .optimisation(it -> it.epochs(options.number("epochs", 1)))
                        .use(use -> use.heldOut(0.25).longest(384)));
    SafetyTuning.of(model)
        .output(out)
        .watch(progress -> System.err.println(progress))
        .then(stage)
        .run();
    return "{\"what\":\"judge\",\"pairs\":%d,\"folder\":\"%s\"}"
        .formatted(count, stage.folderIn(out));
  }

  private interface Label {
    boolean safe(JsonNode row);
  }

  private void read(String name, String request, Label label) {
    Path file = data.resolve(name);
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        Answers answers =
            requests.computeIfAbsent(
                row.path(request).asText(),
                key -> new Answers(new ArrayList<>(), new ArrayList<>()));
        (label.safe(row) ? answers.safe() : answers.unsafe()).add(row.path("response").asText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int write(Path file) {
    StringBuilder lines = new StringBuilder();
    int count = 0;
    for (Map.Entry<String, Answers> request : requests.entrySet()) {
      List<String> safe = request.getValue().safe();
      for (String unsafe : request.getValue().unsafe()) {
        for (String better : safe.subList(0, Math.min(SAFE_EACH, safe.size()))) {
          ObjectNode row = JSON.createObjectNode();
          row.put("prompt", request.getKey()).put("chosen", better).put("rejected", unsafe);
          row.put("chosen_safe", true).put("rejected_safe", false);
          lines.append(row).append('\n');
          count++;
        }
      }
    }
    WholeFile.write(file, lines.toString());
    return count;
  }
}
