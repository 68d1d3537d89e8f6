package dev.bulwark.checkpoint.gguf;

import java.util.List;

/**
 * One tensor of a file.
 *
 * @param name its name
 * @param type how it is stored
 * @param dimensions its shape in row-major order, the reverse of what the file writes
 * @param from where its bytes begin in the file
 */
record Tensor(String name, TensorType type, List<Long> dimensions, long from) {

  /** Number of values; opening the file has checked that it is no overflow. */
  long size() {
    return dimensions.stream().reduce(1L, (a, b) -> a * b);
  }

  /** Where its bytes end in the file. */
  long to() {
    return from + size() / type.blockValues() * type.blockBytes();
  }
}
