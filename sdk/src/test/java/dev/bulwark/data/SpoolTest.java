package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.fixtures.Folders;
import java.io.BufferedWriter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Spool.Form<String> TEXT =
      new Spool.Form<>() {
        @Override
        public void write(String text, DataOutput out) throws IOException {
          out.writeUTF(text);
        }

        @Override
        public String read(DataInput in) throws IOException {
          return in.readUTF();
        }
      };

  @TempDir Path folder;

  @Test
  void elementsComeBackInAnyOrderWhileOthersAreAdded() {
    Random random = new Random(17);
    List<String> written = new ArrayList<>();
    try (Spool<String> spool = new Spool<>(TEXT)) {
      for (int i = 0; i < 3000; i++) {
        String text = "ä".repeat(random.nextInt(100)) + i;
        written.add(text);
        spool.add(text);
        int index = random.nextInt(written.size());
        assertThat(spool.get(index)).isEqualTo(written.get(index));
      }
      assertThat(spool).isEqualTo(written);
      List<Integer> order = new ArrayList<>(IntStream.range(0, 3000).boxed().toList());
      Collections.shuffle(order, random);
      assertThat(order.parallelStream().map(spool::get).toList())
          .isEqualTo(order.stream().map(written::get).toList());
    }
  }

  @Test
  void whatIsNotThereIsNotGiven() {
    try (Spool<String> spool = new Spool<>(TEXT)) {
      assertThat(spool).isEmpty();
      assertThatThrownBy(() -> spool.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** A JVM of 24 MB reads, checks and keeps 64 MB of conversations, and reads the last first. */
  @Test
  void dataMayBeLargerThanTheMemory() throws IOException, InterruptedException {
    Path file = folder.resolve("large.jsonl");
    String answer = "a".repeat(32_000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 2000; i++) {
        out.write(Folders.turn("q" + i, answer) + "\n");
      }
    }
    Process small =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                SpoolTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(small.getInputStream().readAllBytes());
    assertThat(small.waitFor()).as(said).isZero();
  }

  /** Exits with 0 if the file named first has 2000 conversations and the last can be read. */
  public static void main(String[] args) {
    try (Spool<String> spool = new Spool<>(TEXT)) {
      DataReport report =
          Conversations.in(Path.of(args[0]))
              .sift(
                  conversation -> {
                    spool.add(conversation.said());
                    return Fate.KEPT;
                  });
      boolean right = report.kept() == 2000 && spool.get(1999).contains("q1999");
      System.exit(right ? 0 : 1);
    }
  }
}
