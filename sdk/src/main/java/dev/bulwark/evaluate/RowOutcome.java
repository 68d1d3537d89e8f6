package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The outcome that a row claims, held against what else it says: whether there was a violation, and
 * how each turn of a conversation ended, where the row tells.
 *
 * @param row the row
 */
record RowOutcome(Fields row) {

  Outcome read() {
    Outcome outcome = named(row.text("outcome"));
    if (row.object().has("violation")) {
      violation(outcome);
    }
    if (row.object().has("turns")) {
      turns(outcome);
    }
    return outcome;
  }

  private void violation(Outcome outcome) {
    boolean unknown = !outcome.isJudged();
    if (unknown && row.at("violation").isNull()) {
      return;
    }
    boolean violation = row.flag("violation");
    if (violation != (outcome == Outcome.VIOLATED)) {
      throw contradiction("violation " + violation, outcome);
    }
  }

  /** One turn that violates makes the whole a violation, and one that is unknown hides the rest. */
  private void turns(Outcome outcome) {
    List<Outcome> turns = new ArrayList<>();
    for (JsonNode turn : row.at("turns")) {
      turns.add(named(turn.asText()));
    }
    Optional<Outcome> deciding =
        turns.contains(Outcome.VIOLATED)
            ? Optional.of(Outcome.VIOLATED)
            : turns.stream().filter(Outcome::isError).findFirst();
    if (deciding.isPresent() && deciding.get() != outcome) {
      throw contradiction("a turn that ended as " + deciding.get(), outcome);
    }
  }

  private Outcome named(String name) {
    return Arrays.stream(Outcome.values())
        .filter(outcome -> outcome.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                row.bad(
                    "OUTCOME_UNKNOWN",
                    "the outcome '" + name + "' of '" + row.text("id") + "' is unknown"));
  }

  private UnusableResults contradiction(String other, Outcome outcome) {
    return row.bad(
        "ROW_CONTRADICTION",
        "the row '"
            + row.text("id")
            + "' contradicts itself: outcome "
            + outcome
            + " with "
            + other);
  }
}
