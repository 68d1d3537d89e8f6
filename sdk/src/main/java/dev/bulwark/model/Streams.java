package dev.bulwark.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The threads that answer at once, each with slots of its own.
 *
 * <p>A decoding step is made of hundreds of small operations, and threads that share each of them
 * spend their time waiting for each other. Threads that share none wait once, at the end.
 */
final class Streams implements AutoCloseable {
  /** Fewer rows make poor use of a weight that was fetched. */
  private static final int FEWEST_ROWS = 8;

  /** Weights up to this size stay in a processor's cache from step to step. */
  private static final long CACHED_BYTES = 32L << 20;

  private final int capacity;
  private final int count;
  private final int threads;

  private Streams(int capacity, int count, int threads) {
    this.capacity = capacity;
    this.count = count;
    this.threads = threads;
  }

  /**
   * As many as the engine has threads, which are shared out; one where rows are too few, where each
   * thread would have to fetch all weights from memory for itself, and on a GPU.
   */
  static Streams of(Processor processor, int capacity, long weightBytes) {
    int threads = JniUtils.getNumThreads();
    boolean shared = processor.gpu().isPresent() || weightBytes > CACHED_BYTES;
    int most = shared ? 1 : threads;
    int count = Math.max(1, Math.min(most, capacity / FEWEST_ROWS));
    if (count > 1) {
      JniUtils.setNumThreads(Math.max(1, threads / count));
    }
    return new Streams(capacity, count, threads);
  }

  /** Work on some slots. */
  @FunctionalInterface
  interface Work {
    /**
     * Works on so many slots from the first on.
     *
     * @param stream which of the threads, from 0
     */
    void on(int stream, int first, int slots);
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Does the work on all slots. */
  void run(Work work) {
    if (count == 1) {
      work.on(0, 0, capacity);
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int stream = i;
        int first = capacity * i / count;
        int slots = capacity * (i + 1) / count - first;
        parts.add(pool.submit(() -> work.on(stream, first, slots)));
      }
      for (Future<?> part : parts) {
        await(part);
      }
    } finally {
      finish(pool);
    }
  }

  /** Nothing may still work on the slots when they are freed. */
  private static void finish(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        done = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<?> part) {
    try {
      part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The generation was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("A thread that generates failed", e.getCause());
    }
  }

  @Override
  public void close() {
    if (count > 1) {
      JniUtils.setNumThreads(threads);
    }
  }
}
