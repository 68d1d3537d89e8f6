package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong clock = new AtomicLong();

  private static Progress at(long done, double left) {
    return new Progress("safety-sft", done, 8, left, Map.of("loss", 1.23456));
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void redrawsOneLineOnATerminal() {
    ProgressBar bar = ProgressBar.on(out, true, clock::get);
    bar.progressed(at(2, 75));
    clock.addAndGet(200_000_000L);
    bar.progressed(at(4, 3));
    clock.addAndGet(1);
    bar.progressed(at(5, 2));
    bar.progressed(at(8, 0));
    assertThat(shown())
        .isEqualTo(
            "\rsafety-sft [######------------------] 25 %, loss 1.23, 1 min 15 s left"
                + "\rsafety-sft [############------------] 50 %, loss 1.23, 3 s left       "
                + "\rsafety-sft [########################] 100 %, loss 1.23\u0020"
                + " ".repeat(8)
                + "\n");
  }

  @Test
  void printsALineEveryFewSecondsElsewhere() {
    ProgressBar bar = ProgressBar.on(out, false, clock::get);
    bar.progressed(at(1, 7200));
    clock.addAndGet(4_900_000_000L);
    bar.progressed(at(2, 60));
    clock.addAndGet(200_000_000L);
    bar.progressed(at(3, 50));
    bar.progressed(at(8, 0));
    assertThat(shown())
        .isEqualTo(
            "safety-sft 12 % (1 of 8), loss 1.23, 2 h 0 min left\n"
                + "safety-sft 37 % (3 of 8), loss 1.23, 50 s left\n"
                + "safety-sft 100 % (8 of 8), loss 1.23\n");
  }

  @Test
  void aNoteTakesTheBarsPlace() {
    ProgressBar bar = ProgressBar.on(out, true, clock::get);
    bar.progressed(at(2, Double.NaN));
    bar.noted("Model written.");
    assertThat(shown()).endsWith("unknown time left\r" + " ".repeat(72) + "\rModel written.\n");
  }
}
