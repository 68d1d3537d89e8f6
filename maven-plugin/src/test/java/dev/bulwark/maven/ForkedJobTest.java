package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.cli.Event;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ForkedJobTest {
  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private final List<Object> seen = new ArrayList<>();

  /** A child that says what its arguments are and ends with the code that is its first one. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      for (String line : List.of(args).subList(1, args.length)) {
        if (line.equals("sleep")) {
          Thread.sleep(Long.MAX_VALUE);
        } else if (line.startsWith("$")) {
          System.out.println(line + "=" + System.getenv(line.substring(1)));
        } else if (line.startsWith("!")) {
          System.err.println(line.substring(1));
        } else {
          System.out.println(line);
        }
      }
      System.exit(Integer.parseInt(args[0]));
    }
  }

  @Test
  void passesOnProgressAndNotesAndReturnsTheFacts() {
    Map<String, String> facts =
        run(
            "0",
            new Event.Noted("begun").toLine(),
            "a library's chatter",
            new Event.Progressed("evaluate", 1, 2, 3, Map.of()).toLine(),
            new Event.Done(Map.of("results", "r.jsonl")).toLine());

    assertThat(facts).containsExactly(Map.entry("results", "r.jsonl"));
    assertThat(seen).containsExactly("begun", new Progress("evaluate", 1, 2, 3, Map.of()));
    assertThat(log).containsExactly("a library's chatter");
  }

  /** Whatever the environment of the tests says goes over what would be set. */
  @Test
  void givesTheJobOnePoolOfMemoryUnlessTheUserSaysOtherwise() {
    run("0", "$MALLOC_ARENA_MAX", new Event.Done(Map.of()).toLine());
    String own = System.getenv().getOrDefault("MALLOC_ARENA_MAX", "1");
    assertThat(log).containsExactly("$MALLOC_ARENA_MAX=" + own);
  }

  @Test
  void givesTheJobNoCachesThatKeepMemoryFromBeingUsedAgain() {
    run(
        "0",
        "$GLIBC_TUNABLES",
        "$ONEDNN_PRIMITIVE_CACHE_CAPACITY",
        new Event.Done(Map.of()).toLine());
    Map<String, String> own = System.getenv();
    assertThat(log)
        .containsExactly(
            "$GLIBC_TUNABLES=" + own.getOrDefault("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0"),
            "$ONEDNN_PRIMITIVE_CACHE_CAPACITY="
                + own.getOrDefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64"));
  }

  @Test
  void throwsWhatTheUserCanMend() {
    assertThatThrownBy(
            () -> run("2", new Event.Mendable("Bad line", "data.jsonl:3", "Mend it").toLine()))
        .isInstanceOf(BadInput.class)
        .hasMessage("Bad line (data.jsonl:3). Mend it.");
  }

  @Test
  void showsTheEndOfTheLogOfAFailure() {
    assertThatThrownBy(
            () -> run("1", "!first", "!second", new Event.Failed("X", "broken").toLine()))
        .isInstanceOf(ForkFailed.class)
        .hasMessage("The job failed: X: broken\n  first\n  second");
  }

  @Test
  void whatTheJobSaysCantForgeALine() {
    assertThatThrownBy(
            () ->
                run(
                    "1",
                    "!\u001b[2Jgone",
                    new Event.Failed("X", "broken\n[INFO] BUILD SUCCESS\u0007").toLine()))
        .hasMessage("The job failed: X: broken\n  [INFO] BUILD SUCCESS[U+0007]\n  [U+001B][2Jgone");
  }

  @Test
  void saysHowToGetMoreMemory() {
    assertThatThrownBy(
            () -> run("1", new Event.Failed("java.lang.OutOfMemoryError", "heap").toLine()))
        .hasMessage(
            "The job failed: java.lang.OutOfMemoryError: heap Give it more with <maxHeap>.");
  }

  @Test
  void doesNotTakeAnEndWithoutAWordForSuccess() {
    assertThatThrownBy(() -> run("0"))
        .isInstanceOf(ForkFailed.class)
        .hasMessage("The job's JVM ended with code 0 and did not say why.");
    assertThatThrownBy(() -> run("137")).hasMessageContaining("often for want of memory");
  }

  @Test
  void endsWhatTakesTooLong() {
    assertThatThrownBy(() -> run(Duration.ofSeconds(1), "0", "sleep"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The job took longer than 1 seconds (<timeout> in the pom). Give it more time, or less"
                + " to do.");
  }

  private Map<String, String> run(String... arguments) {
    return run(Duration.ZERO, arguments);
  }

  private Map<String, String> run(Duration timeout, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(List.of(arguments));
    return new ForkedJob(timeout, new Seen(), log::add).run(command, folder);
  }

  /** Keeps what is told. */
  private final class Seen implements Watcher {
    @Override
    public void progressed(Progress progress) {
      seen.add(progress);
    }

    @Override
    public void noted(String line) {
      seen.add(line);
    }
  }
}
