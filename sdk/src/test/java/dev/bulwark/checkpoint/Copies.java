package dev.bulwark.checkpoint;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.Source;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The present weights of a decoder, for another one. */
final class Copies {
  private Copies() {}

  static Source of(Decoder decoder) {
    return spec -> {
      float[] values = decoder.values(spec);
      ByteBuffer buffer =
          ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.nativeOrder());
      buffer.asFloatBuffer().put(values);
      return buffer;
    };
  }
}
