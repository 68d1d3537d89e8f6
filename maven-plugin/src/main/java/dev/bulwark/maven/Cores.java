package dev.bulwark.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts physical cores: two threads on one core only hinder each other in matrix products. */
final class Cores {
  private Cores() {}

  /** Physical cores that this process may use, at least 1. */
  static int physical() {
    int allowed = Runtime.getRuntime().availableProcessors();
    int counted;
    try {
      counted = in(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      counted = 0;
    }
    return counted > 0 ? Math.min(counted, allowed) : allowed;
  }

  /**
   * Distinct pairs of socket and core in the lines of {@code /proc/cpuinfo}; 0 where none stand.
   */
  static int in(List<String> lines) {
    Set<String> cores = new HashSet<>();
    String socket = "";
    for (String line : lines) {
      if (line.startsWith("physical id")) {
        socket = line;
      } else if (line.startsWith("core id")) {
        cores.add(socket + line);
      }
    }
    return cores.size();
  }
}
