package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The prompts of a policy, by kind, and which of them an iteration answers.
 *
 * @param adversarial those of the kind harmful
 * @param others all others
 * @param mix which of them are answered
 */
record PolicyPrompts(List<Prompt> adversarial, List<Prompt> others, PromptMix mix) {

  /**
   * Sorts prompts.
   *
   * @throws BadInput where the mix asks for a kind that is not there
   */
  static PolicyPrompts of(List<Prompt> prompts, PromptMix mix, List<Prompts> files) {
    List<Prompt> adversarial =
        prompts.stream().filter(prompt -> mix.adversarial() && isAdversarial(prompt)).toList();
    List<Prompt> others = prompts.stream().filter(prompt -> !isAdversarial(prompt)).toList();
    String where =
        files.stream().map(file -> file.file().toString()).collect(Collectors.joining(", "));
    if (adversarial.isEmpty() && others.isEmpty()) {
      throw new BadInput(
          "No prompt is left: all of them are adversarial",
          where,
          "Add other prompts, or set prompts.adversarial to true");
    }
    if (mix.adversarialShare() > 0 && (adversarial.isEmpty() || others.isEmpty())) {
      throw new BadInput(
          "There are %d adversarial prompts and %d others, but prompts.adversarialShare mixes both"
              .formatted(adversarial.size(), others.size()),
          where,
          "Add prompts of both kinds, or leave prompts.adversarialShare out");
    }
    return new PolicyPrompts(adversarial, others, mix);
  }

  static boolean isAdversarial(Prompt prompt) {
    return prompt.kind() == Prompt.Kind.HARMFUL;
  }

  /** All prompts that may be answered. */
  List<Prompt> all() {
    List<Prompt> all = new ArrayList<>(adversarial);
    all.addAll(others);
    return all;
  }

  /**
   * Those that are never learned from; the seed chooses them, as many of a hundred of each kind.
   */
  List<Prompt> heldOut(long seed) {
    List<Prompt> held = new ArrayList<>(held(adversarial, seed));
    held.addAll(held(others, seed));
    return held;
  }

  private List<Prompt> held(List<Prompt> prompts, long seed) {
    return shuffled(prompts, seed).subList(0, heldCount(prompts));
  }

  private List<Prompt> learned(List<Prompt> prompts, long seed) {
    return shuffled(prompts, seed).subList(heldCount(prompts), prompts.size());
  }

  /** At least one stays to be learned from. */
  private int heldCount(List<Prompt> prompts) {
    return (int) Math.min(prompts.size() - 1L, Math.round(mix.heldOut() * prompts.size()));
  }

  /**
   * The prompts of an iteration: each comes again only after all others of its kind.
   *
   * @param iteration from 0
   * @param count how many
   */
  List<Prompt> of(long iteration, int count, long seed) {
    if (mix.adversarialShare() == 0) {
      List<Prompt> mixed =
          new ArrayList<>(adversarial.isEmpty() ? List.of() : learned(adversarial, seed));
      mixed.addAll(others.isEmpty() ? List.of() : learned(others, seed));
      return turn(mixed, iteration * count, count, seed);
    }
    int share = (int) Math.round(mix.adversarialShare() * count);
    List<Prompt> both =
        new ArrayList<>(turn(learned(adversarial, seed), iteration * share, share, seed));
    int rest = count - share;
    both.addAll(turn(learned(others, seed), iteration * rest, rest, seed));
    return both;
  }

  private static List<Prompt> turn(List<Prompt> prompts, long from, int count, long seed) {
    List<Prompt> turn = new ArrayList<>();
    List<Prompt> round = List.of();
    for (long at = from; at < from + count; at++) {
      int place = (int) (at % prompts.size());
      if (place == 0 || round.isEmpty()) {
        round = shuffled(prompts, seed * 31 + at / prompts.size() + 1);
      }
      turn.add(round.get(place));
    }
    return turn;
  }

  private static List<Prompt> shuffled(List<Prompt> prompts, long seed) {
    List<Prompt> shuffled = new ArrayList<>(prompts);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
