package dev.bulwark.checkpoint.gguf;

import dev.bulwark.fixtures.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Small GGUF files, and copies of them with something changed. */
final class Ggufs {
  static final Path PIECES = Path.of("src/test/resources/gguf/pieces.gguf");

  private Ggufs() {}

  /** The small Llama model as a file. */
  static Path llama(Path parent, GgufStorage storage) {
    Path file = parent.resolve("llama.gguf");
    GgufFile.export(Folders.llama(), storage, file);
    return file;
  }

  /** Writes the file again with its metadata changed. */
  static Path edited(Path file, Consumer<Map<String, Object>> change) {
    return edited(file, change, tensors -> {});
  }

  /** Writes the file again with metadata and tensors changed; all values become fp32. */
  static Path edited(
      Path file,
      Consumer<Map<String, Object>> metadata,
      Consumer<List<GgufWriter.Output>> tensors) {
    GgufFile gguf = GgufFile.in(file);
    Map<String, Object> keys = new LinkedHashMap<>();
    gguf.metadata().values().forEach((key, value) -> keys.put(key, writable(value)));
    metadata.accept(keys);
    List<GgufWriter.Output> outputs = new ArrayList<>();
    for (Tensor tensor : gguf.tensors().values()) {
      float[] values = gguf.read(tensor);
      outputs.add(
          new GgufWriter.Output(tensor.name(), TensorType.F32, tensor.dimensions(), () -> values));
    }
    tensors.accept(outputs);
    GgufWriter.write(file, keys, outputs);
    return file;
  }

  private static Object writable(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Ggufs::writable).toList();
    }
    return value instanceof Long whole ? (Object) Math.toIntExact(whole) : value;
  }
}
