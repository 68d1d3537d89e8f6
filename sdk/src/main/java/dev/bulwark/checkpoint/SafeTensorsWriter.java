package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes a safetensors file, one tensor after the other, whole or not at all. */
public final class SafeTensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 18;

  private SafeTensorsWriter() {}

  /** A tensor to be written; its values are asked for when their turn comes. */
  public record Tensor(String name, StorageType type, List<Long> dimensions, Values values) {
    long bytes() {
      return dimensions.stream().reduce(1L, Math::multiplyExact) * type.bytes();
    }
  }

  /** Gives the fp32 values of a tensor. */
  @FunctionalInterface
  public interface Values {
    /** Makes or reads them. */
    float[] get();
  }

  /** Writes the tensors in their order. */
  public static void write(Path file, List<Tensor> tensors) {
    WholeFile.write(
        file,
        out -> {
          byte[] header = header(tensors);
          out.write(
              ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
          out.write(header);
          for (Tensor tensor : tensors) {
            values(out, tensor);
          }
        });
  }

  private static byte[] header(List<Tensor> tensors) throws IOException {
    ObjectNode tree = JSON.createObjectNode();
    tree.putObject("__metadata__").put("format", "pt");
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = tree.putObject(tensor.name()).put("dtype", tensor.type().name());
      tensor.dimensions().forEach(entry.withArray("shape")::add);
      entry.putArray("data_offsets").add(at).add(at + tensor.bytes());
      at += tensor.bytes();
    }
    byte[] text = JSON.writeValueAsBytes(tree);
    byte[] padded = Arrays.copyOf(text, text.length + Math.floorMod(-text.length, 8));
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void values(OutputStream out, Tensor tensor) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : tensor.values().get()) {
      tensor.type().narrow(value, chunk);
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }
}
