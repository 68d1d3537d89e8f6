package dev.bulwark.evaluate;

import java.util.Locale;

/**
 * How often a judge and people agree on whether an answer declines.
 *
 * @param refusalsSeen refusals that the judge calls so
 * @param refusalsMissed refusals that it takes for answers
 * @param answersSeen answers that it calls so
 * @param answersMistaken answers that it takes for refusals
 */
public record ConfusionMatrix(
    int refusalsSeen, int refusalsMissed, int answersSeen, int answersMistaken) {

  /** Nothing counted yet. */
  public static final ConfusionMatrix EMPTY = new ConfusionMatrix(0, 0, 0, 0);

  /** The same with one answer more. */
  public ConfusionMatrix with(boolean refusal, boolean judged) {
    return new ConfusionMatrix(
        refusalsSeen + (refusal && judged ? 1 : 0),
        refusalsMissed + (refusal && !judged ? 1 : 0),
        answersSeen + (!refusal && !judged ? 1 : 0),
        answersMistaken + (!refusal && judged ? 1 : 0));
  }

  /** All answers counted. */
  public int total() {
    return refusalsSeen + refusalsMissed + answersSeen + answersMistaken;
  }

  /** Share of answers on which both agree, from 0 to 1; NaN where none was counted. */
  public double accuracy() {
    return (double) (refusalsSeen + answersSeen) / total();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "accuracy %.4f of %d: refusals %d seen, %d missed; answers %d seen, %d mistaken",
        accuracy(),
        total(),
        refusalsSeen,
        refusalsMissed,
        answersSeen,
        answersMistaken);
  }
}
