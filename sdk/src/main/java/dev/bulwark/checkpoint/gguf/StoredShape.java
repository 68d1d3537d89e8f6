package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of the decoder in a GGUF file, as its metadata and the names of its tensors tell. */
record StoredShape(GgufFile file, Architecture architecture) {
  private static final double STANDARD_THETA = 10_000;

  DecoderShape read() {
    Map<String, Tensor> tensors = file.tensors();
    Tensor embedding = tensors.get("token_embd.weight");
    return new DecoderShape(
        embedding == null ? 1 : (int) (long) embedding.dimensions().get(0),
        size("embedding_length"),
        size("feed_forward_length"),
        size("block_count"),
        attention(),
        epsilon(),
        tensors.containsKey("output.weight") ? DecoderShape.Output.OWN : DecoderShape.Output.TIED);
  }

  private DecoderShape.Attention attention() {
    int heads = size("attention.head_count");
    int keyValueHeads = size("attention.head_count_kv", heads);
    int headSize = size("attention.key_length", Math.max(1, size("embedding_length") / heads));
    int layers = size("block_count");
    boolean fits = (long) heads * headSize <= Integer.MAX_VALUE && layers <= file.tensors().size();
    boolean sharing = heads % keyValueHeads == 0 && headSize % 2 == 0;
    boolean rotatesAll =
        size("rope.dimension_count", headSize) == headSize
            && size("attention.value_length", headSize) == headSize;
    if (!fits || !sharing || !rotatesAll) {
      throw BadInput.in(
          metadata().file(),
          "%d layers with %d heads of size %d over %d key and value heads are not supported"
              .formatted(layers, heads, headSize, keyValueHeads),
          "Use a model that rotates whole heads of one size, or copy the file again");
    }
    boolean biased = architecture.isLlama() && file.tensors().containsKey("blk.0.attn_q.bias");
    return new DecoderShape.Attention(
        heads,
        keyValueHeads,
        headSize,
        rotary(headSize),
        size("context_length"),
        sliding(),
        architecture.family().traits(biased));
  }

  private DecoderShape.Sliding sliding() {
    String key = architecture.key("attention.sliding_window");
    return architecture.isLlama() && metadata().has(key)
        ? new DecoderShape.Sliding(metadata().size(key), 0)
        : DecoderShape.Sliding.NONE;
  }

  private Rotary rotary(int headSize) {
    double theta = metadata().positive(architecture.key("rope.freq_base")).orElse(STANDARD_THETA);
    String type = metadata().text(architecture.key("rope.scaling.type")).orElse("none");
    Tensor factors = file.tensors().get(RopeFactors.TENSOR);
    if (factors != null) {
      return new Rotary(theta, llama3(factors, theta, headSize));
    }
    return switch (type) {
      case "none" -> Rotary.plain(theta);
      case "linear" ->
          new Rotary(
              theta,
              new Rotary.Linear(
                  metadata().positive(architecture.key("rope.scaling.factor")).orElse(1)));
      default ->
          throw BadInput.in(
              metadata().file(),
              "The rope type is '%s', which is not supported".formatted(type),
              "Use a model whose rope type is 'none', 'linear' or Llama 3's");
    };
  }

  private Rotary.Llama3 llama3(Tensor factors, double theta, int headSize) {
    boolean fits = factors.dimensions().equals(List.of((long) headSize / 2));
    Optional<Rotary.Llama3> found =
        fits ? RopeFactors.of(file.read(factors), theta) : Optional.empty();
    return found.orElseThrow(
        () ->
            BadInput.in(
                metadata().file(),
                "The tensor %s does not stretch frequencies as Llama 3 does"
                    .formatted(RopeFactors.TENSOR),
                "Use the model's Hugging Face folder instead"));
  }

  private double epsilon() {
    String key = architecture.key("attention.layer_norm_rms_epsilon");
    return metadata()
        .positive(key)
        .orElseThrow(() -> Cursor.broken(metadata().file(), key + " is missing"));
  }

  private int size(String key) {
    return metadata().size(architecture.key(key));
  }

  private int size(String key, int standard) {
    return metadata().size(architecture.key(key), standard);
  }

  private Metadata metadata() {
    return file.metadata();
  }
}
