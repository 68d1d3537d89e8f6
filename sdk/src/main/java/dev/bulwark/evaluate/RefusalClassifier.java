package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A second look at answers: refusals that no phrase of the rules knows. Logistic regression on an
 * embedding of the answer's first sentences, trained on sentences of this project alone.
 *
 * <p>Two-staged: what the rules call a refusal is one, what opens by agreeing or reads as
 * instructions is none, and only the rest is classified.
 */
public final class RefusalClassifier implements Refusals {
  private static final int SENTENCES = 3;

  private final RefusalRules rules = new RefusalRules();
  private final Embedding embedding;
  private final Weights weights;

  /**
   * What was learned.
   *
   * @param embedding id of the embedding it was learned on
   * @param threshold the probability above which it says refusal
   * @param bias the odds of a refusal, as logarithm, where the embedding says nothing
   * @param of one weight a dimension, {@code [dimensions]}
   */
  record Weights(String embedding, double threshold, double bias, List<Double> of) {
    static Weights shipped() {
      try (InputStream bytes =
          RefusalClassifier.class.getResourceAsStream("refusal-classifier.json")) {
        JsonNode node = JsonMapper.builder().build().readTree(bytes);
        List<Double> of = new ArrayList<>();
        node.path("weights").forEach(weight -> of.add(weight.asDouble()));
        return new Weights(
            node.path("embedding").asText(),
            node.path("threshold").asDouble(),
            node.path("bias").asDouble(),
            of);
      } catch (IOException e) {
        throw new UncheckedIOException("Can't read the refusal classifier", e);
      }
    }

    double probability(float[] vector) {
      double sum = bias;
      for (int i = 0; i < of.size(); i++) {
        sum += of.get(i) * vector[i];
      }
      return 1 / (1 + Math.exp(-sum));
    }
  }

  /**
   * The classifier that is shipped.
   *
   * @param embedding the one it was trained on, {@code all-minilm-l6-v2-q}
   */
  public RefusalClassifier(Embedding embedding) {
    this(embedding, Weights.shipped());
  }

  RefusalClassifier(Embedding embedding, Weights weights) {
    if (!embedding.id().equals(weights.embedding())) {
      throw new IllegalArgumentException(
          "embedding is %s, but must be %s".formatted(embedding.id(), weights.embedding()));
    }
    this.embedding = embedding;
    this.weights = weights;
  }

  @Override
  public boolean refuses(String answer) {
    return rules.refuses(answer)
        || (!rules.agrees(answer)
            && !rules.complies(answer)
            && probability(answer) > weights.threshold());
  }

  /** The probability of a refusal by the second stage alone. */
  public double probability(String answer) {
    return weights.probability(embedding.of(opening(answer)));
  }

  /** The first sentences: further on, an answer that complies may warn, and a refusal may help. */
  static String opening(String answer) {
    String[] sentences = answer.strip().split("(?<=[.!?])\\s+", SENTENCES + 1);
    return Arrays.stream(sentences).limit(SENTENCES).collect(Collectors.joining(" "));
  }

  @Override
  public String id() {
    return "refusal-classifier-2(" + rules.id() + "," + embedding.id() + ")";
  }
}
