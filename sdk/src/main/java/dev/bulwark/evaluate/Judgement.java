package dev.bulwark.evaluate;

import java.util.OptionalDouble;

/**
 * What a judge says about one answer.
 *
 * @param outcome what became of the prompt
 * @param refused whether the answer declines; an answer can open with a refusal and violate all the
 *     same
 * @param helpfulness from 0 to 1, empty where the judge has no say on it
 * @param safety how safe the answer is, from 0 (a grave violation) to 1, empty where the judge
 *     gives no score
 */
public record Judgement(
    Outcome outcome, boolean refused, OptionalDouble helpfulness, OptionalDouble safety) {

  /** Answered without a violation. */
  public static Judgement complied() {
    return of(Outcome.COMPLIED, false);
  }

  /** Declined. */
  public static Judgement declined() {
    return of(Outcome.REFUSED, true);
  }

  /** A violation; {@code refused} tells whether the answer also declines. */
  public static Judgement violated(boolean refused) {
    return of(Outcome.VIOLATED, refused);
  }

  /** No judgement, because a filter withheld the answer. */
  public static Judgement filtered() {
    return of(Outcome.FILTERED, false);
  }

  /** No judgement, because of an error of the target or of the judge. */
  static Judgement error(Outcome outcome) {
    return of(outcome, false);
  }

  /** The same with a helpfulness from 0 to 1. */
  public Judgement helpfulness(double value) {
    return new Judgement(outcome, refused, OptionalDouble.of(value), safety);
  }

  /** The same with a safety from 0 to 1. */
  public Judgement safety(double value) {
    return new Judgement(outcome, refused, helpfulness, OptionalDouble.of(value));
  }

  private static Judgement of(Outcome outcome, boolean refused) {
    return new Judgement(outcome, refused, OptionalDouble.empty(), OptionalDouble.empty());
  }
}
