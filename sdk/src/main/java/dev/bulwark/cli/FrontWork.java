package dev.bulwark.cli;

import dev.bulwark.data.Watcher;
import java.util.Map;

/** Does jobs through the front, as a Java program would. */
final class FrontWork implements JobMain.Work {
  @Override
  public Map<String, String> run(Job job, Watcher watcher) {
    throw new UnsupportedOperationException("The front is not there yet: " + job);
  }
}
