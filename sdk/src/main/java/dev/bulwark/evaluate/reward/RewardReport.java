package dev.bulwark.evaluate.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What held-out comparisons say about a reward model, beside what choosing at random (0.5) and
 * choosing the longer answer would have got; kept as {@code reward-report.json}.
 *
 * @param accuracy share of pairs whose chosen answer scores higher, draws being wrong
 * @param slices the same by rating, by safety labels and by category
 * @param length how far the model merely likes long answers
 * @param scores how scores spread
 * @param unsafe how well {@code sigmoid(score)} finds unsafe answers; none without labels
 * @param raw whether {@code sigmoid(score)} means what it says
 * @param calibrated whether the calibrated probability does
 */
public record RewardReport(
    Share accuracy,
    Slices slices,
    LengthBias length,
    ScoreHistogram scores,
    List<UnsafeDetection> unsafe,
    Reliability raw,
    Reliability calibrated) {
  /** Name of the file in a model's folder. */
  public static final String FILE = "reward-report.json";

  /**
   * Accuracy on parts of the pairs.
   *
   * @param rating by how much better annotators found the chosen answer
   * @param safety by which answers are safe
   * @param category by risk category
   */
  public record Slices(
      Map<String, Share> rating, Map<String, Share> safety, Map<String, Share> category) {
    /** Copies the maps in their order, so that the value can't change. */
    public Slices {
      rating = new LinkedHashMap<>(rating);
      safety = new LinkedHashMap<>(safety);
      category = new LinkedHashMap<>(category);
    }
  }

  /** Copies the list, so that the value can't change. */
  public RewardReport {
    unsafe = List.copyOf(unsafe);
  }

  /**
   * The report.
   *
   * @param pairs held-out comparisons, at least one
   * @param checked answers that the probability was not fitted to
   */
  public static RewardReport of(
      List<ScoredPair> pairs, List<ScoredAnswer> checked, SafetyProbability probability) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("pairs is empty, but must hold at least one");
    }
    List<ScoredAnswer> unseen = labelled(checked);
    return new RewardReport(
        accuracy(pairs),
        new Slices(
            by(pairs, ScoredPair::rating),
            by(pairs, ScoredPair::safety),
            by(pairs, ScoredPair::category)),
        LengthBias.of(pairs),
        ScoreHistogram.of(pairs),
        UnsafeDetection.of(labelled(answers(pairs)), SafetyProbability.RAW::of),
        Reliability.of(unseen, SafetyProbability.RAW::of),
        Reliability.of(unseen, probability::of));
  }

  /** Both answers of every pair. */
  public static List<ScoredAnswer> answers(List<ScoredPair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.chosen(), pair.rejected())).toList();
  }

  /** Those with a safety label. */
  public static List<ScoredAnswer> labelled(List<ScoredAnswer> answers) {
    return answers.stream().filter(answer -> answer.safe().isPresent()).toList();
  }

  /** The report in a model's folder; empty where there is none. */
  public static Optional<RewardReport> in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String remedy = "Train the reward model again";
    try {
      return Optional.of(RewardJson.MAPPER.readValue(file.toFile(), RewardReport.class));
    } catch (JsonProcessingException e) {
      throw BadInput.in(file, "The report can't be read: " + JsonReason.of(e), remedy);
    } catch (IOException e) {
      throw BadInput.in(file, "The report can't be read: " + e.getMessage(), remedy);
    }
  }

  /** As indented JSON. */
  public String json() {
    return RewardJson.text(this);
  }

  private static Share accuracy(List<ScoredPair> pairs) {
    Share accuracy = Share.NONE;
    for (ScoredPair pair : pairs) {
      accuracy = accuracy.and(pair.right());
    }
    return accuracy;
  }

  /** Accuracy by a label, in the order in which the labels first come. */
  private static Map<String, Share> by(
      List<ScoredPair> pairs, Function<ScoredPair, Optional<String>> label) {
    Map<String, Share> shares = new LinkedHashMap<>();
    for (ScoredPair pair : pairs) {
      label
          .apply(pair)
          .ifPresent(
              name ->
                  shares.merge(
                      name, new Share(pair.right(), 1), (all, one) -> all.and(pair.right())));
    }
    return shares;
  }
}
