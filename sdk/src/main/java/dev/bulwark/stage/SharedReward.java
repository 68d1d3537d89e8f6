package dev.bulwark.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.checkpoint.AdapterFolder;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.StageRecord;
import dev.bulwark.model.Base;
import dev.bulwark.model.Decoder;
import dev.bulwark.train.PiecewiseReward;
import dev.bulwark.train.RolloutReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Reward models that are adapters on the policy's own base: one base in memory for all of them, and
 * answers read as the very tokens that the policy drew.
 */
final class SharedReward implements AutoCloseable {
  private static final String ADAPTER = "adapter";

  private final List<Path> folders;
  private final List<AdapterFolder> adapters;
  private final List<Decoder> roles = new ArrayList<>();
  private final List<DoubleUnaryOperator> scales;
  private final PiecewiseReward combination;

  private SharedReward(List<AdapterFolder> adapters, RewardModels.InFolders models) {
    this.folders = models.folders();
    this.adapters = adapters;
    this.scales = models.scales();
    this.combination = models.combination();
  }

  /** The reward as roles of the model's base; empty where its models are not all adapters on it. */
  static Optional<SharedReward> on(ModelFolder model, RewardSource.Found found) {
    if (!(found instanceof RewardModels.InFolders models)) {
      return Optional.empty();
    }
    List<AdapterFolder> adapters = new ArrayList<>();
    String hash = model.hash();
    for (Path folder : models.folders()) {
      if (!Files.isDirectory(folder.resolve(ADAPTER)) || !isOf(folder, hash)) {
        return Optional.empty();
      }
      adapters.add(AdapterFolder.open(folder.resolve(ADAPTER), model.shape()));
    }
    return adapters.stream().allMatch(AdapterFolder::scores)
        ? Optional.of(new SharedReward(adapters, models))
        : Optional.empty();
  }

  /** Whether a folder's adapter was trained on the model with that hash, and not touched since. */
  private static boolean isOf(Path folder, String model) {
    try {
      Optional<String> record = StageRecord.in(folder);
      return record.isPresent()
          && ModelFolder.isAsSaved(folder)
          && new JsonMapper().readTree(record.get()).path("model").asText().equals(model);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** The adapter of the safety model, or of the one that there is. */
  AdapterFolder first() {
    return adapters.get(0);
  }

  /** Adds the roles to a base. */
  void open(Base base) {
    adapters.forEach(adapter -> roles.add(base.scorer(adapter.plan(), adapter.source())));
  }

  /**
   * The scores of answers, {@code [answers]}, as {@link Reward#piecewise} and {@link Reward#of}
   * give them.
   *
   * @param tagged whether safety alone decides about an answer
   */
  double[] scores(RolloutReader reader, List<Boolean> tagged) {
    double[] scores = scores(reader, 0);
    if (roles.size() > 1) {
      double[] helpful = scores(reader, 1);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = combination.of(scores[i], helpful[i], tagged.get(i));
      }
    }
    return scores;
  }

  private double[] scores(RolloutReader reader, int role) {
    double[] raw = reader.scores(roles.get(role));
    return RewardScorer.finite(
        folders.get(role), Arrays.stream(raw).map(scales.get(role)).toArray());
  }

  @Override
  public void close() {
    roles.forEach(Decoder::close);
  }
}
