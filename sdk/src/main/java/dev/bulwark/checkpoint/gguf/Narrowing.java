package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.StorageType;
import java.nio.ByteBuffer;

/**
 * Writes fp32 values as blocks, with the roundings of ggml's reference quantisers ({@code
 * quantize_row_q8_0_ref} and {@code quantize_row_q4_0_ref}).
 */
final class Narrowing {
  private static final int HALF = Blocks.VALUES / 2;

  private Narrowing() {}

  /** Writes the next block of a type that exports are made of. */
  static void block(TensorType type, float[] from, int at, ByteBuffer to) {
    switch (type) {
      case F32 -> to.putFloat(from[at]);
      case F16 -> StorageType.F16.narrow(from[at], to);
      case BF16 -> StorageType.BF16.narrow(from[at], to);
      case Q8_0 -> eightBits(from, at, to);
      case Q4_0 -> fourBits(from, at, to);
      default -> throw new IllegalArgumentException("type is " + type + ", but is never written");
    }
  }

  /** The largest magnitude becomes 127. */
  private static void eightBits(float[] from, int at, ByteBuffer to) {
    float scale = Math.abs(largest(from, at)) / 127;
    float inverse = scale == 0 ? 0 : 1 / scale;
    StorageType.F16.narrow(scale, to);
    for (int i = 0; i < Blocks.VALUES; i++) {
      to.put((byte) awayFromZero(from[at + i] * inverse));
    }
  }

  /** The value with the largest magnitude becomes -8, whichever its sign. */
  private static void fourBits(float[] from, int at, ByteBuffer to) {
    float scale = largest(from, at) / -8;
    float inverse = scale == 0 ? 0 : 1 / scale;
    StorageType.F16.narrow(scale, to);
    for (int i = 0; i < HALF; i++) {
      int low = nibble(from[at + i], inverse);
      to.put((byte) (low + 16 * nibble(from[at + i + HALF], inverse)));
    }
  }

  private static int nibble(float value, float inverse) {
    return Math.min(15, (int) (value * inverse + 8.5f));
  }

  private static float largest(float[] from, int at) {
    float largest = 0;
    for (int i = 0; i < Blocks.VALUES; i++) {
      if (Math.abs(from[at + i]) > Math.abs(largest)) {
        largest = from[at + i];
      }
    }
    return largest;
  }

  private static int awayFromZero(float value) {
    int rounded = (int) (Math.abs((double) value) + 0.5);
    return value < 0 ? -rounded : rounded;
  }
}
