package dev.bulwark.evaluate;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works through tasks, several at once, and hands over what each made as it comes, always on the
 * calling thread. The first error ends the work; only a spent budget lets what is under way finish,
 * because it is paid for.
 *
 * @param concurrency tasks in work at once; one is done on the calling thread itself
 */
record Workers(int concurrency) {
  private static final long PATIENCE_SECONDS = 10;

  <T, R> void run(List<T> tasks, Function<T, R> work, Consumer<R> sink) {
    if (concurrency == 1) {
      tasks.forEach(task -> sink.accept(work.apply(task)));
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(concurrency, Workers::daemon);
    try {
      CompletionService<R> made = new ExecutorCompletionService<>(pool);
      for (T task : tasks) {
        Callable<R> call = () -> work.apply(task);
        made.submit(call);
      }
      gather(tasks.size(), made, sink);
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private static <R> void gather(int tasks, CompletionService<R> made, Consumer<R> sink) {
    BudgetSpent spent = null;
    for (int i = 0; i < tasks; i++) {
      try {
        sink.accept(made.take().get());
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (ExecutionException e) {
        spent = spentOrThrow(e.getCause());
      }
    }
    if (spent != null) {
      throw spent;
    }
  }

  private static BudgetSpent spentOrThrow(@Nullable Throwable cause) {
    if (cause instanceof BudgetSpent spent) {
      return spent;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }

  private static CancellationException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    CancellationException stop = new CancellationException("The evaluation was interrupted");
    stop.initCause(e);
    return stop;
  }

  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = Thread.interrupted();
    try {
      // Whoever does not heed the interrupt is a daemon and must not hold up the end.
      boolean ignored = pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bulwark-evaluate");
    thread.setDaemon(true);
    return thread;
  }
}
