package dev.bulwark.examples.benchmark;

import dev.bulwark.model.Decoder;
import dev.bulwark.train.Memory;
import dev.bulwark.train.Objective;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.TrainingLoop;
import dev.bulwark.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Training against the clock: every row once after a warm-up step; tokens of whole optimiser steps
 * a second, and the peak resident set of the process.
 *
 * @param what is measured, as the command is called
 * @param folder the model's
 * @param options batch, precision and adapter
 * @param <T> a row
 */
record Timed<T>(String what, Path folder, Benchmark.Options options, Objective<T> objective) {

  /** Trains, and gives one line of JSON. */
  String run(Decoder decoder, List<T> rows) {
    return run(decoder, rows, 0);
  }

  /** The same after work on the rows that took so many seconds, which count. */
  String run(Decoder decoder, List<T> rows, double before) {
    int batch = options.number("batch", 32);
    Optimisation optimisation =
        new Optimisation(1e-5, 0, 1, 0, 1, batch, 1)
            .memory(new Memory(options.number("micro", 0), false));
    // The first step is to warm up, in the same run: what is set up anew comes once in real ones.
    List<T> all = new ArrayList<>(rows.subList(0, batch));
    all.addAll(rows);
    List<TrainingStep.Pace> paces = new ArrayList<>();
    TrainingLoop.of(decoder, objective, optimisation)
        .run(new InOrder<>(all), step -> paces.add(step.pace()));
    TrainingStep.Pace last = paces.get(paces.size() - 1);
    double seconds = before + last.seconds() - paces.get(0).seconds();
    long tokens = last.tokens() - paces.get(0).tokens();
    return String.format(
        Locale.ROOT,
        "{\"what\":\"%s\",\"model\":\"%s\",\"precision\":\"%s\",\"lora\":%d,\"tokens\":%d,"
            + "\"seconds\":%.2f,\"tokensPerSecond\":%.1f,\"peakMegabytes\":%d}",
        what,
        folder.getFileName(),
        options.compute().precision(),
        options.adapter().rank(),
        tokens,
        seconds,
        tokens / seconds,
        peakMegabytes());
  }

  /** As the operating system counts it. */
  static long peakMegabytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
