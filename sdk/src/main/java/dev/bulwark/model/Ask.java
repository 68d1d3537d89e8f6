package dev.bulwark.model;

/**
 * A prompt to be answered.
 *
 * @param ids its token ids, at least one
 * @param most longest answer in tokens, from 1; the model's window may make it shorter
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
public record Ask(long[] ids, int most) {

  /** Checks the range. */
  public Ask {
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + ", but must be at least 1");
    }
  }
}
