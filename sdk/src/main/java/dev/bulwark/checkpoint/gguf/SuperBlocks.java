package dev.bulwark.checkpoint.gguf;

import java.nio.ByteBuffer;

/**
 * Blocks of 256 values whose sub-blocks have small integer scales of their own: {@code block_q4_K},
 * {@code q5_K} and {@code q6_K} of ggml.
 *
 * <p>In the first two, eight sub-blocks of 32 have a 6-bit scale and a 6-bit minimum, packed into
 * 12 bytes; in the last, sixteen of 16 have an 8-bit scale.
 */
final class SuperBlocks {
  private static final int SUB = 32;
  private static final int PACKED = 12;

  private SuperBlocks() {}

  static void fourBits(ByteBuffer block, float[] to, int at) {
    Scales scales = new Scales(block);
    int quants = block.position();
    for (int i = 0; i < 8; i++) {
      float scale = scales.scale(i);
      float minimum = scales.minimum(i);
      for (int j = 0; j < SUB; j++) {
        int quant = nibble(block.get(quants + i / 2 * SUB + j), i % 2);
        to[at + i * SUB + j] = scale * quant - minimum;
      }
    }
    block.position(quants + 4 * SUB);
  }

  static void fiveBits(ByteBuffer block, float[] to, int at) {
    Scales scales = new Scales(block);
    int fifth = block.position();
    int quants = fifth + SUB;
    for (int i = 0; i < 8; i++) {
      float scale = scales.scale(i);
      float minimum = scales.minimum(i);
      for (int j = 0; j < SUB; j++) {
        int low = nibble(block.get(quants + i / 2 * SUB + j), i % 2);
        int quant = low + 16 * (block.get(fifth + j) >> i & 1);
        to[at + i * SUB + j] = scale * quant - minimum;
      }
    }
    block.position(quants + 4 * SUB);
  }

  static void sixBits(ByteBuffer block, float[] to, int at) {
    int low = block.position();
    int high = low + 128;
    int scales = high + 64;
    block.position(scales + 16);
    float scale = Blocks.half(block);
    for (int half = 0; half < 2; half++) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < SUB; j++) {
          int lower = nibble(block.get(low + half * 64 + i % 2 * SUB + j), i / 2);
          int upper = 16 * (block.get(high + half * SUB + j) >> (2 * i) & 3);
          float own = scale * block.get(scales + half * 8 + i * 2 + j / 16);
          to[at + half * 128 + i * SUB + j] = own * (lower + upper - 32);
        }
      }
    }
  }

  private static int nibble(byte pair, int which) {
    return pair >> (4 * which) & 15;
  }

  /** The scales and minima of eight sub-blocks, in units of the block's two fp16 factors. */
  private static final class Scales {
    private final float scale;
    private final float minimum;
    private final byte[] packed = new byte[PACKED];

    Scales(ByteBuffer block) {
      scale = Blocks.half(block);
      minimum = Blocks.half(block);
      block.get(packed);
    }

    float scale(int i) {
      int units = i < 4 ? packed[i] & 63 : (packed[i + 4] & 15) + top(packed[i - 4]);
      return scale * units;
    }

    float minimum(int i) {
      int units = i < 4 ? packed[i + 4] & 63 : (packed[i + 4] >> 4 & 15) + top(packed[i]);
      return minimum * units;
    }

    /** The two upper bits as the two highest of six. */
    private static int top(byte packed) {
      return 16 * (packed >> 6 & 3);
    }
  }
}
