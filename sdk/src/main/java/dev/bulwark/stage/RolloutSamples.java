package dev.bulwark.stage;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.RolloutSample;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.train.Rollout;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps some answers of some iterations for whoever wants to see what the figures stand for: a
 * policy that cheats its reward shows in its words first.
 *
 * @param file where they are kept
 * @param every iterations between two that are sampled; the first is one of them
 */
record RolloutSamples(Path file, int every) {
  /** So many of the lowest scores of an iteration, and as many of the highest. */
  private static final int EACH = 4;

  /**
   * Keeps samples of an iteration, if it is one that is sampled. A run that was killed repeats its
   * iteration, whose samples and all later ones are then replaced.
   *
   * @param iteration from 1
   * @param asked the prompt of each answer
   */
  void take(
      long iteration,
      List<Prompt> asked,
      List<Rollout> answers,
      double[] scores,
      ChatEncoder encoder) {
    if (iteration != 1 && iteration % every != 0) {
      return;
    }
    Stream<RolloutSample> before =
        RolloutSample.in(file).stream().filter(sample -> sample.iteration() < iteration);
    Stream<RolloutSample> now =
        chosen(scores).stream()
            .map(
                i ->
                    new RolloutSample(
                        iteration,
                        asked.get(i).kind(),
                        last(asked.get(i).messages()),
                        encoder.text(answers.get(i).answer()),
                        scores[i]));
    RolloutSample.write(Stream.concat(before, now).toList(), file);
  }

  private static String last(List<Message> messages) {
    return messages.get(messages.size() - 1).content();
  }

  /** From the lowest score to the highest. */
  private static List<Integer> chosen(double[] scores) {
    List<Integer> sorted =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toList();
    int high = Math.max(Math.min(EACH, sorted.size()), sorted.size() - EACH);
    return Stream.concat(sorted.stream().limit(EACH), sorted.subList(high, sorted.size()).stream())
        .toList();
  }

  /** Copies them into a stage's folder. */
  void copyInto(Path folder) {
    RolloutSample.write(RolloutSample.in(file), folder.resolve(RolloutSample.FILE));
  }
}
