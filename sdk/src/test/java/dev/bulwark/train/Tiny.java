package dev.bulwark.train;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.WeightSpec;
import dev.bulwark.text.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The small Llama and random conversations for it. */
final class Tiny {
  private Tiny() {}

  static Decoder decoder() {
    return decoder(Adapter.Plan.NONE, 0);
  }

  static Decoder decoder(Adapter.Plan plan, long seed) {
    return ModelFolder.open(Folders.llama()).decoder(Compute.FP32, plan, seed);
  }

  /** Conversations of 4 to 13 random tokens, the latter half of each learned. */
  static List<Encoded> conversations(int count, long seed) {
    Random random = new Random(seed);
    List<Encoded> conversations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long[] ids = random.longs(4 + random.nextInt(10), 0, 320).toArray();
      boolean[] learned = new boolean[ids.length];
      for (int t = ids.length / 2; t < ids.length; t++) {
        learned[t] = true;
      }
      conversations.add(new Encoded(ids, learned));
    }
    return conversations;
  }

  /** A constant rate, no decay. */
  static Optimisation optimisation(double rate, int batch, int epochs) {
    return new Optimisation(rate, 0, 1, 0, 1, batch, epochs);
  }

  /** Trains on the tokens that are learned. */
  static void train(
      Decoder decoder,
      Optimisation optimisation,
      long seed,
      List<Encoded> data,
      Consumer<TrainingStep> listener) {
    TrainingLoop.of(decoder, new TokenObjective(), optimisation)
        .run(TrainingData.shuffled(data, seed), listener);
  }

  /** A copy of all weights by name, those that an adapter leaves alone included. */
  static Map<String, float[]> weights(Decoder decoder) {
    Map<String, float[]> weights = new TreeMap<>();
    WeightSpec.of(decoder.shape()).forEach(spec -> weights.put(spec.name(), decoder.values(spec)));
    return weights;
  }

  /** The adapter's tensors by name, or all weights where there is none. */
  static Map<String, float[]> trainable(Decoder decoder) {
    Map<String, float[]> values = new TreeMap<>();
    decoder.trainable().forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    return values;
  }
}
