package dev.bulwark.stage;

import dev.bulwark.data.Prompt;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.train.Environment;
import dev.bulwark.train.Rollout;
import dev.bulwark.train.RolloutReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts, and what answers to them are worth.
 *
 * @param prompts what is asked
 * @param seed of their order
 * @param encoder of the policy's model
 * @param worth of answers
 * @param samples of them, to be looked at
 */
record PolicyWorld(
    PolicyPrompts prompts, long seed, ChatEncoder encoder, Worth worth, RolloutSamples samples)
    implements Environment {

  /** What answers are worth. */
  @FunctionalInterface
  interface Worth {
    /** The scores of answers, {@code [answers]}; the prompt of each stands at its place. */
    double[] of(List<Prompt> asked, List<Rollout> answers, RolloutReader reader);

    /** By a reward that reads the text of the answers. */
    static Worth read(Reward reward, ChatEncoder encoder) {
      return (asked, answers, reader) -> {
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
          Prompt prompt = asked.get(i);
          String text = encoder.text(answers.get(i).answer());
          scored.add(new Scored(prompt.messages(), text, PolicyPrompts.isAdversarial(prompt)));
        }
        return reward.scores(scored);
      };
    }

    /** By reward models on the policy's base. */
    static Worth shared(SharedReward reward) {
      return (asked, answers, reader) ->
          reward.scores(reader, asked.stream().map(PolicyPrompts::isAdversarial).toList());
    }
  }

  @Override
  public List<long[]> prompts(long iteration, int count) {
    return encoded(prompts.of(iteration, count, seed));
  }

  @Override
  public double[] scores(long iteration, int count, List<Rollout> answers, RolloutReader reader) {
    List<Prompt> asked = ofEach(prompts.of(iteration, count, seed), answers);
    double[] scores = worth.of(asked, answers, reader);
    samples.take(iteration + 1, asked, answers, scores, encoder);
    return scores;
  }

  @Override
  public List<long[]> heldOut() {
    return prompts.mix().heldOut() == 0 ? List.of() : encoded(prompts.heldOut(seed));
  }

  @Override
  public double[] heldOutScores(List<Rollout> answers, RolloutReader reader) {
    return worth.of(ofEach(prompts.heldOut(seed), answers), answers, reader);
  }

  private List<long[]> encoded(List<Prompt> asked) {
    return asked.stream().map(prompt -> encoder.prompt(prompt.messages())).toList();
  }

  /** The prompt of each answer: all answers to one prompt stand together. */
  private static List<Prompt> ofEach(List<Prompt> asked, List<Rollout> answers) {
    int each = answers.size() / asked.size();
    return IntStream.range(0, answers.size()).mapToObj(i -> asked.get(i / each)).toList();
  }
}
