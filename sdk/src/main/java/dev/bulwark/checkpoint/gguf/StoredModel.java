package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.gguf.Layout.Weight;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.DecoderShape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The model in a GGUF file: its layout as the metadata tell it, checked against the tensors. */
record StoredModel(GgufFile file, Layout layout) {

  static StoredModel in(GgufFile file) {
    Architecture architecture = Architecture.of(file.metadata());
    DecoderShape shape = new StoredShape(file, architecture).read();
    StoredModel model = new StoredModel(file, new Layout(architecture, shape));
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
    int rows = Math.toIntExact(weight.spec().dimensions().get(0));
    return new RotaryRows(weight.pairedHeads(), rows).halved(values);
  }

  private void check() {
    List<Weight> weights = layout.weights();
    Set<String> unknown = new HashSet<>(file.tensors().keySet());
    for (Weight weight : weights) {
      List<Long> found = tensor(weight).dimensions();
      if (!found.equals(weight.spec().dimensions())) {
        throw Cursor.broken(
            file.metadata().file(),
            "the tensor %s has the shape %s, but its metadata ask for %s"
                .formatted(weight.gguf(), found, weight.spec().dimensions()));
      }
      unknown.remove(weight.gguf());
    }
    unknown.remove(RopeFactors.TENSOR);
    if (!unknown.isEmpty()) {
      throw BadInput.in(
          file.metadata().file(),
          "The tensor %s is none of the %s family, so the model can't be computed"
              .formatted(
                  unknown.stream().sorted().findFirst().orElseThrow(),
                  layout.architecture().family()),
          "Use a model without extensions such as experts");
    }
  }
}
