package dev.bulwark.train;

import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Lane;
import dev.bulwark.model.Passage;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the gradients of mini-batches of an iteration's answers, part by part: however a
 * mini-batch is cut into parts, the loss is that of the whole.
 */
record MiniBatches(
    PolicyMethod method,
    Experience experience,
    Credit credit,
    RolloutReader reader,
    double beta,
    double entropy) {

  /** Hears of the log-probabilities of a part before anything is learned from them. */
  @FunctionalInterface
  interface Check {
    Check NONE = (current, old) -> {};

    void that(double[] current, double[] old);
  }

  /** The policy's gradients of the answers at these places, and its loss. */
  PpoLoss.Policy policy(RoleTraining role, List<Integer> places, Check check) {
    double value = 0;
    RatioStatistics statistics = RatioStatistics.NONE;
    for (List<PpoLoss.Policy> lane :
        role.tape().inLanes(cut(role, places), (one, part) -> policy(one, part, places, check))) {
      for (PpoLoss.Policy part : lane) {
        value += part.loss().value();
        statistics = statistics.plus(part.statistics());
      }
    }
    return new PpoLoss.Policy(new Loss(value, new double[0]), statistics);
  }

  private PpoLoss.Policy policy(Lane lane, List<Integer> part, List<Integer> batch, Check check) {
    try (NDManager scope = lane.scope()) {
      Passage passage = reader.passage(scope, part);
      int[] order = order(passage, part);
      double[] old = of(experience.old(), order);
      double[] current = lane.logProbabilities(passage);
      check.that(current, old);
      double[] reference = of(experience.reference(), order);
      double[] shares = shares(method.mean(), order, batch);
      PolicyMethod.Choices choices =
          new PolicyMethod.Choices(old, reference, of(credit.advantages(), order), shares);
      PpoLoss.Policy loss = method.loss(choices, current, beta);
      lane.backward(loss.loss().gradient(), entropy == 0 ? 0 : -entropy / choices(batch));
      return loss;
    }
  }

  /** The critic's gradients of the answers at these places, and its loss. */
  double critic(RoleTraining role, List<Integer> places, double clip) {
    return Scoring.sum(
        role.tape().inLanes(cut(role, places), (lane, part) -> critic(lane, part, places, clip)));
  }

  private List<List<List<Integer>>> cut(RoleTraining role, List<Integer> places) {
    return reader.lanes(places, role.tape().lanes(), role.tokens());
  }

  private double critic(Lane lane, List<Integer> part, List<Integer> batch, double clip) {
    try (NDManager scope = lane.scope()) {
      Passage passage = reader.passage(scope, part);
      int[] order = order(passage, part);
      double[] values = lane.scores(passage, passage.packing().where());
      double[] shares = shares(TokenMean.OVER_TOKENS, order, batch);
      Loss loss =
          new ValueLoss(clip)
              .of(values, of(experience.values(), order), of(credit.returns(), order), shares)
              .loss();
      lane.backward(loss.gradient());
      return loss.value();
    }
  }

  /** The places of a part in the order of its packing. */
  private static int[] order(Passage passage, List<Integer> part) {
    return passage.packing().order().stream().mapToInt(part::get).toArray();
  }

  private static double[] of(double[][] numbers, int[] places) {
    return Arrays.stream(places)
        .mapToObj(i -> numbers[i])
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private double[] shares(TokenMean mean, int[] part, List<Integer> batch) {
    int[] lengths = Arrays.stream(part).map(i -> experience.old()[i].length).toArray();
    return mean.shares(lengths, choices(batch), batch.size());
  }

  private long choices(List<Integer> places) {
    return places.stream().mapToLong(place -> experience.old()[place].length).sum();
  }
}
