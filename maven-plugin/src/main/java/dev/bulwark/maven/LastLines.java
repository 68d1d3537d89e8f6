package dev.bulwark.maven;

import dev.bulwark.data.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/** Remembers the end of a log. */
final class LastLines {
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();

  LastLines(int most) {
    this.most = most;
  }

  synchronized void add(String line) {
    if (lines.size() == most) {
      lines.removeFirst();
    }
    lines.add(line);
  }

  /** The lines, each indented on a line of its own; empty where there are none. */
  synchronized String indented() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append("\n  ").append(Printable.line(line)));
    return text.toString();
  }
}
