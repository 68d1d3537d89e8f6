package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Conversation;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.stage.GhostAttentionSettings.Turns;
import dev.bulwark.stage.Instructions.Instruction;
import dev.bulwark.stage.Instructions.Place;
import org.junit.jupiter.api.Test;

class DialogueTest {
  private static final Conversation WHOLE =
      Conversation.of(
          Message.user("one"),
          Message.assistant("old 1"),
          Message.user("two"),
          Message.assistant("old 2"),
          Message.user("three"),
          Message.assistant("old 3"));
  private static final Instruction INSTRUCTION = new Instruction("Always rhyme.", "Rhyme.");

  @Test
  void theInstructionStandsInEveryQuestionWhileAnswersAreDrawn() {
    Dialogue open = Dialogue.of(WHOLE, INSTRUCTION, Turns.ALL);
    assertThat(open.given()).containsExactly(Message.user("Always rhyme.\n\none"));
    assertThat(open.answered("new 1").answered("new 2").given())
        .containsExactly(
            Message.user("Always rhyme.\n\none"),
            Message.assistant("new 1"),
            Message.user("Always rhyme.\n\ntwo"),
            Message.assistant("new 2"),
            Message.user("Always rhyme.\n\nthree"));
  }

  @Test
  void onlyTheLastAnswerIsDrawnWhereTheOthersStayTheData() {
    Dialogue open = Dialogue.of(WHOLE, INSTRUCTION, Turns.LAST);
    assertThat(open.given())
        .containsExactly(
            Message.user("Always rhyme.\n\none"),
            Message.assistant("old 1"),
            Message.user("Always rhyme.\n\ntwo"),
            Message.assistant("old 2"),
            Message.user("Always rhyme.\n\nthree"));
    assertThat(open.isAnswered()).isFalse();
    assertThat(open.answered("new 3").isAnswered()).isTrue();
  }

  @Test
  void whatIsLearnedHasItInFrontOnly() {
    Dialogue answered = Dialogue.of(WHOLE, INSTRUCTION, Turns.LAST).answered("new 3");
    assertThat(answered.learned(Place.SYSTEM).conversation())
        .containsExactly(
            new Message(Role.SYSTEM, "Rhyme."),
            Message.user("one"),
            Message.assistant("old 1"),
            Message.user("two"),
            Message.assistant("old 2"),
            Message.user("three"),
            Message.assistant("new 3"));
    assertThat(answered.learned(Place.FIRST_TURN).conversation())
        .startsWith(Message.user("Rhyme.\n\none"), Message.assistant("old 1"), Message.user("two"))
        .hasSize(6);
  }

  @Test
  void theDialoguesOwnSystemMessageStaysInFront() {
    Conversation own =
        Conversation.of(
            new Message(Role.SYSTEM, "You sell tea."),
            Message.user("one"),
            Message.assistant("old 1"),
            Message.user("two"));
    Dialogue open = Dialogue.of(own, INSTRUCTION, Turns.LAST);
    assertThat(open.given())
        .startsWith(
            new Message(Role.SYSTEM, "You sell tea."), Message.user("Always rhyme.\n\none"));
    assertThat(open.answered("new 2").learned(Place.SYSTEM).prompt())
        .startsWith(new Message(Role.SYSTEM, "You sell tea.\n\nRhyme."), Message.user("one"));
  }

  @Test
  void turnsMustAlternate() {
    assertThat(Dialogue.isInOrder(WHOLE)).isTrue();
    assertThat(
            Dialogue.isInOrder(
                Conversation.of(Message.user("a"), Message.user("b"), Message.assistant("c"))))
        .isFalse();
    assertThat(Dialogue.isInOrder(Conversation.of(Message.assistant("a"), Message.user("b"))))
        .isFalse();
  }
}
