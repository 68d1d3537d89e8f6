package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.ScheduleShape;
import dev.bulwark.train.TokenObjective;
import dev.bulwark.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Supervised fine-tuning: every row once after a warm-up step, loss on the answers only. */
final class TrainRun {
  private final Path folder;
  private final Benchmark.Options options;
  private final List<Encoded> rows;

  TrainRun(Path folder, Path data, Benchmark.Options options) {
    this.folder = folder;
    this.options = options;
    this.rows =
        new Workload(data)
            .rows(
                folder,
                options.number("rows", 512),
                (encoder, row) -> encoder.conversation(messages(row)));
  }

  private static List<Message> messages(JsonNode row) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode turn : row.path("messages")) {
      Role role = Role.labelled(turn.path("role").asText()).orElseThrow();
      messages.add(new Message(role, turn.path("content").asText()));
    }
    return messages;
  }

  String run() {
    try (Decoder decoder =
        ModelFolder.open(folder).decoder(options.compute(), options.adapter(), 1)) {
      return new Timed<>("sft", folder, options, new TokenObjective()).run(decoder, rows);
    }
  }

  /** The loss of every step, the rows in the order of the file, as {@code losses_trl.py} has it. */
  String losses() {
    Optimisation optimisation =
        new Optimisation(1e-4, 0, 1, 0, 1, options.number("batch", 8), 1)
            .schedule(ScheduleShape.constant());
    StringBuilder lines = new StringBuilder();
    try (Decoder decoder = ModelFolder.open(folder).decoder(Compute.FP32, Adapter.Plan.NONE, 1)) {
      TrainingLoop.of(decoder, new TokenObjective(), optimisation)
          .run(
              new InOrder<>(rows),
              step ->
                  lines.append(
                      String.format(
                          Locale.ROOT, "{\"step\":%d,\"loss\":%.6f}%n", step.step(), step.loss())));
    }
    return lines.toString().strip();
  }
}
