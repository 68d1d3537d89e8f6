package dev.bulwark.data;

import java.util.function.Function;

/**
 * Takes the pairs that are found in the rows of a file, leaves out those that teach nothing, and
 * counts both.
 */
final class Pairs {
  private final Tally tally;
  private final Function<Preference, Fate> sieve;

  Pairs(Tally tally, Function<Preference, Fate> sieve) {
    this.tally = tally;
    this.sieve = sieve;
  }

  void drop(String reason) {
    tally.add(Fate.dropped(reason));
  }

  void add(Preference pair) {
    if (!Message.isVisible(pair.chosen()) || !Message.isVisible(pair.rejected())) {
      drop("an answer is empty");
    } else if (pair.chosen().equals(pair.rejected())) {
      drop("both answers are the same");
    } else if (pair.prefersUnsafe()) {
      drop("the chosen answer is unsafe and the rejected one safe");
    } else {
      take(pair);
    }
  }

  private void take(Preference pair) {
    Fate fate = sieve.apply(pair);
    tally.add(fate);
    if (fate.dropped().isEmpty()) {
      String prompt = Conversation.said(pair.prompt());
      tally.same(
          said(prompt, pair.chosen(), pair.rejected()),
          said(prompt, pair.rejected(), pair.chosen()));
    }
  }

  private static String said(String prompt, String chosen, String rejected) {
    return String.join("\n\0\n", prompt, chosen.strip(), rejected.strip());
  }
}
