package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.ItemResult.Texts;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** A result as a line of JSON, and back. */
final class Rows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Rows() {}

  static ObjectNode write(ItemResult result) {
    Item item = result.item();
    Judgement judgement = result.judgement();
    boolean error = judgement.outcome().isError();
    ObjectNode row = JSON.createObjectNode();
    row.put("id", item.id()).put("contentHash", item.contentHash());
    row.put("kind", item.kind().label()).put("cluster", item.cluster());
    row.put("category", item.category().orElse(null)).put("attack", item.attack().orElse(null));
    row.put("outcome", judgement.outcome().name());
    row.put("refused", error ? null : judgement.refused());
    row.put(
        "helpfulness",
        judgement.helpfulness().isPresent() ? judgement.helpfulness().getAsDouble() : null);
    row.put("judge", result.judge()).put("latencyMillis", result.latencyMillis());
    result.texts().ifPresent(texts -> row.put("prompt", texts.prompt()));
    result.texts().ifPresent(texts -> row.put("answer", texts.answer()));
    result.error().ifPresent(message -> row.put("error", message));
    return row;
  }

  static ItemResult read(Fields row) {
    Item item =
        new Item(
            row.text("id"),
            row.text("contentHash"),
            kind(row),
            row.text("cluster"),
            row.label("category"),
            row.label("attack"));
    Outcome outcome = outcome(row);
    boolean refused = !(outcome.isError() && row.at("refused").isNull()) && row.flag("refused");
    Optional<String> prompt = row.label("prompt");
    Optional<String> answer = row.label("answer");
    return new ItemResult(
        item,
        new Judgement(outcome, refused, helpfulness(row)),
        row.text("judge"),
        row.count("latencyMillis"),
        prompt.flatMap(asked -> answer.map(given -> new Texts(asked, given))),
        row.label("error"));
  }

  private static Kind kind(Fields row) {
    String label = row.text("kind");
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> row.bad("KIND_UNKNOWN", "the kind '" + label + "' is unknown"));
  }

  private static Outcome outcome(Fields row) {
    String name = row.text("outcome");
    return Arrays.stream(Outcome.values())
        .filter(outcome -> outcome.name().equals(name))
        .findFirst()
        .orElseThrow(() -> row.bad("OUTCOME_UNKNOWN", "the outcome '" + name + "' is unknown"));
  }

  private static OptionalDouble helpfulness(Fields row) {
    JsonNode value = row.at("helpfulness");
    if (value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw row.wrongType("helpfulness", "a number or null");
    }
    return OptionalDouble.of(value.doubleValue());
  }
}
