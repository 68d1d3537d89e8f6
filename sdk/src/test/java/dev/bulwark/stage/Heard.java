package dev.bulwark.stage;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.util.List;

/**
 * Keeps what a run tells.
 *
 * @param progress each step, in order
 * @param notes each line, in order
 */
record Heard(List<Progress> progress, List<String> notes) implements Watcher {
  @Override
  public void progressed(Progress step) {
    progress.add(step);
  }

  @Override
  public void noted(String line) {
    notes.add(line);
  }
}
