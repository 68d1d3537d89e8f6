package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains the shipped classifier on sentences of this project: refusals and answers in {@code
 * src/test/resources/refusal}, the former with topics of the standard suite put in. {@link
 * dev.bulwark.langchain4j.RefusalClassifierTest} compares the result with what is shipped.
 */
public final class RefusalTraining {
  private static final int STEPS = 1500;
  private static final int FOLDS = 5;
  private static final double RATE = 2;
  private static final double DECAY = 3e-4;
  private static final int TOPICS = 6;

  private RefusalTraining() {}

  private record Example(float[] vector, int label) {}

  private record Learned(double bias, double[] weights) {
    double probability(float[] vector) {
      double sum = bias;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * vector[i];
      }
      return 1 / (1 + Math.exp(-sum));
    }
  }

  /** The weights alone, {@code [dimensions]}. */
  public static double[] weights(Embedding embedding) {
    return fit(examples(embedding)).weights();
  }

  /** The weights and the threshold as the resource holds them. */
  public static String train(Embedding embedding) {
    List<Example> examples = examples(embedding);
    return json(embedding.id(), fit(examples), threshold(examples));
  }

  /**
   * Above the probability of every answer of our own that the classifier did not learn: it
   * overrules the rules only where it is surer than it ever was by mistake.
   */
  private static double threshold(List<Example> examples) {
    double highest = 0.5;
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Example> learned = new ArrayList<>();
      List<Example> held = new ArrayList<>();
      for (int i = 0; i < examples.size(); i++) {
        (i % FOLDS == fold ? held : learned).add(examples.get(i));
      }
      Learned model = fit(learned);
      for (Example example : held) {
        if (example.label() == 0) {
          highest = Math.max(highest, model.probability(example.vector()));
        }
      }
    }
    return highest;
  }

  private static Learned fit(List<Example> examples) {
    double[] weights = new double[examples.get(0).vector().length];
    double bias = 0;
    for (int step = 0; step < STEPS; step++) {
      double[] slope = new double[weights.length];
      double biasSlope = 0;
      Learned now = new Learned(bias, weights);
      for (Example example : examples) {
        double off = now.probability(example.vector()) - example.label();
        biasSlope += off;
        for (int i = 0; i < slope.length; i++) {
          slope[i] += off * example.vector()[i];
        }
      }
      for (int i = 0; i < slope.length; i++) {
        weights[i] -= RATE * (slope[i] / examples.size() + DECAY * weights[i]);
      }
      bias -= RATE * biasSlope / examples.size();
    }
    return new Learned(bias, weights);
  }

  private static String json(String id, Learned learned, double threshold) {
    ObjectNode node = JsonMapper.builder().build().createObjectNode();
    node.put("embedding", id).put("threshold", rounded(threshold));
    node.put("bias", rounded(learned.bias())).putArray("weights");
    for (double weight : learned.weights()) {
      node.withArray("weights").add(rounded(weight));
    }
    return node + "\n";
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  private static List<Example> examples(Embedding embedding) {
    List<Example> examples = new ArrayList<>();
    List<String> topics = topics();
    List<String> refusals = lines("refusals");
    for (int i = 0; i < refusals.size(); i++) {
      int times = refusals.get(i).contains("{deed}") ? TOPICS : 1;
      for (int time = 0; time < times; time++) {
        String topic = topics.get((i * TOPICS + time) * 7 % topics.size());
        examples.add(example(embedding, refusals.get(i).replace("{deed}", topic), 1));
      }
    }
    lines("answers").forEach(answer -> examples.add(example(embedding, answer, 0)));
    // Topics alone are no refusals: the classifier must not learn the topic instead of the answer.
    for (int i = 0; i < topics.size(); i += 3) {
      String answer = "Here is what to know about " + topics.get(i) + ". It begins early.";
      examples.add(example(embedding, answer, 0));
    }
    return examples;
  }

  private static Example example(Embedding embedding, String text, int label) {
    return new Example(embedding.of(RefusalClassifier.opening(text)), label);
  }

  /** Borderline requests as topics: what they are about looks dangerous and is not. */
  private static List<String> topics() {
    return Suite.standard().read().stream()
        .filter(prompt -> prompt.kind() == Kind.BORDERLINE && prompt.attack().isEmpty())
        .map(Prompt::text)
        .map(
            text ->
                text.replaceAll("^(How|What|Why|Which|Who) (do|does|did|can|is|was)?(I|it)? *", ""))
        .map(text -> text.replaceAll("[?.]", ""))
        .toList();
  }

  private static List<String> lines(String table) {
    String name = "/refusal/" + table + ".txt";
    try (InputStream bytes = RefusalTraining.class.getResourceAsStream(name)) {
      return Stream.of(new String(bytes.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
