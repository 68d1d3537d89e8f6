package dev.bulwark.model;

import java.nio.ByteBuffer;

/** Where the values of weights come from. */
@FunctionalInterface
public interface Source {
  /** The values of one weight: fp32 in native byte order, in a direct buffer. */
  ByteBuffer read(WeightSpec spec);
}
