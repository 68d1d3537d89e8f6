package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.fixtures.Folders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatEncoderTest {
  /** Every turn is {@code <role>words;} and a line's end. */
  private static final String PLAIN =
      "{% for m in messages %}<{{ m.role }}>{{ m.content }};\n{% endfor %}"
          + "{% if add_generation_prompt %}<assistant>{% endif %}";

  private final Tokenizer tokenizer = Tokenizer.in(Folders.llama().resolve("tokenizer.json"));
  private final ChatEncoder encoder =
      new ChatEncoder(tokenizer, new ChatTemplate(PLAIN, Map.of(), "t.json"));

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void everyAnswerWithItsEndIsLearnedAndNothingElse() {
    assertThat(
            learned(
                new Message(Role.SYSTEM, "be kind"),
                Message.user("one"),
                Message.assistant("two"),
                Message.user("three"),
                Message.assistant("four")))
        .containsExactly("two;", "four;");
  }

  @Test
  void theLastAnswerAloneIsLearnedWhereOnlyItIsAsked() {
    List<Message> turns =
        List.of(
            Message.user("one"),
            Message.assistant("two"),
            Message.user("three"),
            Message.assistant("four"),
            Message.user("five"));
    assertThat(learned(encoder.conversation(turns, LearnedTurns.LAST))).containsExactly("four;");
    assertThat(learned(encoder.conversation(turns, LearnedTurns.ALL)))
        .containsExactly("two;", "four;");
  }

  /** Places 1 and 3 are the assistant's; without place 3 the last answer is the one before. */
  @Test
  void answersThatAreContextAreNotLearned() {
    List<Message> turns =
        List.of(
            Message.user("one"),
            Message.assistant("two"),
            Message.user("three"),
            Message.assistant("four"));
    assertThat(learned(encoder.conversation(turns, LearnedTurns.ALL, Set.of(1))))
        .containsExactly("four;");
    assertThat(learned(encoder.conversation(turns, LearnedTurns.LAST, Set.of(3))))
        .containsExactly("two;");
  }

  @Test
  void marksCountCodePoints() {
    // An emoji is two chars but one code point; counted in chars, the marks would slip to the
    // right.
    assertThat(
            learned(
                Message.user("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00 ok?"),
                Message.assistant("yes \uD83D\uDC4D\uD83C\uDFFD"),
                Message.user("e\u0301"),
                Message.assistant("fin")))
        .containsExactly("yes \uD83D\uDC4D\uD83C\uDFFD;", "fin;");
  }

  @Test
  void answerEqualToTheQuestionIsFoundAtItsPlace() {
    assertThat(learned(Message.user("same"), Message.assistant("same"))).containsExactly("same;");
  }

  @Test
  void codeInAMessageIsLearnedAsWritten() {
    assertThat(learned(Message.user("{{ 1+1 }}"), Message.assistant("{% raw %}{{ 1+1 }}")))
        .containsExactly("{% raw %}{{ 1+1 }};");
  }

  @Test
  void promptOpensTheAssistantsTurn() {
    long[] ids = encoder.prompt(List.of(Message.user("q")));
    assertThat(tokenizer.textWithSpecial(ids)).isEqualTo("<user>q;\n<assistant>");
  }

  @Test
  void conversationBeginsWithItsPrompt() {
    Encoded whole = encoder.conversation(List.of(Message.user("q"), Message.assistant("a")));
    assertThat(whole.ids()).startsWith(encoder.prompt(List.of(Message.user("q"))));
    assertThat(tokenizer.textWithSpecial(whole.ids())).isEqualTo("<user>q;\n<assistant>a;\n");
  }

  @Test
  void textIsStrippedOfSpecialTokensAndSpace() {
    long[] ids = tokenizer.ids("  well</s>\n");
    assertThat(encoder.text(ids)).isEqualTo("well");
  }

  /** The text of each unbroken stretch of learned tokens. */
  private List<String> learned(Message... messages) {
    return learned(encoder.conversation(List.of(messages)));
  }

  private List<String> learned(Encoded encoded) {
    List<String> stretches = new ArrayList<>();
    List<Long> open = new ArrayList<>();
    for (int i = 0; i <= encoded.length(); i++) {
      if (i < encoded.length() && encoded.learned()[i]) {
        open.add(encoded.ids()[i]);
      } else if (!open.isEmpty()) {
        long[] ids = open.stream().mapToLong(Long::longValue).toArray();
        stretches.add(tokenizer.textWithSpecial(ids));
        open.clear();
      }
    }
    return stretches;
  }
}
