package dev.bulwark.train;

import java.util.Arrays;
import java.util.List;

/**
 * An iteration's answers as all roles read them.
 *
 * @param answers what the policy drew
 * @param old log-probabilities under the policy that drew them, {@code [answers][chosen]}
 * @param entropies of the distributions that they were drawn from, {@code [answers][chosen]}
 * @param reference log-probabilities under the reference, {@code [answers][chosen]}
 * @param values the critic's word before each choice, {@code [answers][chosen]}; 0 where there is
 *     no critic
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Experience(
    List<Rollout> answers,
    double[][] old,
    double[][] entropies,
    double[][] reference,
    double[][] values) {

  /** Choices of each answer, {@code [answers]}. */
  int[] lengths() {
    return Arrays.stream(old).mapToInt(chosen -> chosen.length).toArray();
  }

  /** Mean over the answers of the sum of {@code ln policy - ln reference}, in nats. */
  double kl() {
    double sum = 0;
    for (int i = 0; i < old.length; i++) {
      sum += Arrays.stream(KlEstimator.K1.of(old[i], reference[i])).sum();
    }
    return sum / old.length;
  }

  /** Numbers of all answers, one after the other. */
  static double[] joined(double[][] numbers) {
    return Arrays.stream(numbers).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The other way round: the numbers of each answer. */
  static double[][] split(double[] joined, int[] lengths) {
    double[][] numbers = new double[lengths.length][];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      numbers[i] = Arrays.copyOfRange(joined, at, at + lengths[i]);
      at += lengths[i];
    }
    return numbers;
  }
}
