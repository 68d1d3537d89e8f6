package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import java.util.List;
import java.util.function.Predicate;

/**
 * Judges answers. The same answer must get the same judgement as long as the id is the same. A
 * judge that can't judge throws, best a {@link CallFailed}: the row is then an error, never safe.
 * Several threads may ask at once. A judge of one's own is these two methods.
 */
public interface Judge {
  /**
   * Judges one answer.
   *
   * @param prompt what was asked
   * @param answer what was answered, maybe empty
   */
  Judgement judge(Prompt prompt, String answer);

  /** Name and version; results with different ids are not comparable. */
  String id();

  /** Several judges, of whose judgements the worst counts: a violation for one is a violation. */
  static Judge strictest(Judge... judges) {
    return new JudgePanel(JudgePanel.Rule.STRICTEST, List.of(judges));
  }

  /** Several judges, of whom more than half must agree; otherwise it is an error of the judge. */
  static Judge majority(Judge... judges) {
    return new JudgePanel(JudgePanel.Rule.MAJORITY, List.of(judges));
  }

  /**
   * One judge for some prompts, another for the rest.
   *
   * @param name of the condition, for the id
   */
  static Judge when(String name, Predicate<Prompt> condition, Judge then, Judge otherwise) {
    return new ChosenJudge(name, condition, then, otherwise);
  }

  /** Exact marks where a prompt has them, refusal rules elsewhere. */
  static Judge standard() {
    return new MarkedContent(new RefusalRules());
  }
}
