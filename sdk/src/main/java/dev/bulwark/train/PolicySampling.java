package dev.bulwark.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sums up what a policy answered in an iteration. */
final class PolicySampling {
  private PolicySampling() {}

  static PolicyIteration.Sampled of(Experience experience, double[] scores, Credit credit) {
    List<Rollout> answers = experience.answers();
    return new PolicyIteration.Sampled(
        Whitening.mean(scores),
        credit.rewards(),
        experience.kl(),
        Whitening.mean(Experience.joined(experience.entropies())),
        Arrays.stream(experience.lengths()).average().orElse(0),
        (double) answers.stream().filter(Rollout::ended).count() / answers.size(),
        unique(answers));
  }

  /** Share of answers whose tokens no other answer has. */
  private static double unique(List<Rollout> answers) {
    Map<String, Long> counts =
        answers.stream()
            .map(answer -> Arrays.toString(answer.drawn()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long alone = counts.values().stream().filter(count -> count == 1).count();
    return (double) alone / answers.size();
  }
}
