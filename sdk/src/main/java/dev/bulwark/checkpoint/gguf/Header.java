package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a GGUF file: what it says about itself, and where each tensor lies.
 *
 * <p>All of it is checked before any value is read, so that a broken or hostile file ends in an
 * error and never in an allocation.
 */
record Header(Metadata metadata, Map<String, Tensor> tensors) {
  static final int MAGIC = 0x46554747; // "GGUF"
  static final int STANDARD_ALIGNMENT = 32;
  private static final int WIDEST_ALIGNMENT = 1 << 20;
  private static final int MOST_DIMENSIONS = 4;
  private static final int MOST_TENSORS = 1 << 16;
  private static final int SHORTEST_TENSOR = 8 + 4 + 8 + 4 + 8;

  static Header read(Path file, FileChannel channel) throws IOException {
    Cursor cursor = new Cursor(file, channel);
    version(file, cursor);
    long tensors = cursor.count("tensors", SHORTEST_TENSOR);
    if (tensors > MOST_TENSORS) {
      throw cursor.broken("the number of tensors is " + tensors);
    }
    Metadata metadata = new Metadata(file, new MetadataReader(cursor).read(cursor.int64()));
    List<Tensor> relative = new ArrayList<>();
    for (long i = 0; i < tensors; i++) {
      relative.add(tensor(file, cursor));
    }
    int alignment = metadata.size("general.alignment", STANDARD_ALIGNMENT);
    if (alignment > WIDEST_ALIGNMENT) {
      throw cursor.broken("its alignment is %d bytes".formatted(alignment));
    }
    long data = -Math.floorDiv(-cursor.position(), (long) alignment) * alignment;
    return new Header(metadata, placed(cursor, relative, data, channel.size()));
  }

  private static void version(Path file, Cursor cursor) throws IOException {
    if (cursor.remaining() < 24 || cursor.int32() != MAGIC) {
      throw BadInput.in(file, "The file is not in the GGUF format", "Give a .gguf file");
    }
    int version = cursor.int32();
    if (version == Integer.reverseBytes(2) || version == Integer.reverseBytes(3)) {
      throw BadInput.in(
          file,
          "The GGUF file is big-endian, which is not supported",
          "Convert the model again on a little-endian machine");
    }
    if (version != 2 && version != 3) {
      throw BadInput.in(
          file,
          "The GGUF file is of version %d, but 2 and 3 are supported".formatted(version),
          "Convert the model again with a current llama.cpp");
    }
  }

  /** Reads one entry; its place is still counted from where the data begins. */
  private static Tensor tensor(Path file, Cursor cursor) throws IOException {
    String name = cursor.text();
    int count = cursor.int32();
    if (count < 1 || count > MOST_DIMENSIONS) {
      throw cursor.broken("the tensor %s has %d dimensions".formatted(name, count));
    }
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dimensions.add(cursor.int64());
    }
    int id = cursor.int32();
    TensorType type =
        TensorType.of(id)
            .orElseThrow(
                () ->
                    BadInput.in(
                        file,
                        "The tensor %s has the ggml type %d, which is not supported"
                            .formatted(name, id),
                        "Use the model as F16, BF16, Q8_0, Q6_K, Q5 or Q4"));
    long offset = cursor.int64();
    boolean wholeBlocks = dimensions.get(0) % type.blockValues() == 0;
    if (!wholeBlocks || tooMany(dimensions)) {
      throw cursor.broken(
          "the tensor %s of type %s has the dimensions %s".formatted(name, type, dimensions));
    }
    Collections.reverse(dimensions);
    return new Tensor(name, type, List.copyOf(dimensions), offset);
  }

  private static boolean tooMany(List<Long> dimensions) {
    long values = 1;
    for (long dimension : dimensions) {
      if (dimension < 1 || dimension > Integer.MAX_VALUE / values) {
        return true;
      }
      values *= dimension;
    }
    return false;
  }

  private static Map<String, Tensor> placed(
      Cursor cursor, List<Tensor> relative, long data, long size) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Tensor tensor : relative) {
      boolean inFile = tensor.from() >= 0 && tensor.from() <= size - data;
      Tensor placed =
          new Tensor(tensor.name(), tensor.type(), tensor.dimensions(), data + tensor.from());
      if (!inFile || placed.to() > size) {
        throw cursor.broken(
            "the tensor %s lies outside of its %d bytes".formatted(tensor.name(), size));
      }
      if (tensors.put(tensor.name(), placed) != null) {
        throw cursor.broken("the tensor %s stands twice".formatted(tensor.name()));
      }
    }
    List<Tensor> ordered = new ArrayList<>(tensors.values());
    ordered.sort(Comparator.comparingLong(Tensor::from));
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).from() < ordered.get(i - 1).to()) {
        throw cursor.broken(
            "the tensors %s and %s overlap"
                .formatted(ordered.get(i - 1).name(), ordered.get(i).name()));
      }
    }
    return Collections.unmodifiableMap(tensors);
  }
}
