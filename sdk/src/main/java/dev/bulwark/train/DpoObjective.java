package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Lane;
import dev.bulwark.model.Passage;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What direct preference optimisation minimises: {@link DpoLoss} of whole answers. A prompt is
 * worked on once for both answers and gets no logits.
 */
public record DpoObjective(DpoLoss loss) implements Objective<DpoPair> {
  /** Tokens whose activations are worked on at once where nothing is learned. */
  static final int TOKENS = 2048;

  @Override
  public List<Encoded> sequences(DpoPair pair) {
    return List.of(pair.chosen(), pair.rejected());
  }

  @Override
  public double gradients(GradientTape tape, List<DpoPair> batch, int tokens) {
    return Scoring.sum(
        tape.inLanes(
            Scoring.lanes(batch, DpoPair::work, tokens, tape.lanes()),
            (lane, part) -> gradients(lane, part, batch.size())));
  }

  private double gradients(Lane lane, List<DpoPair> part, int pairs) {
    Packing packing = packing(part);
    double[][] logs = packing.unpackedLabels(lane.logProbabilities(Passage.of(packing)));
    Loss found = loss.of(sums(logs), references(part), lengths(part), pairs);
    double[][] slopes = new double[logs.length][];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = new double[logs[i].length];
      Arrays.fill(slopes[i], found.gradient()[i]);
    }
    lane.backward(packing.packedLabels(slopes));
    return found.value();
  }

  @Override
  public List<Weighted> losses(Decoder decoder, List<DpoPair> samples, int tokens) {
    double[] policy = logProbabilities(decoder, samples, tokens);
    List<Weighted> losses = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      List<DpoPair> pair = samples.subList(i, i + 1);
      double[] both = {policy[2 * i], policy[2 * i + 1]};
      losses.add(new Weighted(loss.of(both, references(pair), lengths(pair)).value(), 1));
    }
    return losses;
  }

  /**
   * What the policy's preference for each answer is worth as a reward, {@code [2 * pairs]}, chosen
   * and rejected in turn: {@code beta (policy - reference)}.
   */
  public double[] rewards(Decoder policy, List<DpoPair> pairs) {
    double[] logs = logProbabilities(policy, pairs, TOKENS);
    double[] references = references(pairs);
    return IntStream.range(0, logs.length)
        .mapToDouble(i -> loss.reward(logs[i], references[i]))
        .toArray();
  }

  /** Log-probabilities of chosen and rejected answers in turn, {@code [2 * pairs]}. */
  static double[] logProbabilities(Decoder decoder, List<DpoPair> pairs, int tokens) {
    double[] logs = new double[2 * pairs.size()];
    List<Integer> places = IntStream.range(0, pairs.size()).boxed().toList();
    for (List<Integer> part : Scoring.parts(places, i -> pairs.get(i).work(), tokens)) {
      Packing packing = packing(part.stream().map(pairs::get).toList());
      double[] found = sums(packing.unpackedLabels(decoder.logProbabilities(packing)));
      for (int i = 0; i < part.size(); i++) {
        logs[2 * part.get(i)] = found[2 * i];
        logs[2 * part.get(i) + 1] = found[2 * i + 1];
      }
    }
    return logs;
  }

  private static Packing packing(List<DpoPair> pairs) {
    return Packing.sharing(
        pairs.stream().map(pair -> List.of(pair.chosen(), pair.rejected())).toList());
  }

  private static double[] sums(double[][] logs) {
    return Arrays.stream(logs).mapToDouble(answer -> Arrays.stream(answer).sum()).toArray();
  }

  private static double[] references(List<DpoPair> pairs) {
    return pairs.stream()
        .flatMapToDouble(
            pair -> Arrays.stream(new double[] {pair.referenceChosen(), pair.referenceRejected()}))
        .toArray();
  }

  private static int[] lengths(List<DpoPair> pairs) {
    return pairs.stream()
        .flatMapToInt(
            pair -> IntStream.of(pair.chosen().learnedCount(), pair.rejected().learnedCount()))
        .toArray();
  }
}
