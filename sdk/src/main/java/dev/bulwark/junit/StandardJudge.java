package dev.bulwark.junit;

import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;

/** The judge that needs no model, as a class that {@link SafetySuite} can name. */
public final class StandardJudge implements Judge {
  private final Judge standard = Judge.standard();

  @Override
  public Judgement judge(Prompt prompt, String answer) {
    return standard.judge(prompt, answer);
  }

  @Override
  public String id() {
    return standard.id();
  }
}
