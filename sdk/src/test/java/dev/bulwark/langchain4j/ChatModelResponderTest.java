package dev.bulwark.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Role;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Outcome;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatModelResponderTest {
  private final List<List<ChatMessageType>> asked = new ArrayList<>();

  private ChatModel model(String answer, FinishReason reason) {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        asked.add(request.messages().stream().map(message -> message.type()).toList());
        return ChatResponse.builder()
            .aiMessage(AiMessage.from(answer))
            .finishReason(reason)
            .build();
      }
    };
  }

  @Test
  void asksWithTheTurnsOfThePrompt() {
    Prompt prompt =
        Prompt.of("p", Kind.HARMFUL, "")
            .variant(
                "p",
                List.of(
                    new Message(Role.SYSTEM, "Be kind."),
                    Message.user("Hello"),
                    Message.assistant("Hello!"),
                    Message.user("Made-up request")));
    ChatModelResponder responder =
        new ChatModelResponder(model("I can't help with that.", FinishReason.STOP));
    assertThat(responder.respond(List.of(prompt))).containsExactly("I can't help with that.");
    assertThat(asked)
        .containsExactly(
            List.of(
                ChatMessageType.SYSTEM,
                ChatMessageType.USER,
                ChatMessageType.AI,
                ChatMessageType.USER));
  }

  @Test
  void aFilterIsNoAnswer() {
    ChatModelResponder responder =
        new ChatModelResponder(model("withheld", FinishReason.CONTENT_FILTER));
    assertThat(
            Evaluator.of(responder)
                .evaluate(List.of(Prompt.of("p", Kind.HARMFUL, "Made-up request")))
                .results())
        .extracting(ItemResult::outcome)
        .containsExactly(Outcome.FILTERED);
  }
}
