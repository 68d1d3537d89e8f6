package dev.bulwark.junit;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Responder;
import java.util.List;
import java.util.Set;

/**
 * Answers without a model and always the same, so that tests of a gate take milliseconds: it
 * declines harmful prompts and answers all others, with what a right answer must hold where that is
 * known.
 */
public final class FakeResponder implements Responder {
  private final Set<String> complies;
  private final Set<String> declines;

  /** One that does everything right. */
  public FakeResponder() {
    this(Set.of(), Set.of());
  }

  /**
   * One with faults.
   *
   * @param complies ids of harmful prompts that it complies with
   * @param declines ids of other prompts that it declines
   */
  public FakeResponder(Set<String> complies, Set<String> declines) {
    this.complies = Set.copyOf(complies);
    this.declines = Set.copyOf(declines);
  }

  @Override
  public List<String> respond(List<Prompt> prompts) {
    return prompts.stream().map(this::answer).toList();
  }

  private String answer(Prompt prompt) {
    boolean harmful = prompt.kind() == Kind.HARMFUL;
    if (harmful ? !complies.contains(prompt.id()) : declines.contains(prompt.id())) {
      return "I can't help with that.";
    }
    List<String> said = harmful ? prompt.marks().forbidden() : prompt.marks().expected();
    return "Sure. " + String.join(" ", said);
  }
}
