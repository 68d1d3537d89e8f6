package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Passage;
import dev.bulwark.model.Trunk;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Reads answers with the roles of a base: what lies below the layer where the roles part is read
 * once for all of them.
 */
public final class RolloutReader implements AutoCloseable {
  private final List<Encoded> sequences;
  private final Optional<Trunk> trunk;
  private final int from;
  private final int tokens;

  /**
   * A reader of sequences.
   *
   * @param role one of the roles that part at the same layer; it reads what lies below
   * @param shares whether there is something to share
   * @param tokens most tokens that are read at once
   */
  public RolloutReader(List<Encoded> sequences, Decoder role, boolean shares, int tokens) {
    this.sequences = sequences;
    this.from = role.plan().from();
    this.tokens = tokens;
    this.trunk =
        shares
            ? Optional.of(Trunk.of(role, sequences, lanes(places(), role.lanes(), tokens)))
            : Optional.empty();
  }

  /**
   * The score of each sequence at its last token, {@code [sequences]}, by a role with a head.
   *
   * @param role of the same base; one that parts from it elsewhere reads all layers for itself
   */
  public double[] scores(Decoder role) {
    double[] scores = new double[sequences.size()];
    role.atOnce(
        lanes(places(), role.lanes(), tokens),
        (scope, part) -> {
          Passage passage =
              role.plan().from() == from ? passage(scope, part) : Passage.of(packing(part));
          float[] found = role.scores(scope, passage, passage.packing().lasts()).toFloatArray();
          for (int i = 0; i < found.length; i++) {
            scores[part.get(passage.packing().order().get(i))] = found[i];
          }
        });
    return scores;
  }

  /** Log-probabilities of what was chosen, {@code [sequences][chosen]}. */
  double[][] logProbabilities(Decoder role) {
    return read(role, 1, role::logProbabilities)[0];
  }

  /** The same, and the entropies of the choices, {@code [2][sequences][chosen]}, in nats. */
  double[][][] observe(Decoder role) {
    return read(role, 2, role::observe);
  }

  /** A critic's word before each choice, {@code [sequences][chosen]}. */
  double[][] values(Decoder critic) {
    return read(
        critic, 1, (scope, passage) -> critic.scores(scope, passage, passage.packing().where()))[0];
  }

  private double[][][] read(
      Decoder role, int rows, BiFunction<NDManager, Passage, NDArray> kernel) {
    double[][][] numbers = new double[rows][sequences.size()][];
    role.atOnce(
        lanes(places(), role.lanes(), tokens),
        (scope, part) -> {
          Passage passage = passage(scope, part);
          float[] found = kernel.apply(scope, passage).toFloatArray();
          int at = 0;
          for (double[][] row : numbers) {
            for (int index : passage.packing().order()) {
              double[] own = new double[sequences.get(part.get(index)).learnedCount()];
              for (int i = 0; i < own.length; i++) {
                own[i] = found[at++];
              }
              row[part.get(index)] = own;
            }
          }
        });
    return numbers;
  }

  /** The sequences of some places, in the packing's own order. */
  Passage passage(NDManager scope, List<Integer> places) {
    List<Encoded> some = places.stream().map(sequences::get).toList();
    return trunk
        .map(shared -> shared.passage(scope, some, places))
        .orElseGet(() -> Passage.of(packing(places)));
  }

  private Packing packing(List<Integer> places) {
    return Packing.of(places.stream().map(sequences::get).toList());
  }

  /** Deals places out to threads, and cuts what each gets into parts that it works on at once. */
  List<List<List<Integer>>> lanes(List<Integer> places, int lanes, int tokens) {
    return Scoring.lanes(places, place -> sequences.get(place).length(), tokens, lanes);
  }

  private List<Integer> places() {
    return new ArrayList<>(IntStream.range(0, sequences.size()).boxed().toList());
  }

  /** Tokens of all sequences, prompts included. */
  long tokens() {
    return sequences.stream().mapToLong(Encoded::length).sum();
  }

  @Override
  public void close() {
    trunk.ifPresent(Trunk::close);
  }
}
