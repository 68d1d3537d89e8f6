package dev.bulwark.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

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

  /** They stay: the C library keeps memory for each thread that ever asked for some. */
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "bulwark-stream");
            thread.setDaemon(true);
            return thread;
          });

  /** The engine's threads as long as nobody shares them out. */
  private static int whole;

  /** How many share them out now. */
  private static int sharing;

  private final int capacity;
  private final int count;

  private Streams(int capacity, int count) {
    this.capacity = capacity;
    this.count = count;
  }

  /**
   * As many as the engine has threads, which are shared out; one where rows are too few, where each
   * thread would have to fetch all weights from memory for itself, and on a GPU.
   */
  static Streams of(Processor processor, int capacity, long weightBytes) {
    return opened(capacity, Math.min(most(processor, weightBytes), capacity / FEWEST_ROWS));
  }

  /** One for each part of a work that was cut for {@link #most}. */
  static Streams ofParts(int parts) {
    return opened(parts, parts);
  }

  private static Streams opened(int capacity, int wanted) {
    int count = Math.max(1, Math.min(threads(), wanted));
    if (count > 1) {
      share(count);
    }
    return new Streams(capacity, count);
  }

  /** The same whatever else runs in this process now: work must be cut alike in every run. */
  private static synchronized int threads() {
    if (sharing == 0) {
      whole = JniUtils.getNumThreads();
    }
    return whole;
  }

  private static synchronized void share(int count) {
    JniUtils.setNumThreads(Math.max(1, threads() / count));
    sharing++;
  }

  private static synchronized void giveBack() {
    sharing--;
    if (sharing == 0) {
      JniUtils.setNumThreads(whole);
    }
  }

  /**
   * How many threads do well at once.
   *
   * @param bytes of what each of them has to itself or fetches by itself
   */
  static int most(Processor processor, long bytes) {
    boolean shared = processor.gpu().isPresent() || bytes > CACHED_BYTES;
    return shared ? 1 : threads();
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
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = capacity * i / count;
      parts.add(new Part(work, i, first, capacity * (i + 1) / count - first));
    }
    parts.forEach(THREADS::execute);
    boolean interrupted = false;
    for (Part part : parts) {
      interrupted |= part.await(parts);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The work was interrupted");
    }
    rethrow(parts.stream().flatMap(part -> part.failure().stream()).toList());
  }

  /** One that was stopped because of another's failure says less than that one. */
  private static void rethrow(List<Throwable> failures) {
    Throwable first =
        failures.stream()
            .filter(failure -> !(failure instanceof CancellationException))
            .findFirst()
            .orElse(failures.isEmpty() ? null : failures.get(0));
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw new IllegalStateException("A thread of the engine failed", first);
    }
  }

  /** A thread's share of the work. */
  private static final class Part implements Runnable {
    private final Work work;
    private final int stream;
    private final int first;
    private final int slots;
    private final CountDownLatch done = new CountDownLatch(1);
    private Optional<Thread> worker = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private boolean stopped;

    Part(Work work, int stream, int first, int slots) {
      this.work = work;
      this.stream = stream;
      this.first = first;
      this.slots = slots;
    }

    @Override
    public void run() {
      try {
        if (begin()) {
          work.on(stream, first, slots);
        }
      } catch (Throwable e) {
        failure = Optional.of(e);
      } finally {
        end();
        done.countDown();
      }
    }

    private synchronized boolean begin() {
      worker = Optional.of(Thread.currentThread());
      return !stopped;
    }

    /** The thread has other work after this, which an interrupt does not concern. */
    private synchronized void end() {
      worker = Optional.empty();
      Thread.interrupted();
    }

    synchronized void stop() {
      stopped = true;
      worker.ifPresent(Thread::interrupt);
    }

    /**
     * Waits for its end, whatever happens: nothing may still work on what is freed afterwards. An
     * interrupt of the one that waits, or a failure, stops all parts.
     *
     * @return whether the one that waits was interrupted
     */
    boolean await(List<Part> all) {
      boolean interrupted = false;
      boolean over = false;
      while (!over) {
        try {
          done.await();
          over = true;
        } catch (InterruptedException e) {
          interrupted = true;
          all.forEach(Part::stop);
        }
      }
      if (failure.isPresent()) {
        all.forEach(Part::stop);
      }
      return interrupted;
    }

    Optional<Throwable> failure() {
      return failure;
    }
  }

  @Override
  public void close() {
    if (count > 1) {
      giveBack();
    }
  }
}
