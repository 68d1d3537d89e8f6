package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EncodedTest {
  /** Tokens 0, 1, 2, …; x marks those that the assistant wrote. */
  private static Encoded of(String marks) {
    boolean[] learned = new boolean[marks.length()];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = marks.charAt(i) == 'x';
    }
    return new Encoded(LongStream.range(0, learned.length).toArray(), learned);
  }

  @Test
  void endsWithTheAssistantsEndToken() {
    Encoded read = of("...xx...xxx.").upToAnswer(100).orElseThrow();
    assertThat(read.ids()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(read.learnedCount()).isEqualTo(5);
  }

  @Test
  void longPromptLosesItsStartButForItsFirstToken() {
    Encoded read = of(".x......xxx.").upToAnswer(6).orElseThrow();
    assertThat(read.ids()).containsExactly(0, 6, 7, 8, 9, 10);
    assertThat(read.learned()).containsExactly(false, false, false, true, true, true);
  }

  @Test
  void answerIsNeverCut() {
    assertThat(of("....xxx").upToAnswer(4).orElseThrow().ids()).containsExactly(0, 4, 5, 6);
    assertThat(of("....xxx").upToAnswer(3)).isEmpty();
  }

  @Test
  void withoutAnAnswerThereIsNothingToRead() {
    assertThat(of("....").upToAnswer(100)).isEmpty();
  }
}
