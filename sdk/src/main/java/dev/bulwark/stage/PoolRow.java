package dev.bulwark.stage;

import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of a pool of answers: what was asked, what was answered and what that was worth.
 *
 * @param asked the prompt
 * @param answers in the order in which they were drawn
 * @param origin what made them
 */
record PoolRow(Asked asked, List<Candidate> answers, Origin origin) {

  /** Copies the list, so that the value can't change. */
  PoolRow {
    answers = List.copyOf(answers);
  }

  /**
   * A prompt and how it was asked.
   *
   * @param id its name in its file
   * @param prompt the turns up to the answer, as they are learned
   * @param safetyTagged whether safety alone decides about its answers
   * @param prefix what stood in front of the user's first turn; empty for nothing
   * @param temperature at which answers were drawn
   */
  record Asked(
      String id, List<Message> prompt, boolean safetyTagged, String prefix, double temperature) {
    /** Copies the turns, so that the value can't change. */
    Asked {
      prompt = List.copyOf(prompt);
    }

    /** The same at another temperature. */
    Asked at(double other) {
      return new Asked(id, prompt, safetyTagged, prefix, other);
    }

    /** The same with words in front. */
    Asked after(String words) {
      return new Asked(id, prompt, safetyTagged, words, temperature);
    }

    /** What the model is given. */
    List<Message> given() {
      if (prefix.isEmpty()) {
        return prompt;
      }
      List<Message> given = new ArrayList<>(prompt);
      int first = prompt.get(0).role() == Role.SYSTEM ? 1 : 0;
      Message turn = prompt.get(first);
      given.set(first, new Message(turn.role(), prefix + "\n\n" + turn.content()));
      return given;
    }

    /** What tells prompts apart, however they were asked. */
    String key() {
      return Fingerprint.of(prompt.toString());
    }

    Scored scored(String answer) {
      return new Scored(prompt, answer, safetyTagged);
    }
  }

  /**
   * An answer.
   *
   * @param text as it was drawn
   * @param score what it is worth
   * @param finished whether the model ended it; false where it was cut at its longest
   */
  record Candidate(String text, double score, boolean finished) {
    /** The same with another score. */
    Candidate score(double other) {
      return new Candidate(text, other, finished);
    }

    /** Whether it can be learned. */
    boolean isUsable(boolean unfinished) {
      return (finished || unfinished) && Message.isVisible(text);
    }
  }

  /**
   * What made answers.
   *
   * @param round the sampling round: model, reward, prompts, settings and seed in 16 hex digits
   * @param model hash of the model that answered
   * @param reward hash of the reward that scored
   */
  record Origin(String round, String model, String reward) {}

  /** The scores of all answers, {@code [K]}. */
  double[] scores() {
    return answers.stream().mapToDouble(Candidate::score).toArray();
  }

  /** The best so many usable answers that differ, the best first; of equals the first drawn. */
  List<Candidate> best(int top, boolean unfinished) {
    Map<String, Candidate> different = new LinkedHashMap<>();
    answers.stream()
        .filter(answer -> answer.isUsable(unfinished))
        .forEach(answer -> different.putIfAbsent(answer.text(), answer));
    return different.values().stream()
        .sorted(Comparator.comparingDouble((Candidate answer) -> -answer.score()))
        .limit(top)
        .toList();
  }
}
