package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.GradientTape.Lesson;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-entropy of the learned tokens (paper §3.1): the mean over all learned tokens of a batch.
 * Prompts give no loss and no logits.
 */
public final class TokenObjective implements Objective<Encoded> {
  @Override
  public List<Encoded> sequences(Encoded sample) {
    return List.of(sample);
  }

  @Override
  public double gradients(GradientTape tape, List<Encoded> batch, int tokens) {
    long learned = batch.stream().mapToLong(Encoded::learnedCount).sum();
    return Scoring.sum(
        tape.inLanes(
            Scoring.lanes(batch, Encoded::length, tokens, tape.lanes()),
            (lane, part) -> loss(lane.learn(lesson(part, -1.0 / learned)), learned)));
  }

  private static double loss(double[] logProbabilities, long learned) {
    return -Arrays.stream(logProbabilities).sum() / learned;
  }

  private static Lesson lesson(List<Encoded> part, double slope) {
    Packing packing = Packing.of(part);
    double[] slopes = new double[packing.labels().length];
    Arrays.fill(slopes, slope);
    return new Lesson(packing, slopes);
  }

  @Override
  public List<Weighted> losses(Decoder decoder, List<Encoded> samples, int tokens) {
    List<Weighted> losses =
        new ArrayList<>(Collections.nCopies(samples.size(), new Weighted(0, 0)));
    List<Integer> places = IntStream.range(0, samples.size()).boxed().toList();
    for (List<Integer> part : Scoring.parts(places, i -> samples.get(i).length(), tokens)) {
      Packing packing = Packing.of(part.stream().map(samples::get).toList());
      double[][] found = packing.unpackedLabels(decoder.logProbabilities(packing));
      for (int i = 0; i < found.length; i++) {
        losses.set(part.get(i), new Weighted(-Arrays.stream(found[i]).sum(), found[i].length));
      }
    }
    return losses;
  }
}
