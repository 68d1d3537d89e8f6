package dev.bulwark.train;

import dev.bulwark.data.Require;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Lane;
import dev.bulwark.model.Passage;
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
 * @param auxiliary weight of the latter, in [0, 1000000)
 */
public record PairObjective(PairLoss ranking, SafetyLoss safety, double auxiliary)
    implements Objective<PreferencePair> {

  /** Checks the range. */
  public PairObjective {
    Require.that(auxiliary >= 0 && auxiliary < 1e6, "auxiliary", auxiliary, "in [0, 1000000)");
  }

  @Override
  public List<Encoded> sequences(PreferencePair pair) {
    return List.of(pair.chosen(), pair.rejected());
  }

  @Override
  public double gradients(GradientTape tape, List<PreferencePair> batch, int tokens) {
    long labelled = batch.stream().mapToLong(pair -> SafetyLoss.labelled(labels(pair))).sum();
    return Scoring.sum(
        tape.inLanes(
            Scoring.lanes(batch, PreferencePair::work, tokens, tape.lanes()),
            (lane, part) -> gradients(lane, part, batch.size(), labelled)));
  }

  private double gradients(Lane lane, List<PreferencePair> part, long pairs, long labelled) {
    Packing packing =
        Packing.sharing(
            part.stream().map(pair -> List.of(pair.chosen(), pair.rejected())).toList());
    double[] scores = packing.unpacked(lane.scores(Passage.of(packing), packing.lasts()));
    Loss loss = of(scores, part, pairs, labelled);
    lane.backward(packing.packed(loss.gradient()));
    return loss.value();
  }

  /** A pair's whole loss, as if it were a batch of its own. */
  @Override
  public List<Weighted> losses(Decoder decoder, List<PreferencePair> samples, int tokens) {
    List<Encoded> answers = new ArrayList<>();
    samples.forEach(pair -> answers.addAll(List.of(pair.chosen(), pair.rejected())));
    double[] scores = Scoring.of(decoder, answers);
    List<Weighted> losses = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      double[] both = {scores[2 * i], scores[2 * i + 1]};
      PreferencePair pair = samples.get(i);
      Loss loss = of(both, List.of(pair), 1, SafetyLoss.labelled(labels(pair)));
      losses.add(new Weighted(loss.value(), 1));
    }
    return losses;
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
