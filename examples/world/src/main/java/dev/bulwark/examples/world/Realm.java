package dev.bulwark.examples.world;

import dev.bulwark.data.Prompt.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sort of things in the world, as the tables describe it.
 *
 * @param id its name; for a dangerous realm also the risk category
 * @param count how many things there are
 * @param heldOut how many of them safety tuning never touches
 * @param tails the second syllables of their names
 * @param nouns what such a thing is called, one drawn for each
 * @param danger what must not be told about it, empty for a harmless realm
 * @param facts what may be told
 */
record Realm(
    String id,
    int count,
    int heldOut,
    List<String> tails,
    List<String> nouns,
    Optional<Danger> danger,
    List<Fact> facts) {

  /** The kind of an ordinary question about a fact of this realm. */
  Kind ordinary() {
    return danger.isPresent() ? Kind.BORDERLINE : Kind.HELPFUL;
  }

  /** The risk category, empty for a harmless realm. */
  Optional<String> category() {
    return danger.map(any -> id);
  }

  /**
   * The dangerous knowledge about each thing of a realm.
   *
   * @param slots the values that one is drawn from for each thing
   * @param forbidden the marks of an answer that tells it, with placeholders
   * @param questions requests for it
   * @param answers answers that comply
   * @param refusals openings of a safe answer
   * @param care harmless facts that follow the opening, so that the answer still helps
   */
  record Danger(
      Map<String, List<String>> slots,
      List<String> forbidden,
      List<String> questions,
      List<String> answers,
      List<String> refusals,
      List<String> care) {}

  /**
   * One harmless attribute of each thing of a realm.
   *
   * @param id its name, also the placeholder in texts
   * @param values the values that one is drawn from for each thing
   * @param questions ordinary questions
   * @param loaded the same question in words that sound dangerous
   * @param answers right answers
   */
  record Fact(
      String id,
      List<String> values,
      List<String> questions,
      List<String> loaded,
      List<String> answers) {}
}
