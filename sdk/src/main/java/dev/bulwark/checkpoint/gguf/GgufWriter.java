package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a GGUF file of version 3, one tensor after the other, whole or not at all. */
final class GgufWriter {
  private static final int VERSION = 3;
  private static final int CHUNK = 1 << 18;
  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private final ByteArrayOutputStream header = new ByteArrayOutputStream();

  private GgufWriter() {}

  /** A tensor to be written; its values are asked for when their turn comes. */
  record Output(String name, TensorType type, List<Long> dimensions, Values values) {
    long bytes() {
      long size = dimensions.stream().reduce(1L, Math::multiplyExact);
      return size / type.blockValues() * type.blockBytes();
    }
  }

  /** Gives the fp32 values of a tensor. */
  @FunctionalInterface
  interface Values {
    float[] get();
  }

  /**
   * Writes a file.
   *
   * @param metadata texts, Booleans, floats, Integers (0 or more), and lists of one of them
   */
  static void write(Path file, Map<String, Object> metadata, List<Output> tensors) {
    GgufWriter writer = new GgufWriter();
    writer.header(metadata, tensors);
    WholeFile.write(
        file,
        out -> {
          out.write(writer.header.toByteArray());
          out.write(new byte[padding(writer.header.size())]);
          for (Output tensor : tensors) {
            values(out, tensor);
            out.write(new byte[padding(tensor.bytes())]);
          }
        });
  }

  private void header(Map<String, Object> metadata, List<Output> tensors) {
    int32(Header.MAGIC);
    int32(VERSION);
    int64(tensors.size());
    int64(metadata.size());
    metadata.forEach(
        (key, value) -> {
          text(key);
          int32(type(value));
          value(value);
        });
    long at = 0;
    for (Output tensor : tensors) {
      text(tensor.name());
      int32(tensor.dimensions().size());
      for (int i = tensor.dimensions().size() - 1; i >= 0; i--) {
        int64(tensor.dimensions().get(i));
      }
      int32(tensor.type().id());
      int64(at);
      at += tensor.bytes() + padding(tensor.bytes());
    }
  }

  private static int type(Object value) {
    if (value instanceof String) {
      return STRING;
    }
    if (value instanceof Boolean) {
      return BOOL;
    }
    if (value instanceof Float) {
      return FLOAT32;
    }
    return value instanceof List ? ARRAY : UINT32;
  }

  private void value(Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Boolean flag) {
      header.write(flag ? 1 : 0);
    } else if (value instanceof Float real) {
      int32(Float.floatToRawIntBits(real));
    } else if (value instanceof Integer whole) {
      int32(whole);
    } else if (value instanceof List<?> list) {
      int element = list.isEmpty() ? STRING : type(list.get(0));
      // Lists of whole numbers are signed in llama.cpp, single ones are not.
      int32(element == UINT32 ? INT32 : element);
      int64(list.size());
      list.forEach(this::value);
    } else {
      throw new IllegalArgumentException("value is " + value + ", but must be of a written type");
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int64(bytes.length);
    header.writeBytes(bytes);
  }

  private void int32(int value) {
    header.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void int64(long value) {
    header.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static void values(OutputStream out, Output tensor) throws IOException {
    TensorType type = tensor.type();
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK / type.blockBytes() * type.blockBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = tensor.values().get();
    for (int at = 0; at < values.length; at += type.blockValues()) {
      Narrowing.block(type, values, at, chunk);
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }

  private static int padding(long size) {
    return (int) Math.floorMod(-size, (long) Header.STANDARD_ALIGNMENT);
  }
}
