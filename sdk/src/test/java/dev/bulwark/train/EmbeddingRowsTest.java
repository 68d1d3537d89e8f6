package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.checkpoint.TensorFile;
import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Projection;
import dev.bulwark.text.Encoded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the embedding that no data reaches need no memory, and nobody can tell from the bits. */
class EmbeddingRowsTest {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final PairObjective PAIRS =
      new PairObjective(new PairLoss(0), new SafetyLoss(1, 1), 0);

  private final ModelFolder folder = ModelFolder.open(Folders.llama());
  private final List<PreferencePair> pairs = pairs();

  private Decoder decoder() {
    return RewardFolder.whole(folder, Compute.FP32, 7);
  }

  /** Tokens 300 to 309 alone, and the special ones; the vocabulary has more. */
  private static List<PreferencePair> pairs() {
    List<PreferencePair> pairs = new ArrayList<>();
    List<Encoded> drawn = Tiny.conversations(24, 3);
    for (Encoded each : drawn) {
      Arrays.setAll(each.ids(), i -> 300 + each.ids()[i] % 10);
    }
    for (int i = 0; i < drawn.size(); i += 2) {
      pairs.add(
          new PreferencePair(
              drawn.get(i), drawn.get(i + 1), 0, SafetyLabel.UNKNOWN, SafetyLabel.UNKNOWN));
    }
    return pairs;
  }

  private LongStream tokens() {
    return pairs.stream()
        .flatMap(pair -> PAIRS.sequences(pair).stream())
        .flatMapToLong(sequence -> Arrays.stream(sequence.ids()));
  }

  /** Three steps without clipping: a norm of fewer zeros may round otherwise. */
  private Map<String, float[]> learned(boolean rows) {
    return learned(rows, 1e9);
  }

  private Map<String, float[]> learned(boolean rows, double clip) {
    Optimisation optimisation = new Optimisation(1e-2, 0, 0, 0.3, clip, 4, 1);
    Map<String, float[]> values = new HashMap<>();
    try (Decoder decoder = decoder();
        GradientTape tape = rows ? decoder.tape(tokens()) : decoder.tape();
        AdamW adam = new AdamW(decoder, tape, optimisation)) {
      assertThat(tape.rows().isPresent()).isEqualTo(rows);
      for (int step = 0; step < 3; step++) {
        PAIRS.gradients(tape, pairs.subList(4 * step, 4 * step + 4), 64);
        adam.step(1e-2 / (step + 1));
      }
      decoder.trainable().forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    }
    return values;
  }

  @Test
  void learnsTheSameBitsWithRowsAlone() {
    Map<String, float[]> whole = learned(false);
    Map<String, float[]> rows = learned(true);
    assertThat(rows.keySet()).isEqualTo(whole.keySet());
    whole.forEach((name, values) -> assertThat(rows.get(name)).as(name).containsExactly(values));
  }

  @Test
  void clipsByTheSameNorm() {
    Map<String, float[]> whole = learned(false, 0.05);
    Map<String, float[]> rows = learned(true, 0.05);
    whole.forEach(
        (name, values) ->
            assertThat(rows.get(name)).as(name).containsExactly(values, within(1e-6f)));
    assertThat(rows.get(EMBEDDING)).isNotEqualTo(learned(true).get(EMBEDDING));
  }

  /** Two epochs of two batches each with a head of its own, by the loop and by hand. */
  @Test
  void loopLearnsFromTheRowsOfAllEpochs() {
    List<Encoded> data = Tiny.conversations(8, 5);
    Optimisation optimisation = Tiny.optimisation(1e-2, 4, 2);
    TrainingData<Encoded> order = TrainingData.shuffled(data, 7);
    float[] byLoop;
    float[] byHand;
    try (Decoder decoder = Tiny.decoder()) {
      assertThat(decoder.learnsRows()).isTrue();
      TrainingLoop.of(decoder, new TokenObjective(), optimisation).run(order, step -> {});
      byLoop = decoder.trained(EMBEDDING);
    }
    try (Decoder decoder = Tiny.decoder();
        GradientTape tape = decoder.tape();
        AdamW adam = new AdamW(decoder, tape, optimisation)) {
      Schedule schedule = Schedule.of(optimisation, 4);
      for (int step = 0; step < 4; step++) {
        int[] epoch = order.epoch(step / 2);
        List<Encoded> batch = new ArrayList<>();
        Arrays.stream(epoch, step % 2 * 4, step % 2 * 4 + 4).forEach(i -> batch.add(data.get(i)));
        new TokenObjective()
            .gradients(tape, batch, optimisation.memory().tokensFor(decoder, tape.lanes()));
        adam.step(schedule.rate(step));
      }
      byHand = decoder.trained(EMBEDDING);
    }
    assertThat(byLoop).containsExactly(byHand, within(1e-6f));
  }

  /** A checkpoint of another form is none: nothing of it may stay in the weights. */
  @Test
  void checkpointThatDoesNotFitChangesNothing(@TempDir Path folder) {
    Path file = folder.resolve("step.safetensors");
    try (Decoder decoder = decoder();
        GradientTape all = decoder.tape();
        GradientTape some = decoder.tape(tokens());
        AdamW dense = new AdamW(decoder, all, Tiny.optimisation(1e-2, 4, 1));
        AdamW rows = new AdamW(decoder, some, Tiny.optimisation(1e-2, 4, 1))) {
      TensorFile.write(file, state(decoder, dense));
      decoder.trainable().values().forEach(tensor -> tensor.addi(1));
      float[] before = decoder.trained("model.norm.weight");
      assertThatThrownBy(() -> TensorFile.fill(file, state(decoder, rows)))
          .isInstanceOf(BadInput.class);
      assertThat(decoder.trained("model.norm.weight")).containsExactly(before);
      TensorFile.fill(file, state(decoder, dense));
      assertThat(decoder.trained("model.norm.weight")).isNotEqualTo(before);
    }
  }

  private static Map<String, NDArray> state(Decoder decoder, AdamW adam) {
    Map<String, NDArray> state = new LinkedHashMap<>(decoder.trainable());
    state.putAll(adam.named("first.", "second."));
    return state;
  }

  /** Decay alone moves the others: 0.3 times rates of 0.01, 0.005 and 0.00333. */
  @Test
  void rowsOutOfReachDecayAndNoMore() {
    float[] before;
    try (Decoder decoder = decoder()) {
      before = decoder.trained(EMBEDDING);
    }
    float[] after = learned(true).get(EMBEDDING);
    int hidden = folder.shape().hidden();
    float decayed = before[5 * hidden];
    for (int step = 1; step <= 3; step++) {
      decayed *= (float) (1 - 1e-2 / step * 0.3);
    }
    assertThat(after[5 * hidden]).isEqualTo(decayed).isNotEqualTo(before[5 * hidden]);
    assertThat(Math.abs(after[300 * hidden] - before[300 * hidden])).isGreaterThan(1e-3f);
  }

  @Test
  void gradientAndMeansHaveAsManyRowsAsTheDataHasTokens() {
    long reached = tokens().distinct().count();
    Shape expected = new Shape(reached, folder.shape().hidden());
    assertThat(reached).isLessThan(folder.shape().vocabulary() / 4);
    try (Decoder decoder = decoder();
        GradientTape tape = decoder.tape(tokens());
        AdamW adam = new AdamW(decoder, tape, new Optimisation(1e-2, 0, 0, 0, 1, 1, 1))) {
      assertThat(tape.gradients().get(EMBEDDING).getShape()).isEqualTo(expected);
      assertThat(adam.first().get(0).getShape()).isEqualTo(expected);
      assertThat(adam.second().get(0).getShape()).isEqualTo(expected);
    }
  }

  @Test
  void refusesATokenThatNoDataWasToHave() {
    try (Decoder decoder = decoder();
        GradientTape tape = decoder.tape(LongStream.of(300, 301))) {
      assertThatThrownBy(() -> PAIRS.gradients(tape, pairs, 64))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("No training data has the token 30[2-9]");
    }
  }

  @Test
  void adapterHasNoRowsOfItsOwn() {
    try (Decoder adapted =
        folder.decoder(Compute.FP32, new Adapter.Plan(2, 4, Projection.ALL), 1)) {
      assertThat(adapted.learnsRows()).isFalse();
      assertThatThrownBy(() -> adapted.tape(LongStream.of(300)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("All rows of this decoder's embedding get gradients, or none");
    }
  }
}
