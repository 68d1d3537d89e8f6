package dev.bulwark.maven;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.gate.Verdict;
import java.util.Optional;

/**
 * A verdict and what it was passed on, so that reports show the very results that were judged, even
 * where their file is another by then.
 *
 * @param verdict what was decided
 * @param evaluation the results; empty where none could be read
 */
record Judged(Verdict verdict, Optional<Evaluation> evaluation) {

  /** A verdict on nothing. */
  static Judged nothing(Verdict verdict) {
    return new Judged(verdict, Optional.empty());
  }

  /** The same results with another verdict. */
  Judged with(Verdict other) {
    return new Judged(other, evaluation);
  }
}
