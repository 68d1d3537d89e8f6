package dev.bulwark.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.bulwark.data.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tensors in a safetensors file, to the bit: the state of a training. */
public final class TensorFile {
  private TensorFile() {}

  /** Writes fp32 tensors by name, whole or not at all. */
  public static void write(Path file, Map<String, NDArray> tensors) {
    List<SafeTensorsWriter.Tensor> list = new ArrayList<>();
    tensors.forEach(
        (name, tensor) ->
            list.add(
                new SafeTensorsWriter.Tensor(
                    name, StorageType.F32, dimensions(tensor), tensor::toFloatArray)));
    SafeTensorsWriter.write(file, list);
  }

  /**
   * Fills tensors with the values that a file has for them: all of them, or none.
   *
   * @throws BadInput if the file is not whole, or lacks one of them in this shape
   */
  public static void fill(Path file, Map<String, NDArray> tensors) {
    SafeTensors stored = SafeTensors.in(file);
    // All of them before the first is changed.
    tensors.forEach((name, tensor) -> entry(file, stored, name, tensor));
    tensors.forEach((name, tensor) -> tensor.set(stored.read(entry(file, stored, name, tensor))));
  }

  private static SafeTensors.Entry entry(
      Path file, SafeTensors stored, String name, NDArray tensor) {
    SafeTensors.Entry entry = stored.entries().get(name);
    if (entry == null || !entry.dimensions().equals(dimensions(tensor))) {
      throw BadInput.in(
          file,
          "The checkpoint has no tensor %s of the shape %s".formatted(name, dimensions(tensor)),
          "Remove it, and the run begins anew");
    }
    return entry;
  }

  private static List<Long> dimensions(NDArray tensor) {
    return Arrays.stream(tensor.getShape().getShape()).boxed().toList();
  }
}
