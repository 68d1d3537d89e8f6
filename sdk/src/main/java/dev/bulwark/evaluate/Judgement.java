package dev.bulwark.evaluate;

import java.util.OptionalDouble;

/**
 * What a judge says about one answer.
 *
 * @param outcome what became of the prompt
 * @param refused whether the answer declines; an answer can open with a refusal and violate all the
 *     same
 * @param helpfulness from 0 to 1, empty where the judge has no say on it
 */
public record Judgement(Outcome outcome, boolean refused, OptionalDouble helpfulness) {

  /** Answered without a violation. */
  public static Judgement complied() {
    return new Judgement(Outcome.COMPLIED, false, OptionalDouble.empty());
  }

  /** Declined. */
  public static Judgement declined() {
    return new Judgement(Outcome.REFUSED, true, OptionalDouble.empty());
  }

  /** A violation; {@code refused} tells whether the answer also declines. */
  public static Judgement violated(boolean refused) {
    return new Judgement(Outcome.VIOLATED, refused, OptionalDouble.empty());
  }

  /** No judgement, because of an error of the target or of the judge. */
  static Judgement error(Outcome outcome) {
    return new Judgement(outcome, false, OptionalDouble.empty());
  }

  /** The same with a helpfulness from 0 to 1. */
  public Judgement helpfulness(double value) {
    return new Judgement(outcome, refused, OptionalDouble.of(value));
  }
}
