package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.ItemResult.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A result as a line of JSON, and back. */
final class Rows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int DECIMALS = 6;

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

  /**
   * SHA-256 over what was judged, whatever the order of the rows. Words and times are left out, and
   * scores count to six decimals, so that a baseline has the hash of its results.
   */
  static String hash(Collection<ItemResult> results) {
    Hash hash = new Hash();
    results.stream()
        .sorted(Comparator.comparing(ItemResult::id))
        .forEach(
            result ->
                hash.add(Item.hash(List.of(result.item())))
                    .add(result.judge())
                    .add(result.outcome().name())
                    .add(String.valueOf(result.judgement().refused()))
                    .add(score(result.judgement().helpfulness())));
    return hash.hex();
  }

  private static String score(OptionalDouble score) {
    if (score.isEmpty() || !Double.isFinite(score.getAsDouble())) {
      return String.valueOf(score);
    }
    return BigDecimal.valueOf(score.getAsDouble())
        .setScale(DECIMALS, RoundingMode.HALF_EVEN)
        .toPlainString();
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
