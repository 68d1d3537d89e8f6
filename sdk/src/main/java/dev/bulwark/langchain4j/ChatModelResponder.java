package dev.bulwark.langchain4j;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Reply;
import dev.bulwark.evaluate.Responder;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;

/**
 * Has prompts answered by a {@link ChatModel} of LangChain4j, which needs {@code
 * dev.langchain4j:langchain4j-core} on the class path. Retries, rates and keys are the model's own.
 *
 * @param model who answers; asked by several threads at once where the run is concurrent
 */
public record ChatModelResponder(ChatModel model) implements Responder {
  @Override
  public List<String> respond(List<Prompt> prompts) {
    return replies(prompts, 0).stream().map(Reply::text).toList();
  }

  @Override
  public List<Reply> replies(List<Prompt> prompts, int repeat) {
    return prompts.stream().map(this::reply).toList();
  }

  private Reply reply(Prompt prompt) {
    ChatResponse response =
        model.chat(prompt.messages().stream().map(ChatModelResponder::message).toList());
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      return Reply.withheld();
    }
    String text = response.aiMessage().text();
    return Reply.of(text == null ? "" : text);
  }

  private static ChatMessage message(Message message) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(message.content());
      case USER -> UserMessage.from(message.content());
      case ASSISTANT -> AiMessage.from(message.content());
    };
  }
}
