package dev.bulwark.evaluate.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bulwark.evaluate.CallFailed;
import dev.bulwark.evaluate.Effort.Tokens;
import dev.bulwark.evaluate.Reply;

/**
 * What an endpoint answered to a chat. Its words stand in no error: they can be harmful, and a
 * careless endpoint repeats the key.
 *
 * @param status the status
 * @param body the body, missing where it is no JSON object
 */
record ChatAnswer(int status, JsonNode body) {
  private static final String FILTER = "content_filter";

  /** What came over the wire. */
  record Http(int status, String body) {}

  static ChatAnswer of(Http http) {
    return new ChatAnswer(
        http.status(), ChatClient.json(http.body()).orElse(MissingNode.getInstance()));
  }

  /** The same, after its tokens were counted. */
  ChatAnswer counted(Spending spending) {
    spending.tokens(tokens("prompt_tokens"), tokens("completion_tokens"));
    return this;
  }

  /** A count as the endpoint gives it, but none that no answer can have. */
  private long tokens(String field) {
    return Math.max(0, Math.min(Integer.MAX_VALUE, body.path("usage").path(field).asLong()));
  }

  private Reply counted(Reply reply) {
    return body.path("usage").has("completion_tokens")
        ? reply.tokens(new Tokens(tokens("prompt_tokens"), tokens("completion_tokens")))
        : reply;
  }

  /**
   * The reply in it.
   *
   * @throws CallFailed where there is none
   */
  Reply reply() {
    if (status == 400 && body.path("error").path("code").asText().equals(FILTER)) {
      return Reply.withheld();
    }
    if (status != 200) {
      throw new CallFailed("HTTP_" + status, "The endpoint answered with status " + status);
    }
    JsonNode choice = body.path("choices").path(0);
    if (choice.path("finish_reason").asText().equals(FILTER)) {
      return Reply.withheld();
    }
    JsonNode message = choice.path("message");
    for (String field : new String[] {"content", "refusal"}) {
      if (message.path(field).isTextual()) {
        return counted(Reply.of(message.path(field).asText()));
      }
    }
    throw new CallFailed(
        "MALFORMED", "The endpoint's answer has no text at choices[0].message.content");
  }
}
