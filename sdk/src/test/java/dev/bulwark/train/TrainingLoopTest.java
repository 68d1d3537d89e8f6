package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
  private static final List<Encoded> DATA = Tiny.conversations(8, 1);

  @Test
  void learnsOneBatchByHeart() {
    List<TrainingStep> steps = new ArrayList<>();
    try (Decoder decoder = Tiny.decoder()) {
      Tiny.train(decoder, Tiny.optimisation(5e-3, 8, 60), 0, DATA, steps::add);
    }
    // Guessing among 320 tokens costs ln 320 = 5.77; the random weights are surer, and wrong.
    assertThat(steps.get(0).loss()).isGreaterThan(5.77);
    assertThat(steps.get(59).loss()).isLessThan(0.1);
  }

  @Test
  void reportsEachStep() {
    List<TrainingStep> steps = new ArrayList<>();
    Optimisation optimisation = new Optimisation(1e-3, 0.25, 0.1, 0.1, 1, 3, 2);
    try (Decoder decoder = Tiny.decoder()) {
      Tiny.train(decoder, optimisation, 0, DATA, steps::add);
    }
    // 8 conversations in batches of 3 are 3 steps an epoch.
    assertThat(steps).extracting(TrainingStep::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(steps).extracting(TrainingStep::steps).containsOnly(6L);
    Schedule schedule = Schedule.of(optimisation, 6);
    for (TrainingStep step : steps) {
      assertThat(step.learningRate()).isEqualTo(schedule.rate(step.step() - 1));
    }
    int tokens = DATA.stream().mapToInt(Encoded::length).sum();
    assertThat(steps.get(2).tokens()).isEqualTo(tokens);
    assertThat(steps.get(5).tokens()).isEqualTo(2L * tokens);
    assertThat(steps.get(5).secondsLeft()).isZero();
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherDoesNot() {
    Map<String, float[]> once = trained(4);
    assertThat(same(once, trained(4))).isTrue();
    assertThat(same(once, trained(5))).isFalse();
  }

  @Test
  void microBatchesChangeNothing() {
    List<TrainingStep> steps = new ArrayList<>();
    List<Map<String, float[]>> weights = new ArrayList<>();
    for (int tokens : new int[] {1_000_000, 25, 1}) {
      try (Decoder decoder = Tiny.decoder()) {
        Optimisation parts = Tiny.optimisation(1e-3, 8, 1).memory(new Memory(tokens, false));
        Tiny.train(decoder, parts, 0, DATA, steps::add);
        weights.add(Tiny.weights(decoder));
      }
    }
    for (int parts = 1; parts < 3; parts++) {
      assertThat(steps.get(parts).loss()).isCloseTo(steps.get(0).loss(), within(1e-5));
      assertThat(steps.get(parts).gradientNorm())
          .isCloseTo(steps.get(0).gradientNorm(), within(1e-5));
      assertThat(largestDifference(weights.get(0), weights.get(parts))).isLessThan(1e-5f);
    }
  }

  @Test
  void weightThatIsNaNStopsTheRunAndNothingMoves(@TempDir Path parent) throws IOException {
    Path folder = Folders.copyIn(parent);
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
      file.seek(file.length() - 4); // the last value of the last norm
      file.write(new byte[] {0, 0, (byte) 0xc0, 0x7f});
    }
    try (Decoder decoder = ModelFolder.open(folder).decoder(Compute.FP32, Adapter.Plan.NONE, 0)) {
      Map<String, float[]> before = Tiny.weights(decoder);
      assertThatThrownBy(
              () -> Tiny.train(decoder, Tiny.optimisation(1e-3, 2, 1), 0, DATA, step -> {}))
          .isInstanceOf(TrainingStopped.class)
          .hasMessageMatching(
              "step 1 has the loss NaN and the gradient norm NaN; its batch is sample \\d, sample"
                  + " \\d");
      assertThat(same(before, Tiny.weights(decoder))).isTrue();
    }
  }

  @Test
  void interruptEndsTheRunAfterTheStep() {
    try (Decoder decoder = Tiny.decoder()) {
      assertThatThrownBy(
              () ->
                  Tiny.train(
                      decoder,
                      Tiny.optimisation(1e-3, 2, 1),
                      0,
                      DATA,
                      step -> {
                        if (step.step() == 2) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(TrainingStopped.class)
          .hasMessage("The training was interrupted after step 2");
    } finally {
      // Cleared for the tests that follow on this thread.
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static Map<String, float[]> trained(long seed) {
    try (Decoder decoder = Tiny.decoder()) {
      Tiny.train(decoder, Tiny.optimisation(1e-3, 2, 1), seed, DATA, step -> {});
      return Tiny.weights(decoder);
    }
  }

  private static boolean same(Map<String, float[]> one, Map<String, float[]> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
  }

  private static float largestDifference(Map<String, float[]> one, Map<String, float[]> other) {
    float largest = 0;
    for (String name : one.keySet()) {
      for (int i = 0; i < one.get(name).length; i++) {
        largest = Math.max(largest, Math.abs(one.get(name)[i] - other.get(name)[i]));
      }
    }
    return largest;
  }
}
