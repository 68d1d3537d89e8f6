package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import java.util.function.Predicate;

/**
 * Chooses the judge by the prompt.
 *
 * @param name of the condition, for the id
 * @param condition whether the first judge is asked
 * @param then the first judge
 * @param otherwise the other one
 */
record ChosenJudge(String name, Predicate<Prompt> condition, Judge then, Judge otherwise)
    implements Judge {
  @Override
  public Judgement judge(Prompt prompt, String answer) {
    return (condition.test(prompt) ? then : otherwise).judge(prompt, answer);
  }

  @Override
  public String id() {
    return "when-" + name + "(" + then.id() + "," + otherwise.id() + ")";
  }
}
