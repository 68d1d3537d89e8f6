package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.data.Message;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.MarginTable;
import dev.bulwark.train.PairLoss;
import dev.bulwark.train.PairObjective;
import dev.bulwark.train.PreferencePair;
import dev.bulwark.train.SafetyLabel;
import dev.bulwark.train.SafetyLoss;
import java.nio.file.Path;
import java.util.List;

/**
 * A reward model with margins by rating, as {@code rm_trl.py} trains it; tokens of both answers.
 */
final class PairRun {
  private final Path folder;
  private final Benchmark.Options options;
  private final List<PreferencePair> rows;

  PairRun(Path folder, Path data, Benchmark.Options options) {
    this.folder = folder;
    this.options = options;
    this.rows = new Workload(data).rows(folder, options.number("rows", 256), PairRun::pair);
  }

  private static PreferencePair pair(ChatEncoder encoder, JsonNode row) {
    return new PreferencePair(
        answer(encoder, row, "chosen"),
        answer(encoder, row, "rejected"),
        margin(row.path("rating").asText()),
        SafetyLabel.UNKNOWN,
        SafetyLabel.UNKNOWN);
  }

  private static double margin(String rating) {
    MarginTable margins = MarginTable.SMALL;
    return switch (rating) {
      case "significantly better" -> margins.significantly();
      case "better" -> margins.better();
      case "slightly better" -> margins.slightly();
      case "negligibly better" -> margins.negligibly();
      default -> throw new IllegalArgumentException("There is no rating '" + rating + "'");
    };
  }

  /** A prompt and one of its answers. */
  static Encoded answer(ChatEncoder encoder, JsonNode row, String which) {
    return encoder.conversation(
        List.of(
            Message.user(row.path("prompt").asText()),
            Message.assistant(row.path(which).asText())));
  }

  String run() {
    PairObjective objective = new PairObjective(new PairLoss(0), new SafetyLoss(1, 1), 0);
    Timed<PreferencePair> timed = new Timed<>("rm", folder, options, objective);
    ModelFolder model = ModelFolder.open(folder);
    if (options.adapter().rank() == 0) {
      try (Decoder decoder = RewardFolder.whole(model, options.compute(), 1)) {
        return timed.run(decoder, rows);
      }
    }
    try (Base base = RewardFolder.trunk(model, options.compute());
        Decoder decoder = base.scorer(options.adapter(), Adapter.drawn(1))) {
      return timed.run(decoder, rows);
    }
  }
}
