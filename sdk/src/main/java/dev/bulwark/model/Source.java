package dev.bulwark.model;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Where the values of weights come from. */
@FunctionalInterface
public interface Source {
  /** The values of one weight: fp32 in native byte order, in a direct buffer. */
  ByteBuffer read(WeightSpec spec);

  /**
   * The same in parts, one after the other, so that a large weight need not be in memory twice.
   *
   * @param part is given direct buffers, each of which is its only until it returns
   */
  default void read(WeightSpec spec, Consumer<ByteBuffer> part) {
    part.accept(read(spec));
  }
}
