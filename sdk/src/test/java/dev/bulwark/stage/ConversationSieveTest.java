package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.DataReport;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.SftData.Overlong;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Example;
import dev.bulwark.text.LearnedTurns;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationSieveTest {
  @TempDir Path folder;

  private final List<Example> kept = new ArrayList<>();

  /** 19 tokens around the answer, which has a token for each of its 120 letters and blanks. */
  @Test
  void longConversationsAreRefusedUnlessTheSettingsSayOtherwise() {
    Path file = file();
    assertThatThrownBy(() -> sift(SftData.defaults().longest(40)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The conversation has 139 tokens, but data.longest is 40 (%s:2). ".formatted(file)
                + "Shorten or remove it, use a model with a larger window, or set data.overlong to"
                + " truncate or drop.");
  }

  @Test
  void longConversationsAreDroppedAndCounted() {
    DataReport report = sift(SftData.defaults().longest(40).overlong(Overlong.DROP));
    assertThat(report.line()).isEqualTo("1 of 3 records kept; dropped 2 (longer than 40 tokens)");
    assertThat(kept).hasSize(1);
  }

  /** The second has its short question and a part of its answer left, the third no answer. */
  @Test
  void longConversationsAreCutAndDroppedWhereNoAnswerIsLeft() {
    DataReport report = sift(SftData.defaults().longest(40).overlong(Overlong.TRUNCATE));
    assertThat(report.line())
        .isEqualTo("2 of 3 records kept; dropped 1 (no answer within 40 tokens); 1 truncated");
    Encoded cut = kept.get(1).encoded();
    assertThat(cut.length()).isEqualTo(40);
    assertThat(cut.learned()[39]).isTrue();
    assertThat(kept.get(1).where()).endsWith("d.jsonl:2");
  }

  @Test
  void theLastTurnAloneCanBeLearned() {
    Path two =
        Folders.lines(
            folder.resolve("two.jsonl"),
            "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\","
                + "\"content\":\"first\"},{\"role\":\"user\",\"content\":\"r\"},"
                + "{\"role\":\"assistant\",\"content\":\"b\"}]}");
    sift(Conversations.in(two), SftData.defaults());
    sift(Conversations.in(two), SftData.defaults().turns(LearnedTurns.LAST));
    assertThat(kept.get(1).encoded().ids()).isEqualTo(kept.get(0).encoded().ids());
    assertThat(kept.get(1).encoded().learnedCount())
        .isLessThan(kept.get(0).encoded().learnedCount())
        .isPositive();
  }

  @Test
  void moreTokensThanTheWindowAreAWrongSetting() {
    assertThatThrownBy(() -> sift(SftData.defaults().longest(257)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "data.longest is 257, but the model's window is 256 (settings). "
                + "Set at most the window, or 0 for it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | 1 | prompt | longest is -1, but must be 0 or more",
        "0 | 1.5 | prompt | safetyShare is 1.5, but must be in [0, 1]",
        "0 | 1 | promt | columns names promt, but must name only attack, category, completion,"
            + " messages, prompt, system"
      })
  void settingsOutOfRangeAreRefused(int longest, double share, String field, String message) {
    assertThatThrownBy(
            () ->
                new SftData(longest, Overlong.DROP, LearnedTurns.ALL, share, Map.of(field, "ask")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private Path file() {
    return Folders.lines(
        folder.resolve("d.jsonl"),
        Folders.turn("q", "a"),
        Folders.turn("q", "z ".repeat(60)),
        Folders.turn("z ".repeat(60), "a"));
  }

  private DataReport sift(SftData plan) {
    return sift(Conversations.in(file()), plan);
  }

  private DataReport sift(Conversations data, SftData plan) {
    ModelFolder model = ModelFolder.open(Folders.llama());
    try (Tokenizer tokenizer = model.tokenizer()) {
      return plan.of(data)
          .sift(new ConversationSieve(model, model.encoder(tokenizer), plan, kept::add));
    }
  }
}
