package dev.bulwark.model;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Answers prompts with cached keys and values.
 *
 * <p>Prompts wait in a queue. As soon as an answer ends, its slot goes to the next prompt: no row
 * is computed for nobody, and nothing is padded. What is drawn for a prompt depends on the seed,
 * its tokens, and how many of the same stand before it, not on what is answered beside it.
 */
public final class Generator implements AutoCloseable {
  /** Larger batches hardly gain on a CPU. */
  private static final int MOST_SLOTS = 64;

  private static final long CACHE_BYTES = 1L << 30;

  private final Engine engine;
  private final NDManager manager;
  private final Runnable makeReady;

  /**
   * A generator.
   *
   * @param makeReady puts the weights in the form that decoding wants
   */
  Generator(Engine engine, NDManager manager, Runnable makeReady) {
    this.engine = engine;
    this.manager = manager;
    this.makeReady = makeReady;
    ready();
  }

  /** Another role's generator may have put its weights in the place of these. */
  private void ready() {
    if (!engine.ready().equals(Optional.of(this))) {
      NativeHeap.giveBack(engine.weightBytes());
      makeReady.run();
      engine.ready(Optional.of(this));
    }
  }

  /** Hears of each token as it comes. */
  @FunctionalInterface
  public interface Listener {
    /** Does not care. */
    Listener NONE = (place, id) -> {};

    /**
     * One more token; a stop token is one, too.
     *
     * @param place of the prompt in the list, from 0
     */
    void heard(int place, long id);
  }

  /** Answers prompts that all may have as many tokens; see {@link #answer}. */
  public List<long[]> generate(List<long[]> prompts, Set<Long> stops, Sampling sampling) {
    List<Ask> asks = prompts.stream().map(ids -> new Ask(ids, sampling.maxNewTokens())).toList();
    return answer(asks, stops, sampling, Listener.NONE).stream().map(Answer::ids).toList();
  }

  /**
   * Answers prompts.
   *
   * @param stops ids that end an answer; they are not part of it
   * @param sampling how tokens are drawn; the longest answer is each prompt's own
   * @return the answers in the order of the prompts
   * @throws IllegalArgumentException if a prompt is empty or fills the model's window
   */
  public List<Answer> answer(List<Ask> asks, Set<Long> stops, Sampling sampling, Listener heard) {
    Waiting waiting = new Waiting(rows(asks, sampling));
    Answer[] answers = new Answer[asks.size()];
    ready();
    int capacity = capacity(waiting);
    try (NDManager scope = manager.newSubManager();
        Streams streams =
            Streams.of(engine.compute().processor(), capacity, engine.weightBytes())) {
      slotKernel(scope, "open_slots", capacity, waiting.room());
      List<Waiting> dealt = waiting.dealt(streams.count());
      try {
        streams.run(
            (stream, first, slots) ->
                new Session(engine, scope.newSubManager(), first, slots, stops, sampling)
                    .run(dealt.get(stream), inTurn(heard), answers));
      } finally {
        slotKernel(scope, "close_slots", 0);
      }
    }
    return List.of(answers);
  }

  private List<Row> rows(List<Ask> asks, Sampling sampling) {
    int window = engine.shape().attention().window();
    Map<Integer, Integer> before = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (Ask ask : asks) {
      int length = ask.ids().length;
      if (length < 1 || length >= window) {
        throw new IllegalArgumentException(
            "prompt length is %d tokens, but must be in 1 to %d".formatted(length, window - 1));
      }
      int most = Math.min(ask.most(), window - length);
      int same = Arrays.hashCode(ask.ids());
      int copies = before.merge(same, 1, Integer::sum);
      long seed = mixed(mixed(sampling.seed(), same), copies);
      rows.add(new Row(rows.size(), ask.ids(), most, seed));
    }
    return rows;
  }

  private static long mixed(long seed, int salt) {
    return new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L * salt).nextLong();
  }

  /** Answers come from several threads; who listens hears them one after the other. */
  private static Listener inTurn(Listener listener) {
    return (place, id) -> {
      synchronized (listener) {
        listener.heard(place, id);
      }
    };
  }

  private void slotKernel(NDManager scope, String name, long... arguments) {
    engine.call(scope, name, List.of(Engine.control(scope).create(arguments)));
  }

  private int capacity(Waiting waiting) {
    DecoderShape.Attention attention = engine.shape().attention();
    long columns = 2L * engine.shape().layers() * attention.keyValueHeads() * attention.headSize();
    long bytes = Math.max(1, columns * waiting.room() * engine.compute().precision().bytes());
    long most = Math.min(waiting.size(), MOST_SLOTS);
    return (int) Math.max(1, Math.min(most, CACHE_BYTES / bytes));
  }

  /** Frees the weights that stand ready for decoding; the next answer makes them ready again. */
  @Override
  public void close() {
    if (engine.ready().equals(Optional.of(this))) {
      try (NDManager scope = manager.newSubManager()) {
        engine.call(scope, "unfuse", List.of(scope.create(0L)));
      }
      engine.ready(Optional.empty());
      NativeHeap.giveBack(engine.weightBytes());
    }
  }
}
