package dev.bulwark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private int before;

  @BeforeEach
  void twoThreads() {
    Native.engine();
    before = JniUtils.getNumThreads();
    JniUtils.setNumThreads(2);
  }

  @AfterEach
  void asBefore() {
    JniUtils.setNumThreads(before);
  }

  private static void fail(Throwable second, int stream) {
    if (stream == 1) {
      sneaky(second);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** A training that runs out of memory in a lane is told so, with the remedy for it. */
  @Test
  void anErrorOfAThreadStaysWhatItIs() {
    OutOfMemoryError error = new OutOfMemoryError("full");
    try (Streams streams = Streams.ofParts(2)) {
      assertThatThrownBy(() -> streams.run((stream, first, count) -> fail(error, stream)))
          .isSameAs(error);
    }
  }

  @Test
  void aThreadThatStopsByItselfIsNotTakenForDone() {
    CancellationException stopped = new CancellationException("stopped");
    try (Streams streams = Streams.ofParts(2)) {
      assertThatThrownBy(() -> streams.run((stream, first, count) -> fail(stopped, stream)))
          .isSameAs(stopped);
    }
  }

  /** Batches are cut by this number, and with them what is rounded. */
  @Test
  void howManyDoWellDoesNotDependOnWhoElseWorks() {
    try (Streams streams = Streams.ofParts(2)) {
      assertThat(JniUtils.getNumThreads()).isEqualTo(1);
      assertThat(Streams.most(Processor.CPU, 1)).isEqualTo(2);
    }
  }

  @Test
  void threadsAreWholeAgainWhoeverEndsFirst() {
    Streams first = Streams.ofParts(2);
    Streams second = Streams.ofParts(2);
    first.close();
    assertThat(JniUtils.getNumThreads()).isEqualTo(1);
    second.close();
    assertThat(JniUtils.getNumThreads()).isEqualTo(2);
  }
}
