package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParentWatchTest {
  private @Nullable Process child;
  private @Nullable ProcessHandle orphan;

  /** A child that would live for ever. */
  static final class Sleeper {
    public static void main(String[] args) throws Exception {
      ParentWatch.on(System.in);
      System.out.println("up");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** A parent that starts such a child, tells its process id and lives for ever too. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      Process sleeper = java(Sleeper.class);
      sleeper.inputReader().readLine();
      System.out.println(sleeper.pid());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @AfterEach
  void endWhatIsLeft() {
    if (child != null) {
      child.destroyForcibly();
    }
    if (orphan != null) {
      orphan.destroyForcibly();
    }
  }

  @Test
  void endsWhenItsInputIsClosed() throws Exception {
    Process sleeper = java(Sleeper.class);
    child = sleeper;
    assertThat(sleeper.inputReader().readLine()).isEqualTo("up");
    assertThat(sleeper.isAlive()).isTrue();

    sleeper.getOutputStream().close();

    assertThat(sleeper.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sleeper.exitValue()).isEqualTo(ParentWatch.ORPHANED);
  }

  @Test
  void endsWhenItsParentIsKilled() throws Exception {
    Process parent = java(Parent.class);
    child = parent;
    ProcessHandle sleeper;
    try (BufferedReader lines = parent.inputReader()) {
      sleeper = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      orphan = sleeper;
      assertThat(sleeper.isAlive()).isTrue();

      parent.destroyForcibly().waitFor();

      sleeper.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(sleeper.isAlive()).isFalse();
  }

  private static Process java(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
