package dev.bulwark.examples.benchmark;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.model.Decoder;
import dev.bulwark.train.DpoLoss;
import dev.bulwark.train.DpoObjective;
import dev.bulwark.train.DpoPair;
import java.nio.file.Path;
import java.util.List;

/**
 * Direct preference optimisation, as {@code dpo_trl.py} trains it; tokens of both answers. The
 * reference's pass over all rows is in the time, as it is in TRL's steps.
 */
record DpoRun(Path folder, Path data, Benchmark.Options options) {

  String run() {
    List<DpoPair> rows =
        new Workload(data)
            .rows(
                folder,
                options.number("rows", 128),
                (encoder, row) ->
                    DpoPair.of(
                        PairRun.answer(encoder, row, "chosen"),
                        PairRun.answer(encoder, row, "rejected")));
    DpoObjective objective = new DpoObjective(new DpoLoss(DpoLoss.Form.SIGMOID, 0.1, 0));
    ModelFolder model = ModelFolder.open(folder);
    try (Decoder decoder = model.decoder(options.compute(), options.adapter(), 1)) {
      DpoPair.seenBy(decoder, rows.subList(0, options.number("batch", 32)));
      long start = System.nanoTime();
      List<DpoPair> seen = DpoPair.seenBy(decoder, rows);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Timed<>("dpo", folder, options, objective).run(decoder, seen, seconds);
    }
  }
}
