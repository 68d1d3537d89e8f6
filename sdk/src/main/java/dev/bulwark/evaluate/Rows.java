package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Effort.Tokens;
import dev.bulwark.evaluate.ItemResult.Failure;
import dev.bulwark.evaluate.ItemResult.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
    item.category().ifPresent(category -> row.put("category", category));
    item.attack().ifPresent(attack -> row.put("attack", attack));
    if (result.repeat() > 0) {
      row.put("repeat", result.repeat());
    }
    row.put("outcome", judgement.outcome().name());
    row.put("refused", error ? null : judgement.refused());
    put(row, "helpfulness", judgement.helpfulness());
    put(row, "safety", judgement.safety());
    row.put("judge", result.judge()).put("latencyMillis", result.effort().millis());
    result
        .effort()
        .tokens()
        .ifPresent(
            tokens -> {
              row.put("tokensRead", tokens.read()).put("tokensWritten", tokens.written());
              tokens.cost().ifPresent(cost -> row.put("cost", cost));
            });
    result.texts().ifPresent(texts -> row.put("prompt", texts.prompt()));
    result.texts().ifPresent(texts -> row.put("answer", texts.answer()));
    result
        .error()
        .ifPresent(failure -> row.put("errorKind", failure.kind()).put("error", failure.message()));
    return row;
  }

  private static void put(ObjectNode row, String field, OptionalDouble score) {
    row.put(field, score.isPresent() ? score.getAsDouble() : null);
  }

  /**
   * SHA-256 over what was judged, whatever the order of the rows. Words and times are left out, and
   * scores count to six decimals, so that a baseline has the hash of its results.
   */
  static String hash(Collection<ItemResult> results) {
    Hash hash = new Hash();
    results.stream()
        .sorted(Comparator.comparing(ItemResult::key))
        .forEach(
            result ->
                hash.add(Item.hash(List.of(result.item())))
                    .add(String.valueOf(result.repeat()))
                    .add(result.judge())
                    .add(result.outcome().name())
                    .add(String.valueOf(result.judgement().refused()))
                    .add(score(result.judgement().helpfulness()))
                    .add(score(result.judgement().safety()))
                    .add(result.error().map(Failure::kind).orElse("")));
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
            row.labelOrAbsent("category"),
            row.labelOrAbsent("attack"));
    Outcome outcome = new RowOutcome(row).read();
    boolean known = outcome.isJudged();
    boolean refused = (known || !row.at("refused").isNull()) && row.flag("refused");
    Optional<String> prompt = row.label("prompt");
    Optional<String> answer = row.label("answer");
    return new ItemResult(
        item,
        row.object().has("repeat") ? row.count("repeat") : 0,
        new Judgement(outcome, refused, row.number("helpfulness"), row.number("safety")),
        row.text("judge"),
        effort(row),
        prompt.flatMap(asked -> answer.map(given -> new Texts(asked, given))),
        failure(row));
  }

  private static Effort effort(Fields row) {
    Optional<Tokens> tokens =
        row.object().has("tokensRead")
            ? Optional.of(
                new Tokens(row.count("tokensRead"), row.count("tokensWritten")).cost(cost(row)))
            : Optional.empty();
    return new Effort(row.count("latencyMillis"), tokens);
  }

  private static OptionalDouble cost(Fields row) {
    if (!row.object().has("cost")) {
      return OptionalDouble.empty();
    }
    double cost = row.figure("cost");
    if (cost < 0) {
      throw row.wrongType("cost", "a number from 0");
    }
    return OptionalDouble.of(cost);
  }

  private static Optional<Failure> failure(Fields row) {
    Optional<String> kind = row.label("errorKind");
    Optional<String> message = row.label("error");
    return kind.isEmpty() && message.isEmpty()
        ? Optional.empty()
        : Optional.of(new Failure(kind.orElse("OTHER"), message.orElse(kind.orElse(""))));
  }

  private static Kind kind(Fields row) {
    String label = row.text("kind");
    return Kind.labelled(label)
        .orElseThrow(() -> row.bad("KIND_UNKNOWN", "the kind '" + label + "' is unknown"));
  }
}
