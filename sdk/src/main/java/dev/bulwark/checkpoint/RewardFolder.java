package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Source;
import dev.bulwark.model.WeightSpec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a reward model of a chat model (paper §3.2.2: the head that predicts tokens gives way to
 * one that gives a score), and saves it in the sequence-classification layout of Hugging Face.
 */
public final class RewardFolder {
  private static final String HEAD = "score.weight";

  private RewardFolder() {}

  /** The chat model's weights but for its last matrix, frozen, for roles with a score head. */
  public static Base trunk(ModelFolder chat, Compute compute) {
    StoredWeights weights = StoredWeights.in(chat.path()).fitting(chat.shape());
    return Base.of(with(chat.shape(), DecoderShape.Output.TIED), compute, weights);
  }

  /** A reward model with weights of its own, all trainable; the seed draws its head. */
  public static Decoder whole(ModelFolder chat, Compute compute, long seed) {
    StoredWeights weights = StoredWeights.in(chat.path()).fitting(chat.shape());
    return Decoder.whole(
        with(chat.shape(), DecoderShape.Output.SCORE),
        compute,
        new WithHead(weights, Adapter.drawn(seed)));
  }

  /** A model's weights and another's score head. */
  private record WithHead(Source model, Source head) implements Source {
    @Override
    public ByteBuffer read(WeightSpec spec) {
      return of(spec).read(spec);
    }

    @Override
    public void read(WeightSpec spec, Consumer<ByteBuffer> part) {
      of(spec).read(spec, part);
    }

    private Source of(WeightSpec spec) {
      return spec.name().equals(HEAD) ? head : model;
    }
  }

  /**
   * Saves a reward model: the chat model's configuration and tokenizer, weights in the types they
   * were stored in, the head in fp32, an adapter merged and once more by itself in {@code adapter}.
   * The target appears whole or stays as it was.
   *
   * @param chat the folder it was made of
   * @param record how the weights came about, kept in the folder
   * @param more writes what else belongs into the folder
   */
  public static void save(
      ModelFolder chat, Decoder decoder, Path target, StageRecord record, Consumer<Path> more) {
    StoredWeights stored = StoredWeights.in(chat.path());
    List<SafeTensorsWriter.Tensor> tensors =
        WeightSpec.of(with(chat.shape(), DecoderShape.Output.SCORE)).stream()
            .map(spec -> tensor(spec, decoder, stored))
            .toList();
    FolderFiles.replace(
        target,
        beside -> {
          FolderFiles.copyAllButWeights(chat.path(), beside);
          WholeFile.write(beside.resolve("config.json"), config(chat.path()));
          SafeTensorsWriter.write(beside.resolve("model.safetensors"), tensors);
          if (decoder.plan().rank() > 0) {
            AdapterFolder.save(decoder, beside.resolve("adapter"), chat.path().toString());
          }
          more.accept(beside);
          WholeFile.write(beside.resolve(StageRecord.FILE), record.json());
          WholeFile.write(beside.resolve(ModelFolder.SEAL), ModelFolder.hash(beside) + "\n");
        });
  }

  private static SafeTensorsWriter.Tensor tensor(
      WeightSpec spec, Decoder decoder, StoredWeights stored) {
    if (!spec.name().equals(HEAD)) {
      return new SafeTensorsWriter.Tensor(
          spec.name(), stored.type(spec), spec.dimensions(), () -> decoder.values(spec));
    }
    String own = Adapter.scoreHead(decoder.shape()).name();
    return new SafeTensorsWriter.Tensor(
        HEAD,
        StorageType.F32,
        spec.dimensions(),
        () -> decoder.trained(decoder.trainable().containsKey(own) ? own : HEAD));
  }

  private static String config(Path chat) {
    ObjectNode config = (ObjectNode) ModelConfig.json(chat.resolve("config.json"));
    String family = ModelConfig.in(chat).family().className();
    config
        .putArray("architectures")
        .add(family.replace("ForCausalLM", "ForSequenceClassification"));
    config.putObject("id2label").put("0", "score");
    config.putObject("label2id").put("score", 0);
    return config.toPrettyString() + "\n";
  }

  private static DecoderShape with(DecoderShape shape, DecoderShape.Output output) {
    return new DecoderShape(
        shape.vocabulary(),
        shape.hidden(),
        shape.feedForward(),
        shape.layers(),
        shape.attention(),
        shape.epsilon(),
        output);
  }
}
