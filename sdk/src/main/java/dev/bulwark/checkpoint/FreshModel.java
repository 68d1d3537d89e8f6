package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.WeightSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes a model that has learned nothing yet, for those who train a small one from scratch. */
public final class FreshModel {
  private static final double SPREAD = 0.02; // the initializer_range of Llama configurations

  private FreshModel() {}

  /**
   * Writes {@code config.json} and half-precision weights, matrices normal with deviation 0.02 and
   * norms 1, beside a tokenizer that is there already or comes later.
   *
   * @param stop token id that ends an answer
   * @param pad token id that fills, different from {@code stop}
   * @param seed of the draws
   */
  public static void write(Path folder, DecoderShape shape, long stop, long pad, long seed) {
    WholeFile.write(folder.resolve("config.json"), config(shape, stop, pad));
    Random random = new Random(seed);
    List<SafeTensorsWriter.Tensor> tensors = new ArrayList<>();
    for (WeightSpec spec : WeightSpec.of(shape)) {
      tensors.add(
          new SafeTensorsWriter.Tensor(
              spec.name(), StorageType.F16, spec.dimensions(), () -> values(spec, random)));
    }
    SafeTensorsWriter.write(folder.resolve("model.safetensors"), tensors);
  }

  private static float[] values(WeightSpec spec, Random random) {
    float[] values = new float[Math.toIntExact(spec.size())];
    Arrays.fill(values, spec.name().endsWith(".bias") ? 0 : 1);
    for (int i = 0; spec.isMatrix() && i < values.length; i++) {
      values[i] = (float) (SPREAD * random.nextGaussian());
    }
    return values;
  }

  private static String config(DecoderShape shape, long stop, long pad) {
    ObjectNode config = ConfigJson.of(Family.LLAMA, shape, StorageType.F16);
    config.put("eos_token_id", stop);
    config.put("pad_token_id", pad);
    return config.toPrettyString() + "\n";
  }
}
