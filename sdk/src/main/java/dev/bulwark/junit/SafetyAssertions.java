package dev.bulwark.junit;

import dev.bulwark.evaluate.Evaluation;

/** Where assertions on evaluations begin; to be imported beside AssertJ's own. */
public final class SafetyAssertions {
  private SafetyAssertions() {}

  /** Assertions on an evaluation. */
  public static EvaluationAssert assertThat(Evaluation evaluation) {
    return new EvaluationAssert(evaluation);
  }
}
