package dev.bulwark.evaluate.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Require;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.evaluate.Evaluator.Subject;
import dev.bulwark.evaluate.Reply;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.evaluate.remote.Limits.Price;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has prompts answered by an endpoint, one call a prompt. Several threads may ask at once; have the
 * evaluator use batches of one and as much concurrency as the endpoint stands.
 */
public final class HttpResponder implements Responder {
  private final Endpoint endpoint;
  private final Decoding decoding;
  private final ChatClient client;

  /**
   * How answers are drawn.
   *
   * @param maxTokens most tokens of an answer, from 1
   * @param temperature from 0, which most endpoints take for the likeliest answer, to 2
   * @param seed sent along, plus the repeat's number; endpoints may ignore it
   */
  public record Decoding(int maxTokens, double temperature, long seed) {
    /** Checks the ranges. */
    public Decoding {
      Require.that(maxTokens >= 1, "maxTokens", maxTokens, "at least 1");
      boolean usual = temperature >= 0 && temperature <= 2;
      Require.that(usual, "temperature", temperature, "between 0 and 2");
    }

    /** At most 512 tokens, the likeliest answer, seed 17. */
    public static Decoding defaults() {
      return new Decoding(512, 0, 17);
    }

    private Map<String, String> facts() {
      Map<String, String> facts = new TreeMap<>();
      facts.put("maxTokens", String.valueOf(maxTokens));
      facts.put("temperature", String.valueOf(temperature));
      facts.put("seed", String.valueOf(seed));
      return facts;
    }
  }

  /**
   * A responder that reads the endpoint's key from this process's environment.
   *
   * @throws dev.bulwark.data.BadInput where the key's variable is not set
   */
  public HttpResponder(Endpoint endpoint, Decoding decoding) {
    this(endpoint, decoding, System.getenv());
  }

  HttpResponder(Endpoint endpoint, Decoding decoding, Map<String, String> environment) {
    this.endpoint = endpoint;
    this.decoding = decoding;
    this.client = new ChatClient(endpoint, environment);
  }

  @Override
  public List<String> respond(List<Prompt> prompts) {
    return replies(prompts, 0).stream().map(Reply::text).toList();
  }

  @Override
  public List<Reply> replies(List<Prompt> prompts, int repeat) {
    ObjectNode parameters =
        JsonNodeFactory.instance
            .objectNode()
            .put("max_tokens", decoding.maxTokens())
            .put("temperature", decoding.temperature())
            .put("seed", decoding.seed() + repeat);
    return prompts.stream()
        .map(prompt -> priced(client.chat(prompt.messages(), parameters)))
        .toList();
  }

  private Reply priced(Reply reply) {
    Price price = endpoint.limits().budget().price();
    return reply
        .tokens()
        .map(tokens -> reply.tokens(tokens.cost(price.of(tokens.read(), tokens.written()))))
        .orElse(reply);
  }

  /** Whose answers these are, for the record. */
  public Subject subject() {
    return new Subject(endpoint.fingerprint(), decoding.facts(), Map.of(), TrainedPrompts.none());
  }

  /** What was asked of the endpoint so far. */
  public Usage usage() {
    return client.usage();
  }
}
