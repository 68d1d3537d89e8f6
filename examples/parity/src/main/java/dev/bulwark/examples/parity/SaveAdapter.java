package dev.bulwark.examples.parity;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.AdapterFolder;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Source;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.TokenObjective;
import dev.bulwark.train.TrainingData;
import dev.bulwark.train.TrainingLoop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Trains an adapter for three steps on random tokens, saves it, and writes beside it what it
 * computes: {@code BASE OUT policy|reward} gives {@code OUT/adapter} and {@code OUT/computed.json}.
 */
public final class SaveAdapter {
  private static final long SEED = 17;
  private static final int[] LENGTHS = {5, 12, 9};

  private SaveAdapter() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    if (arguments.length != 3 || !List.of("policy", "reward").contains(arguments[2])) {
      throw new BadInput("Three arguments are needed", "command line", "BASE OUT policy|reward");
    }
    Path out = Path.of(arguments[1]);
    try (Base base = ModelFolder.open(Path.of(arguments[0])).base(Compute.FP32);
        Decoder policy = base.role(plan(), SEED)) {
      List<Encoded> texts = texts(base.shape().vocabulary());
      Optimisation far = new Optimisation(1e-2, 0, 1, 0, 1, texts.size(), 3);
      TrainingLoop.of(policy, new TokenObjective(), far)
          .run(TrainingData.shuffled(texts, SEED), step -> {});
      ObjectNode computed = new ObjectMapper().createObjectNode();
      if (arguments[2].equals("policy")) {
        save(policy, out, arguments[0], computed, texts);
      } else {
        try (Decoder reward = base.scorer(plan(), trained(policy))) {
          save(reward, out, arguments[0], computed, texts);
        }
      }
    }
  }

  private static Adapter.Plan plan() {
    return new Adapter.Plan(4, 8, Projection.ALL);
  }

  private static List<Encoded> texts(int vocabulary) {
    Random random = new Random(SEED);
    return Arrays.stream(LENGTHS)
        .mapToObj(length -> random.longs(length, 3, vocabulary).toArray())
        .map(
            ids -> {
              boolean[] learned = new boolean[ids.length];
              Arrays.fill(learned, true);
              return new Encoded(ids, learned);
            })
        .toList();
  }

  /** What was trained, and a fresh score head. */
  private static Source trained(Decoder policy) {
    return spec -> {
      if (!policy.trainable().containsKey(spec.name())) {
        return Adapter.drawn(SEED).read(spec);
      }
      float[] values = policy.trained(spec.name());
      ByteBuffer buffer =
          ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
      buffer.asFloatBuffer().put(values);
      return buffer;
    };
  }

  private static void save(
      Decoder role, Path out, String base, ObjectNode computed, List<Encoded> texts) {
    AdapterFolder.save(role, out.resolve("adapter"), base);
    boolean scores = role.trainable().containsKey(Adapter.scoreHead(role.shape()).name());
    for (Encoded text : texts) {
      ObjectNode row = computed.withArray("rows").addObject();
      Arrays.stream(text.ids()).forEach(row.putArray("ids")::add);
      ArrayNode values = row.putArray(scores ? "score" : "logits");
      try (NDManager scope = role.scope()) {
        Packing packing = Packing.of(List.of(text));
        float[] found =
            (scores ? role.scores(scope, packing, packing.lasts()) : role.logits(scope, packing))
                .toFloatArray();
        for (float value : found) {
          values.add(value);
        }
      }
    }
    WholeFile.write(out.resolve("computed.json"), computed.toString());
    Stream.of(out.resolve("adapter"), out.resolve("computed.json")).forEach(System.out::println);
  }
}
