package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Which prompts a model was trained on, by stage, as hashes of eight bytes: a gate must not judge a
 * model by what it learned by heart.
 *
 * <p>A stage adds the user's turns of its data to what the model it started from already had, and
 * writes the file {@code trained-prompts.jsonl} into its model's folder. Texts count as the same
 * where they differ in case, punctuation and blanks alone.
 */
public final class TrainedPrompts {
  /** The file's name in a model folder. */
  public static final String FILE = "trained-prompts.jsonl";

  private static final int NORMALISATION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TrainedPrompts NONE = new TrainedPrompts(Map.of());

  private final Map<String, long[]> stages;

  private TrainedPrompts(Map<String, long[]> stages) {
    this.stages = Collections.unmodifiableMap(new TreeMap<>(stages));
  }

  /** Of a model that no known stage has trained. */
  public static TrainedPrompts none() {
    return NONE;
  }

  /**
   * Reads those of a model folder; none where it has no such file.
   *
   * @throws BadInput where the file is broken
   */
  public static TrainedPrompts in(Path modelFolder) {
    Path file = modelFolder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      Map<String, long[]> stages = new TreeMap<>();
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        JsonNode node = JSON.readTree(line);
        if (node.path("normalisation").asInt() != NORMALISATION) {
          throw broken(file + ":" + number);
        }
        byte[] bytes = node.path("hashes").binaryValue();
        if (!node.path("stage").isTextual() || bytes == null || bytes.length % Long.BYTES != 0) {
          throw broken(file + ":" + number);
        }
        long[] hashes = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(hashes);
        Arrays.sort(hashes);
        stages.put(node.path("stage").asText(), hashes);
      }
      return new TrainedPrompts(stages);
    } catch (JacksonException e) {
      throw broken(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  private static BadInput broken(String where) {
    return new BadInput(
        "What the model was trained on can't be read",
        where,
        "Restore the file, or train the model again");
  }

  /**
   * Adds what a stage trains on.
   *
   * @param stage the stage's name, such as {@code safety-sft}
   * @param texts the user's turns of its data
   */
  public TrainedPrompts with(String stage, Collection<String> texts) {
    return with(stage, texts.stream().mapToLong(TrainedPrompts::hash));
  }

  /** Adds what another model was trained on. */
  public TrainedPrompts with(TrainedPrompts other) {
    TrainedPrompts both = this;
    for (Map.Entry<String, long[]> stage : other.stages.entrySet()) {
      both = both.with(stage.getKey(), Arrays.stream(stage.getValue()));
    }
    return both;
  }

  private TrainedPrompts with(String stage, LongStream hashes) {
    LongStream before = Arrays.stream(stages.getOrDefault(stage, new long[0]));
    Map<String, long[]> more = new TreeMap<>(stages);
    more.put(stage, LongStream.concat(before, hashes).distinct().sorted().toArray());
    return new TrainedPrompts(more);
  }

  /**
   * Writes them into a model folder, whole or not at all.
   *
   * @throws BadInput where the file can't be written
   */
  public void write(Path modelFolder) {
    StringBuilder lines = new StringBuilder();
    stages.forEach((stage, hashes) -> lines.append(line(stage, hashes)).append('\n'));
    WholeFile.write(modelFolder.resolve(FILE), lines.toString());
  }

  private static String line(String stage, long[] hashes) {
    ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Long.BYTES);
    bytes.asLongBuffer().put(hashes);
    ObjectNode node = JSON.createObjectNode();
    node.put("stage", stage).put("normalisation", NORMALISATION).put("prompts", hashes.length);
    return node.put("hashes", Base64.getEncoder().encodeToString(bytes.array())).toString();
  }

  /** The stages that trained on a text. */
  public List<String> stagesOf(String text) {
    long hash = hash(text);
    return stages.entrySet().stream()
        .filter(stage -> Arrays.binarySearch(stage.getValue(), hash) >= 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The first eight bytes of SHA-256 over the text's letters and digits. */
  private static long hash(String text) {
    String normal =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", " ")
            .strip();
    // A text of signs alone is itself, so that not all of them are the same.
    String kept = normal.isEmpty() ? text : normal;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(kept.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
