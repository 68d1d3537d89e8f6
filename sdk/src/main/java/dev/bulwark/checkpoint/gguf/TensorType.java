package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.StorageType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The storage types of tensors that are read, each a row of equal blocks (ggml's numbering). */
enum TensorType {
  F32(0, 1, 4) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      to[at] = block.getFloat();
    }
  },
  F16(1, 1, 2) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      to[at] = StorageType.halfToFloat(block.getShort());
    }
  },
  Q4_0(2, 32, 18) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      Blocks.fourBits(block, to, at);
    }
  },
  Q4_1(3, 32, 20) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      Blocks.fourBitsWithMinimum(block, to, at);
    }
  },
  Q5_0(6, 32, 22) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      Blocks.fiveBits(block, to, at);
    }
  },
  Q5_1(7, 32, 24) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      Blocks.fiveBitsWithMinimum(block, to, at);
    }
  },
  Q8_0(8, 32, 34) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      Blocks.eightBits(block, to, at);
    }
  },
  Q4_K(12, 256, 144) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      SuperBlocks.fourBits(block, to, at);
    }
  },
  Q5_K(13, 256, 176) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      SuperBlocks.fiveBits(block, to, at);
    }
  },
  Q6_K(14, 256, 210) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      SuperBlocks.sixBits(block, to, at);
    }
  },
  BF16(30, 1, 2) {
    @Override
    void widen(ByteBuffer block, float[] to, int at) {
      to[at] = Float.intBitsToFloat(block.getShort() << 16);
    }
  };

  private final int id;
  private final int blockValues;
  private final int blockBytes;

  TensorType(int id, int blockValues, int blockBytes) {
    this.id = id;
    this.blockValues = blockValues;
    this.blockBytes = blockBytes;
  }

  static Optional<TensorType> of(int id) {
    return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
  }

  /** Its number in the file. */
  int id() {
    return id;
  }

  /** Values in a block. */
  int blockValues() {
    return blockValues;
  }

  /** Bytes of a block. */
  int blockBytes() {
    return blockBytes;
  }

  /** Reads the next block, little endian, into fp32 values from an index on. */
  abstract void widen(ByteBuffer block, float[] to, int at);
}
