package dev.bulwark.maven;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/** Shows progress in a build: a bar on a terminal, now and then a line elsewhere. */
final class ProgressLog implements Watcher {
  private final Log log;

  private ProgressLog(Log log) {
    this.log = log;
  }

  static ProgressLog of(Log log, MavenSession session) {
    return new ProgressLog(log);
  }

  @Override
  public void progressed(Progress progress) {
    log.info(progress.toString());
  }

  @Override
  public void noted(String line) {
    log.info(line);
  }

  void end() {}
}
