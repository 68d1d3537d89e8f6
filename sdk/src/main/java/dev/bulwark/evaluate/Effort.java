package dev.bulwark.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an answer took.
 *
 * @param millis time to the answer, in a batch the batch's time by its size
 * @param tokens tokens read and written, where they are known
 */
public record Effort(long millis, Optional<Tokens> tokens) {
  /** Nothing, as of a baseline, which keeps no times. */
  public static final Effort NONE = new Effort(0, Optional.empty());

  /**
   * Tokens as the model counts them, over all turns.
   *
   * @param read those of the prompts
   * @param written those of the answers
   * @param cost what they cost, where their price is known
   */
  public record Tokens(long read, long written, OptionalDouble cost) {
    /** Tokens whose price is not known. */
    public Tokens(long read, long written) {
      this(read, written, OptionalDouble.empty());
    }

    /** The same with what they cost. */
    public Tokens cost(OptionalDouble price) {
      return new Tokens(read, written, price);
    }

    /** Both together; what a part of them costs is not what all do. */
    Tokens plus(Tokens more) {
      boolean known = cost.isPresent() && more.cost.isPresent();
      return new Tokens(
          read + more.read,
          written + more.written,
          known
              ? OptionalDouble.of(cost.getAsDouble() + more.cost.getAsDouble())
              : OptionalDouble.empty());
    }
  }
}
