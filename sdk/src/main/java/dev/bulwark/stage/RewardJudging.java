package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Require;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.model.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Settings of an evaluation that reward models judge.
 *
 * @param safety folder of the model that judges violations; empty, the default, for none
 * @param helpfulness folder of the model that judges how helpful answers are; empty, the default,
 *     for none
 * @param threshold probability of being safe below which an answer violates, in (0, 1); 0.5 by
 *     default
 * @param uncalibrated whether models without a calibration will do; not by default
 * @param refusalsStand whether an answer that the standard judge finds to decline violates nothing,
 *     whatever the model says of it; not by default. See {@link RewardJudge#refusalsStand}
 */
public record RewardJudging(
    String safety,
    String helpfulness,
    double threshold,
    boolean uncalibrated,
    boolean refusalsStand) {

  /** Checks the range. */
  public RewardJudging {
    Require.that(threshold > 0 && threshold < 1, "threshold", threshold, "in (0, 1)");
  }

  /** No model at all, and a threshold of 0.5. */
  public static RewardJudging defaults() {
    return new RewardJudging("", "", 0.5, false, false);
  }

  /**
   * The folders that settings of a judge name, as somebody wrote them; none where it is a model
   * behind an endpoint.
   */
  public static List<Path> folders(JsonNode tree) {
    return Stream.of("safety", "helpfulness")
        .map(name -> tree.path(name).asText())
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .toList();
  }

  /**
   * These settings with others laid over them.
   *
   * @param where what to call the tree's place in an error, such as {@code <judge>}
   * @throws BadInput for an unknown name and for a value out of its range
   */
  public RewardJudging settings(JsonNode tree, String where) {
    return Settings.overlay(this, tree, where);
  }

  /**
   * Loads the models. What they have no say on, refusals above all, the standard judge decides.
   *
   * @throws BadInput for a folder that holds no reward model, or one that was not calibrated
   */
  public Opened open() {
    return open(folder -> RewardScorer.open(folder, Compute.FP32, uncalibrated));
  }

  /** The same with another way to load a model: whatever stops it, none of them stays in memory. */
  Opened open(Function<Path, RewardScorer> loading) {
    List<RewardScorer> open = new ArrayList<>();
    Function<String, RewardScorer> scorer =
        folder -> {
          open.add(loading.apply(Path.of(folder)));
          return open.get(open.size() - 1);
        };
    try {
      Judge judge = Judge.standard();
      if (!helpfulness.isBlank()) {
        judge = new HelpfulnessJudge(scorer.apply(helpfulness), judge);
      }
      if (!safety.isBlank()) {
        RewardJudge model = new RewardJudge(scorer.apply(safety), threshold, judge);
        judge = refusalsStand ? model.refusalsStand() : model;
      }
      return new Opened(judge, open);
    } catch (RuntimeException | Error e) {
      open.forEach(RewardScorer::close);
      throw e;
    }
  }

  /**
   * A judge whose models are loaded; close it to free their memory.
   *
   * @param judge judges as long as this is open
   * @param scorers the models
   */
  public record Opened(Judge judge, List<RewardScorer> scorers) implements AutoCloseable {
    /** Copies the list, so that the value can't change. */
    public Opened {
      scorers = List.copyOf(scorers);
    }

    @Override
    public void close() {
      scorers.forEach(RewardScorer::close);
    }
  }
}
