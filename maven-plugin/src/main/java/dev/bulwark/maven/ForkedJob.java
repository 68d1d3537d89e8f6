package dev.bulwark.maven;

import dev.bulwark.cli.Event;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Printable;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs one job in a JVM of its own and follows its events. The JVM ends with us: we destroy it when
 * Maven is stopped, and it ends itself when the pipe to it breaks, even if Maven is killed.
 *
 * @param timeout how long the job may take; zero for as long as it likes
 * @param watcher told of progress and notes
 * @param log given each line that is no event
 */
record ForkedJob(Duration timeout, Watcher watcher, Consumer<String> log) {
  private static final int LINES_TO_SHOW = 20;

  /**
   * The engine's threads would otherwise spin while they wait for each other. A short spin costs
   * little on a busy machine, and on a quiet one none at all costs half the speed. The C library
   * would give large blocks back after each operation and fault them in again; it keeps them, in
   * one pool: with one for each thread, holes of many sizes stay in all of them. Small blocks that
   * wait in a thread's cache keep such holes from closing, so that there is no such cache; and
   * oneDNN would keep a thousand kernels, each for a number of tokens that hardly comes again.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "OMP_WAIT_POLICY",
          "PASSIVE",
          "GOMP_SPINCOUNT",
          "1000",
          "MALLOC_ARENA_MAX",
          "1",
          "MALLOC_MMAP_THRESHOLD_",
          "4000000000",
          "MALLOC_TRIM_THRESHOLD_",
          "8000000000",
          "GLIBC_TUNABLES",
          "glibc.malloc.tcache_count=0",
          "ONEDNN_PRIMITIVE_CACHE_CAPACITY",
          "64",
          "OMP_NUM_THREADS",
          String.valueOf(Cores.physical()),
          "OPT_OUT_TRACKING",
          "true");

  /**
   * Runs a command to its end and returns the facts of its {@link Event.Done}.
   *
   * @throws BadInput where the job found something that the user can mend, or took too long
   * @throws ForkFailed where it ended in any other way
   */
  Map<String, String> run(List<String> command, Path folder) {
    Process process = start(command, folder);
    Thread stop = new Thread(process::destroyForcibly, "bulwark-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return follow(process);
    } finally {
      process.destroyForcibly();
      forget(stop);
    }
  }

  private static Process start(List<String> command, Path folder) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    ENVIRONMENT.forEach(builder.environment()::putIfAbsent);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("The JVM for the job can't be started", e);
    }
  }

  private Map<String, String> follow(Process process) {
    LastLines last = new LastLines(LINES_TO_SHOW);
    Thread errors =
        daemon(
            "bulwark-log",
            () ->
                lines(
                    process.getErrorStream(),
                    line -> {
                      last.add(line);
                      log.accept(line);
                    }));
    AtomicBoolean late = new AtomicBoolean();
    daemon("bulwark-timeout", () -> endWhenLate(process, late));
    Ending ending = new Ending();
    lines(process.getInputStream(), line -> tell(line, ending));
    int code = await(process, errors);
    if (late.get()) {
      throw new BadInput(
          "The job took longer than " + timeout.toSeconds() + " seconds",
          "<timeout> in the pom",
          "Give it more time, or less to do");
    }
    return ending.facts(code, last);
  }

  private void tell(String line, Ending ending) {
    Optional<Event> event = Event.parse(line);
    if (event.isEmpty()) {
      log.accept(line);
    } else if (event.get() instanceof Event.Progressed at) {
      watcher.progressed(
          new Progress(at.stage(), at.done(), at.total(), at.secondsLeft(), at.figures()));
    } else if (event.get() instanceof Event.Noted note) {
      watcher.noted(note.line());
    } else {
      ending.event = event;
    }
  }

  private void endWhenLate(Process process, AtomicBoolean late) {
    try {
      if (!timeout.isZero() && !process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        late.set(true);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int await(Process process, Thread errors) {
    try {
      int code = process.waitFor();
      errors.join(TimeUnit.SECONDS.toMillis(5));
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForkFailed("The wait for the job was interrupted.");
    }
  }

  private static void lines(InputStream in, Consumer<String> sink) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().forEach(sink);
    } catch (IOException | UncheckedIOException e) {
      sink.accept("The pipe to the job broke: " + e.getMessage());
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down and runs the hook right now.
      return;
    }
  }

  /** The event that a job ended with. */
  private static final class Ending {
    private Optional<Event> event = Optional.empty();

    Map<String, String> facts(int code, LastLines last) {
      Event ended = event.orElseThrow(() -> new ForkFailed(died(code) + last.indented()));
      if (ended instanceof Event.Done done) {
        return done.facts();
      }
      if (ended instanceof Event.Mendable input) {
        throw new BadInput(input.what(), input.where(), input.remedy());
      }
      Event.Failed failed = (Event.Failed) ended;
      String memory =
          failed.type().endsWith("OutOfMemoryError") ? " Give it more with <maxHeap>." : "";
      throw new ForkFailed(
          "The job failed: "
              + Printable.indented(failed.type() + ": " + failed.message())
              + memory
              + last.indented());
    }

    private static String died(int code) {
      String killed = code == 137 ? " It was killed, often for want of memory." : "";
      return "The job's JVM ended with code " + code + " and did not say why." + killed;
    }
  }
}
