package dev.bulwark.train;

import dev.bulwark.model.Answer;
import dev.bulwark.model.Ask;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Draws answers from a policy and has the roles read them.
 *
 * @param stops token ids that end an answer
 * @param longest most tokens of an answer
 * @param tokens most tokens that are worked on at once
 */
record RolloutDrawing(Roles roles, Set<Long> stops, int longest, int tokens) {

  /** So many answers to each prompt, all answers to one prompt together. */
  List<Rollout> draw(List<long[]> prompts, int each, long seed) {
    int window = roles.policy().shape().attention().window();
    List<Ask> asks = new ArrayList<>();
    for (long[] prompt : prompts) {
      // One token is left for an end that was not chosen.
      int room = Math.max(1, window - prompt.length - 1);
      asks.addAll(Collections.nCopies(each, new Ask(prompt, Math.min(longest, room))));
    }
    Sampling sampling = new Sampling(longest, 1, 1, 0, seed);
    long[] newest = new long[asks.size()];
    List<Answer> answers;
    try (Generator generator = roles.policy().generator()) {
      answers = generator.answer(asks, stops, sampling, (place, id) -> newest[place] = id);
    }
    long usual = Collections.min(stops);
    List<Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      long[] ids = answer.ids();
      long[] drawn = answer.stopped() ? Arrays.copyOf(ids, ids.length + 1) : ids;
      drawn[drawn.length - 1] = newest[i];
      long end = answer.stopped() ? newest[i] : usual;
      rollouts.add(new Rollout(i, asks.get(i).ids(), drawn, answer.stopped(), end));
    }
    return rollouts;
  }

  RolloutReader reader(List<Rollout> answers) {
    return new RolloutReader(
        answers.stream().map(Rollout::tokens).toList(),
        roles.reference(),
        roles.sharesTrunk(),
        tokens);
  }

  Experience read(List<Rollout> answers, RolloutReader reader) {
    double[][][] policy = reader.observe(roles.policy());
    double[][] reference = reader.logProbabilities(roles.reference());
    double[][] values =
        roles
            .critic()
            .map(reader::values)
            .orElseGet(
                () ->
                    Arrays.stream(policy[0])
                        .map(chosen -> new double[chosen.length])
                        .toArray(double[][]::new));
    return new Experience(answers, policy[0], policy[1], reference, values);
  }
}
