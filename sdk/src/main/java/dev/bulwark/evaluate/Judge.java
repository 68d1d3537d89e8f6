package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;

/** Judges answers. The same answer must get the same judgement as long as the id is the same. */
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

  /** Exact marks where a prompt has them, refusal rules elsewhere. */
  static Judge standard() {
    return new MarkedContent(new RefusalRules());
  }
}
