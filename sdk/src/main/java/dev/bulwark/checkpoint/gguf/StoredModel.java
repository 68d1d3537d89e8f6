package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.gguf.Layout.Weight;
import dev.bulwark.data.BadInput;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model in a GGUF file: its layout as the metadata tell it, checked against the tensors. */
record StoredModel(GgufFile file, Layout layout) {

  static StoredModel in(GgufFile file) {
    Metadata metadata = file.metadata();
    Family family = Family.of(metadata);
    Map<String, Tensor> tensors = file.tensors();
    Layout layout =
        new Layout(
            family,
            shape(family, metadata, tensors),
            family.alwaysBiased() || tensors.containsKey("blk.0.attn_q.bias"),
            !tensors.containsKey("output.weight"));
    StoredModel model = new StoredModel(file, layout);
    model.check();
    return model;
  }

  /** The tensor of a weight; the check has seen that it is there. */
  Tensor tensor(Weight weight) {
    Tensor tensor = file.tensors().get(weight.gguf());
    if (tensor == null) {
      throw Cursor.broken(
          file.metadata().file(), "it lacks the tensor %s".formatted(weight.gguf()));
    }
    return tensor;
  }

  /** The values of a weight in the order of Hugging Face. */
  float[] values(Weight weight) {
    float[] values = file.read(tensor(weight));
    if (weight.pairedHeads() == 0) {
      return values;
    }
    int rows = Math.toIntExact(weight.dimensions().get(0));
    return new RotaryRows(weight.pairedHeads(), rows).halved(values);
  }

  private static Layout.Shape shape(Family family, Metadata metadata, Map<String, Tensor> tensors) {
    int hidden = metadata.size(family.key("embedding_length"));
    int heads = metadata.size(family.key("attention.head_count"));
    int keyValueHeads = metadata.size(family.key("attention.head_count_kv"), heads);
    int headSize = metadata.size(family.key("attention.key_length"), Math.max(1, hidden / heads));
    int layers = metadata.size(family.key("block_count"));
    boolean fits = (long) heads * headSize <= Integer.MAX_VALUE && layers <= tensors.size();
    boolean sharing = heads % keyValueHeads == 0 && headSize % 2 == 0;
    boolean rotatesAll =
        metadata.size(family.key("rope.dimension_count"), headSize) == headSize
            && metadata.size(family.key("attention.value_length"), headSize) == headSize;
    if (!fits || !sharing || !rotatesAll) {
      throw BadInput.in(
          metadata.file(),
          "%d layers with %d heads of size %d over %d key and value heads are not supported"
              .formatted(layers, heads, headSize, keyValueHeads),
          "Use a model that rotates whole heads of one size, or copy the file again");
    }
    Tensor embedding = tensors.get("token_embd.weight");
    int rows = embedding == null ? 1 : (int) (long) embedding.dimensions().get(0);
    int feedForward = metadata.size(family.key("feed_forward_length"));
    return new Layout.Shape(rows, hidden, feedForward, layers, heads, keyValueHeads, headSize);
  }

  private void check() {
    List<Weight> weights = layout.weights();
    Set<String> unknown = new HashSet<>(file.tensors().keySet());
    for (Weight weight : weights) {
      List<Long> found = tensor(weight).dimensions();
      if (!found.equals(weight.dimensions())) {
        throw Cursor.broken(
            file.metadata().file(),
            "the tensor %s has the shape %s, but its metadata ask for %s"
                .formatted(weight.gguf(), found, weight.dimensions()));
      }
      unknown.remove(weight.gguf());
    }
    unknown.remove(RopeFactors.TENSOR);
    if (!unknown.isEmpty()) {
      throw BadInput.in(
          file.metadata().file(),
          "The tensor %s is none of the %s family, so the model can't be computed"
              .formatted(unknown.stream().sorted().findFirst().orElseThrow(), layout.family()),
          "Use a model without extensions such as experts");
    }
  }
}
