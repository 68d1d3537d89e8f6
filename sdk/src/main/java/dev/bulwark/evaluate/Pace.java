package dev.bulwark.evaluate;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.util.Map;

/** How far a run is and how fast; answers of an earlier run count as done, but not as fast. */
final class Pace {
  private final int total;
  private final int before;
  private final Watcher watcher;
  private final long start = System.nanoTime();
  private int done;

  Pace(int total, int before, Watcher watcher) {
    this.total = total;
    this.before = before;
    this.watcher = watcher;
    this.done = before;
  }

  int total() {
    return total;
  }

  int done() {
    return done;
  }

  void did(int answers) {
    done += answers;
    double seconds = Math.max((System.nanoTime() - start) / 1e9, 1e-9);
    double rate = (done - before) / seconds;
    watcher.progressed(
        new Progress("evaluate", done, total, (total - done) / rate, Map.of("prompts/s", rate)));
  }
}
