package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
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
  public int length(Encoded sample) {
    return sample.length();
  }

  @Override
  public double gradients(GradientTape tape, List<Encoded> batch, int tokens) {
    long learned = batch.stream().mapToLong(Encoded::learnedCount).sum();
    double loss = 0;
    for (List<Encoded> part : Scoring.parts(batch, Encoded::length, tokens)) {
      Packing packing = Packing.of(part);
      double[] slopes = new double[packing.labels().length];
      Arrays.fill(slopes, -1.0 / learned);
      for (double logProbability : tape.learn(packing, slopes)) {
        loss -= logProbability / learned;
      }
    }
    return loss;
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
