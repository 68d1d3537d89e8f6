package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.text.Packing;
import java.util.Optional;

/**
 * What a role reads: tokens, and the residual stream below its own layers where that is known.
 *
 * @param packing the tokens
 * @param stream of {@link Trunk}, {@code [n, hidden]}, row by row as the packing's tokens
 */
public record Passage(Packing packing, Optional<NDArray> stream) {

  /** Tokens alone: all layers run. */
  public static Passage of(Packing packing) {
    return new Passage(packing, Optional.empty());
  }

  /** What the first layer that runs begins with: the stream, or the token ids. */
  NDArray entry(NDManager scope) {
    return stream.orElseGet(() -> scope.create(packing.ids()));
  }
}
