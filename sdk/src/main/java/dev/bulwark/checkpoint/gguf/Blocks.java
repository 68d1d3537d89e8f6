package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.StorageType;
import java.nio.ByteBuffer;

/**
 * Blocks of 32 values with one fp16 scale and perhaps one fp16 minimum: {@code block_q4_0}, {@code
 * q4_1}, {@code q5_0}, {@code q5_1} and {@code q8_0} of ggml.
 *
 * <p>A byte of quants holds value {@code j} in its low and value {@code j + 16} in its high half;
 * fifth bits lie in one word, bit {@code i} that of value {@code i}.
 */
final class Blocks {
  static final int VALUES = 32;
  private static final int HALF = 16;

  private Blocks() {}

  static void fourBits(ByteBuffer block, float[] to, int at) {
    float scale = half(block);
    for (int j = 0; j < HALF; j++) {
      int pair = block.get();
      to[at + j] = scale * ((pair & 15) - 8);
      to[at + j + HALF] = scale * ((pair >> 4 & 15) - 8);
    }
  }

  static void fourBitsWithMinimum(ByteBuffer block, float[] to, int at) {
    float scale = half(block);
    float minimum = half(block);
    for (int j = 0; j < HALF; j++) {
      int pair = block.get();
      to[at + j] = scale * (pair & 15) + minimum;
      to[at + j + HALF] = scale * (pair >> 4 & 15) + minimum;
    }
  }

  static void fiveBits(ByteBuffer block, float[] to, int at) {
    float scale = half(block);
    int fifth = block.getInt();
    for (int j = 0; j < HALF; j++) {
      int pair = block.get();
      to[at + j] = scale * (((pair & 15) + bit(fifth, j)) - 16);
      to[at + j + HALF] = scale * (((pair >> 4 & 15) + bit(fifth, j + HALF)) - 16);
    }
  }

  static void fiveBitsWithMinimum(ByteBuffer block, float[] to, int at) {
    float scale = half(block);
    float minimum = half(block);
    int fifth = block.getInt();
    for (int j = 0; j < HALF; j++) {
      int pair = block.get();
      to[at + j] = scale * ((pair & 15) + bit(fifth, j)) + minimum;
      to[at + j + HALF] = scale * ((pair >> 4 & 15) + bit(fifth, j + HALF)) + minimum;
    }
  }

  static void eightBits(ByteBuffer block, float[] to, int at) {
    float scale = half(block);
    for (int j = 0; j < VALUES; j++) {
      to[at + j] = scale * block.get();
    }
  }

  /** Bit i as the fifth of a number. */
  private static int bit(int fifth, int i) {
    return (fifth >>> i & 1) << 4;
  }

  static float half(ByteBuffer block) {
    return StorageType.halfToFloat(block.getShort());
  }
}
