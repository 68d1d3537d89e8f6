package dev.bulwark.train;

import dev.bulwark.model.GradientTape;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reward model minimises: the ranking loss of pairs, plus a weight times the auxiliary
 * safety loss of their answers (paper §3.2.2, A.3.3).
 *
 * @param ranking the loss of pairs
 * @param safety the loss of answers with a safety label
 * @param auxiliary weight of the latter, 0 or more
 */
public record PairObjective(PairLoss ranking, SafetyLoss safety, double auxiliary) {
  /** Tokens whose activations are worked on at once; larger gains nothing on a CPU. */
  private static final int MICRO_BATCH_TOKENS = 1024;

  /** Checks the range. */
  public PairObjective {
    Checks.range(auxiliary >= 0 && auxiliary < 1e6, "auxiliary", auxiliary, "0 or more");
  }

  /**
   * Gathers the gradients of a batch's loss, part by part, and returns the loss. However the batch
   * is cut, the loss is that of the whole.
   */
  double gradients(GradientTape tape, List<PreferencePair> batch) {
    long labelled = batch.stream().mapToLong(pair -> SafetyLoss.labelled(labels(pair))).sum();
    double loss = 0;
    for (List<PreferencePair> part :
        Scoring.parts(batch, PreferencePair::length, MICRO_BATCH_TOKENS)) {
      loss += gradients(tape, part, batch.size(), labelled);
    }
    return loss;
  }

  private double gradients(
      GradientTape tape, List<PreferencePair> part, long pairs, long labelled) {
    List<Encoded> answers = new ArrayList<>();
    part.forEach(pair -> answers.addAll(List.of(pair.chosen(), pair.rejected())));
    Packing packing = Packing.of(answers);
    double[] packed = tape.scores(packing, packing.lasts());
    double[] scores = new double[packed.length];
    for (int i = 0; i < scores.length; i++) {
      scores[packing.order().get(i)] = packed[i];
    }
    Loss loss = of(scores, part, pairs, labelled);
    double[] slopes = new double[packed.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = loss.gradient()[packing.order().get(i)];
    }
    tape.backward(slopes);
    return loss.value();
  }

  /** The loss of a part of a batch, by the scores of chosen and rejected answer in turn. */
  Loss of(double[] scores, List<PreferencePair> part, long pairs, long labelled) {
    double[] margins = part.stream().mapToDouble(PreferencePair::margin).toArray();
    Loss loss = ranking.of(scores, margins, pairs);
    if (auxiliary == 0 || labelled == 0) {
      return loss;
    }
    List<SafetyLabel> labels = part.stream().flatMap(pair -> labels(pair).stream()).toList();
    return loss.plus(auxiliary, safety.of(scores, labels, labelled));
  }

  private static List<SafetyLabel> labels(PreferencePair pair) {
    return List.of(pair.chosenSafe(), pair.rejectedSafe());
  }
}
