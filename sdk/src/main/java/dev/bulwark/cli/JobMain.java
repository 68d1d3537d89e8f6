package dev.bulwark.cli;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Watcher;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one {@link Job} and tells about it in {@link Event}s on standard output: {@code java -cp …
 * dev.bulwark.cli.JobMain job.json}. It ends when its standard input ends; {@code --detached} as
 * second argument turns that off.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 something that the user can mend, 3 the parent is gone.
 */
public final class JobMain {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MENDABLE = 2;

  private static final String DETACHED = "--detached";
  private static final int LONGEST_MESSAGE = 500;

  private final Events events;
  private final PrintStream log;
  private final Work work;

  /** What does the job; the seam that lets the main be tested without an engine. */
  interface Work {
    /** Does the job and returns what to tell about it: paths and rates by name. */
    Map<String, String> run(Job job, Watcher watcher);
  }

  JobMain(Events events, PrintStream log, Work work) {
    this.events = events;
    this.log = log;
    this.work = work;
  }

  /** Runs the job of the file that the first argument names. */
  public static void main(String[] args) {
    Events events = new Events(new FileOutputStream(FileDescriptor.out));
    PrintStream log =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    // A library that prints must not break the lines of events.
    System.setOut(log);
    if (args.length < 2 || !args[1].equals(DETACHED)) {
      ParentWatch.on(System.in);
    }
    System.exit(new JobMain(events, log, new FrontWork()).run(args));
  }

  /** Returns the exit code; whatever is thrown ends as an event. */
  int run(String... args) {
    try {
      if (args.length == 0) {
        throw new BadInput("No job is given", "command line", "Name a job file: JobMain job.json");
      }
      events.say(new Event.Done(work.run(Job.in(Path.of(args[0])), events)));
      return DONE;
    } catch (Throwable e) {
      Optional<BadInput> mendable = mendable(e);
      if (mendable.isPresent()) {
        BadInput input = mendable.get();
        events.say(new Event.Mendable(input.what(), input.where(), input.remedy()));
        return MENDABLE;
      }
      e.printStackTrace(log);
      events.say(new Event.Failed(e.getClass().getName(), shortened(e)));
      return FAILED;
    }
  }

  private static Optional<BadInput> mendable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadInput input) {
        return Optional.of(input);
      }
      if (cause instanceof InvalidPathException path) {
        return Optional.of(Locales.unusable(path));
      }
    }
    return Optional.empty();
  }

  private static String shortened(Throwable e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + " …";
  }
}
