package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.model.Kernels.Tensors;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

/**
 * A decoder to train and to generate with: either whole, all its fp32 weights trainable, or a role
 * on a {@link Base}, of which only the adapter and the score head are.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Decoder implements AutoCloseable {
  private final Engine engine;
  private final boolean ownsEngine;
  private final NDManager manager;
  private final Source source;

  /** All weights of a whole decoder, none of a role. */
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  private final Adapter adapter;
  private final List<NDArray> head;

  private Decoder(
      Engine engine, boolean ownsEngine, Source source, Adapter.Plan plan, Source adapter) {
    this.engine = engine;
    this.ownsEngine = ownsEngine;
    this.manager = engine.manager().newSubManager();
    this.source = source;
    this.adapter = Adapter.of(plan, engine.shape(), manager, adapter);
    this.head = new ArrayList<>();
  }

  /** A decoder with weights of its own, all trainable; values come one weight after the other. */
  public static Decoder whole(DecoderShape shape, Compute compute, Source source) {
    Engine engine = Engine.open(shape, compute);
    Decoder decoder = new Decoder(engine, true, source, Adapter.Plan.NONE, Adapter.drawn(0));
    try {
      for (WeightSpec spec : WeightSpec.of(shape)) {
        decoder.weights.put(spec.name(), Engine.read(decoder.manager, spec, source));
      }
      return decoder;
    } catch (RuntimeException | Error e) {
      decoder.close();
      throw e;
    }
  }

  /** A decoder with frozen weights of its own and a fresh adapter, which the seed draws. */
  public static Decoder adapted(
      DecoderShape shape, Compute compute, Source source, Adapter.Plan plan, long seed) {
    Engine engine = Engine.resident(shape, compute, source);
    return new Decoder(engine, true, source, plan, Adapter.drawn(seed));
  }

  /** A role on a base that others use, too. */
  static Decoder sharing(Engine engine, Source source, Adapter.Plan plan, Source adapter) {
    return new Decoder(engine, false, source, plan, adapter);
  }

  /** Adds a score head. */
  Decoder scoring(Source values) {
    head.add(Engine.read(manager, Adapter.scoreHead(engine.shape()), values));
    return this;
  }

  /** The decoder's shape. */
  public DecoderShape shape() {
    return engine.shape();
  }

  /** How it computes, the choice of products included. */
  public Compute compute() {
    return engine.compute();
  }

  /** The tensors that training changes, by name. */
  public Map<String, NDArray> trainable() {
    Map<String, NDArray> all = new LinkedHashMap<>(weights);
    all.putAll(adapter.named());
    head.forEach(score -> all.put(Adapter.scoreHead(shape()).name(), score));
    return all;
  }

  /** A manager in a scope for numbers that kernels read one by one, on the machine's own cores. */
  public static NDManager control(NDManager scope) {
    return Engine.control(scope);
  }

  /** A manager whose tensors live until it is closed. */
  public NDManager scope() {
    return manager.newSubManager();
  }

  /** Bytes that this decoder holds besides the base that it shares. */
  public long bytes() {
    return Engine.bytes(manager.getManagedArrays());
  }

  /** Natural log-probabilities of the labels, {@code [k]} in the packing's order. */
  public NDArray logProbabilities(NDManager scope, Packing packing) {
    return logProbabilities(scope, Passage.of(packing));
  }

  /** Natural log-probabilities of the labels, {@code [k]} in the packing's order. */
  public NDArray logProbabilities(NDManager scope, Passage passage) {
    return labelled(scope, "log_probabilities", passage);
  }

  /**
   * Natural log-probabilities of the labels, and the entropy of the distribution that each was
   * taken from, in nats, {@code [2, k]} in the packing's order.
   */
  public NDArray observe(NDManager scope, Passage passage) {
    return labelled(scope, "observe", passage);
  }

  private NDArray labelled(NDManager scope, String method, Passage passage) {
    Packing packing = passage.packing();
    NDArray where = scope.create(packing.where());
    return call(scope, method, passage, where, scope.create(packing.labels()));
  }

  /** The same as plain numbers. */
  public double[] logProbabilities(Packing packing) {
    try (NDManager scope = scope()) {
      return numbers(logProbabilities(scope, packing));
    }
  }

  /** Logits of every token, {@code [n, vocabulary]}: for parity tests and small looks. */
  public NDArray logits(NDManager scope, Packing packing) {
    return call(scope, "logits", Passage.of(packing));
  }

  /**
   * Scores at places of the packing, {@code [k]}, by the score head.
   *
   * @param where indices into the packing's tokens
   * @throws IllegalStateException if the decoder has no score head
   */
  public NDArray scores(NDManager scope, Packing packing, long[] where) {
    return scores(scope, Passage.of(packing), where);
  }

  /** As {@link #scores(NDManager, Packing, long[])}, of a passage. */
  public NDArray scores(NDManager scope, Passage passage, long[] where) {
    requireScores();
    return call(scope, "scores", passage, scope.create(where));
  }

  /** The same as plain numbers. */
  public double[] scores(Packing packing, long[] where) {
    try (NDManager scope = scope()) {
      return numbers(scores(scope, packing, where));
    }
  }

  static double[] numbers(NDArray values) {
    float[] floats = values.toFloatArray();
    double[] numbers = new double[floats.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = floats[i];
    }
    return numbers;
  }

  void requireScores() {
    if (head.isEmpty() && !weights.containsKey(WeightSpec.SCORE)) {
      throw new IllegalStateException("This decoder has no score head");
    }
  }

  /**
   * How many lists of passages are best read at once, each by a thread of its own: more than one
   * only where the weights fit into the processor's cache.
   */
  public int lanes() {
    return Streams.most(engine.compute().processor(), engine.weightBytes());
  }

  /**
   * Works through lists at once, each in a thread of its own.
   *
   * @param lists as many as {@link #lanes}, or fewer
   * @param work on one part; what it makes in the manager that it is given is freed after it
   */
  public <T> void atOnce(List<List<T>> lists, BiConsumer<NDManager, T> work) {
    try (Streams streams = Streams.ofParts(lists.size())) {
      streams.run(
          (stream, from, count) -> {
            for (List<T> parts : lists.subList(from, from + count)) {
              for (T part : parts) {
                try (NDManager scope = scope()) {
                  work.accept(scope, part);
                }
              }
            }
          });
    }
  }

  /** Calls a kernel on a passage; what it is given besides stands before the frequencies. */
  NDArray call(NDManager scope, String method, Passage passage, NDArray... more) {
    Packing packing = passage.packing();
    List<NDArray> tensors = new ArrayList<>();
    tensors.add(passage.entry(scope));
    tensors.add(scope.create(packing.positions()));
    tensors.add(runs(scope, packing));
    tensors.addAll(List.of(more));
    tensors.add(engine.frequencies());
    return engine.call(scope, method, tensors, lists());
  }

  static NDArray runs(NDManager scope, Packing packing) {
    return Engine.control(scope)
        .create(packing.runs(), new Shape(packing.runs().length / Packing.RUN, Packing.RUN));
  }

  /** Weights and adapter, as every kernel of reading and learning takes them. */
  Tensors[] lists() {
    List<NDArray> own =
        isRole() ? List.of(engine.residentWeights()) : List.copyOf(weights.values());
    List<NDArray> role = new ArrayList<>(adapter.list());
    role.addAll(head);
    return new Tensors[] {new Tensors("ws", own), new Tensors("lora", role)};
  }

  Engine engine() {
    return engine;
  }

  /** Whether its weights are a base's, of which it trains none. */
  boolean isRole() {
    return weights.isEmpty();
  }

  /**
   * Calls a kernel that changes tensors in place or reads them.
   *
   * @return its result as numbers
   */
  public double[] kernel(String method, List<NDArray> tensors, Map<String, List<NDArray>> lists) {
    Tensors[] arguments =
        lists.entrySet().stream()
            .map(list -> new Tensors(list.getKey(), list.getValue()))
            .toArray(Tensors[]::new);
    try (NDArray result = engine.call(manager, method, tensors, arguments);
        NDArray wide = result.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  /** The present values of one weight, row after row, an adapter merged into it. */
  public float[] values(WeightSpec spec) {
    NDArray own = weights.get(spec.name());
    if (own != null) {
      return own.toFloatArray();
    }
    try (NDArray weight = Engine.read(manager, spec, source)) {
      adapter.mergeInto(weight, spec);
      return weight.toFloatArray();
    }
  }

  /** The present values of what {@link #trainable} names. */
  public float[] trained(String name) {
    NDArray tensor = trainable().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("No trainable tensor " + name);
    }
    return tensor.toFloatArray();
  }

  /** Where the adapter sits; {@link Adapter.Plan#NONE} where there is none. */
  public Adapter.Plan plan() {
    return adapter.plan();
  }

  /** A generator over the weights as they are now; close it to free its copy of them. */
  public Generator generator() {
    return new Generator(engine, manager, this::makeReady);
  }

  /** What learning needs besides: gradients, and the way back to them. */
  public GradientTape tape() {
    return new GradientTape(this, Optional.empty());
  }

  /**
   * The same, with gradients of no more of the embedding's rows than the data can reach. Only where
   * {@link #learnsRows}.
   *
   * @param tokens of all training data, in any order; no other may be learned from
   */
  public GradientTape tape(LongStream tokens) {
    return new GradientTape(this, Optional.of(tokens));
  }

  /**
   * Whether the embedding's gradient has other numbers than zero in the rows of tokens that were
   * read alone: where it is trained and not the head, too.
   */
  public boolean learnsRows() {
    return !isRole() && shape().output() != DecoderShape.Output.TIED;
  }

  EmbeddingRows rows(NDManager scope, LongStream tokens) {
    if (!learnsRows()) {
      throw new IllegalStateException(
          "All rows of this decoder's embedding get gradients, or none");
    }
    NDArray embedding = weights.values().iterator().next();
    return new EmbeddingRows(engine, scope, embedding, tokens);
  }

  /** Puts the weights, an adapter merged, in the form that decoding wants. */
  private void makeReady() {
    engine.call(manager, "fuse_weights", List.of(), lists()).close();
  }

  @Override
  public void close() {
    manager.close();
    if (ownsEngine) {
      engine.close();
    }
  }
}
