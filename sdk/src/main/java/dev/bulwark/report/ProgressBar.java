package dev.bulwark.report;

import dev.bulwark.data.Printable;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Shows progress: on a terminal a bar that redraws itself, elsewhere a plain line every few
 * seconds, so that a build's log stays short.
 */
public final class ProgressBar implements Watcher {
  private static final int WIDTH = 24;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private String stage = "";
  private long shownAt;
  private int shownLength;

  private ProgressBar(PrintStream out, boolean terminal, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  /**
   * A bar on a stream.
   *
   * @param terminal whether the stream's end is a terminal, where {@code \r} redraws a line
   */
  public static ProgressBar on(PrintStream out, boolean terminal) {
    return new ProgressBar(out, terminal, System::nanoTime);
  }

  static ProgressBar on(PrintStream out, boolean terminal, LongSupplier nanos) {
    return new ProgressBar(out, terminal, nanos);
  }

  @Override
  public synchronized void progressed(Progress progress) {
    boolean finished = progress.done() >= progress.total();
    boolean started = !progress.stage().equals(stage);
    long now = nanos.getAsLong();
    if (!finished && !started && now - shownAt < (terminal ? REDRAW_NANOS : LINE_NANOS)) {
      return;
    }
    shownAt = now;
    // A stage that is over may be followed by another of the same name.
    stage = finished ? "" : progress.stage();
    if (terminal) {
      redraw(Printable.line(bar(progress) + figures(progress)), finished);
    } else {
      out.println(Printable.line(plain(progress) + figures(progress)));
    }
  }

  @Override
  public synchronized void noted(String line) {
    clear();
    out.println(Printable.line(line));
  }

  private void redraw(String line, boolean finished) {
    out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
    shownLength = line.length();
    if (finished) {
      out.println();
      shownLength = 0;
    }
    out.flush();
  }

  private void clear() {
    if (shownLength > 0) {
      out.print("\r" + " ".repeat(shownLength) + "\r");
      shownLength = 0;
    }
  }

  private static String bar(Progress progress) {
    int filled = (int) Math.round(share(progress) * WIDTH);
    return progress.stage()
        + " ["
        + "#".repeat(filled)
        + "-".repeat(WIDTH - filled)
        + "] "
        + percent(progress);
  }

  private static String plain(Progress progress) {
    return progress.stage()
        + " "
        + percent(progress)
        + " ("
        + progress.done()
        + " of "
        + progress.total()
        + ")";
  }

  private static String figures(Progress progress) {
    String figures =
        progress.figures().entrySet().stream()
            .map(figure -> ", " + figure.getKey() + " " + figure(figure.getValue()))
            .collect(Collectors.joining());
    return progress.done() >= progress.total()
        ? figures
        : figures + ", " + time(progress.secondsLeft()) + " left";
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
  }

  private static String percent(Progress progress) {
    return (int) Math.floor(share(progress) * 100) + " %";
  }

  private static double share(Progress progress) {
    return progress.total() <= 0
        ? 1
        : Math.min(1, Math.max(0, (double) progress.done() / progress.total()));
  }

  private static String time(double seconds) {
    if (!(seconds < 360_000)) {
      return "unknown time";
    }
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? whole / 60 + " min " + whole % 60 + " s"
            : whole / 3600 + " h " + whole / 60 % 60 + " min";
  }
}
