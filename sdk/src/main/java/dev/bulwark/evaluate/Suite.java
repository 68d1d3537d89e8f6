package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.PublicSet;
import dev.bulwark.evaluate.attack.Attack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Prompts to evaluate on. Naming a suite touches nothing; only {@link #read} does. A suite of one's
 * own is one method.
 *
 * <pre>{@code
 * Suite suite = Suite.in(Path.of("suites/release")).attackedBy(Attack.all());
 * }</pre>
 */
@FunctionalInterface
public interface Suite {

  /**
   * Reads and checks the prompts.
   *
   * @return at least one prompt, each with an id of its own
   * @throws dev.bulwark.data.BadInput for prompts that are missing or can't be read, an id used
   *     twice, and the same words under several clusters
   */
  List<Prompt> read();

  /**
   * The suite in a folder of {@code harmful.jsonl}, {@code borderline.jsonl}, {@code
   * helpful.jsonl}, or in one file whose prompts each say their {@code kind}; JSON Lines, CSV, TSV
   * or Parquet.
   */
  static Suite in(Path place) {
    return () ->
        (Files.isRegularFile(place) ? new SuiteFile(place) : new SuiteFolder(place)).read();
  }

  /** A file of a well-known public set, of the set's usual kind. */
  static Suite in(Path file, PublicSet set) {
    return SuiteFile.of(set, file, Optional.empty());
  }

  /** A file of a well-known public set, all of one kind, such as the benign half of one. */
  static Suite in(Path file, PublicSet set, Kind kind) {
    return SuiteFile.of(set, file, Optional.of(kind));
  }

  /**
   * The suite that comes with Bulwark: 312 harmful base prompts over the three risk categories of
   * the paper (§4.2.1), half of them once more in an attack style, 210 borderline and 220 helpful
   * ones. It is abstract and says nothing of how a deed is done. It is a start: prompts that come
   * from one's own users see more.
   */
  static Suite standard() {
    return StandardSuite::read;
  }

  /** A suite of prompts at hand. */
  static Suite of(List<Prompt> prompts) {
    List<Prompt> copy = List.copyOf(prompts);
    return () -> copy;
  }

  /**
   * The suite with its plain harmful prompts also in disguise, once in each attack. A disguised
   * prompt keeps its cluster, so that attacks are no further evidence, and bears the attack's name.
   * Prompts that name an attack of their own are left as they are.
   */
  default Suite attackedBy(List<Attack> attacks) {
    return () -> Attack.onto(read(), attacks);
  }

  /** SHA-256 over the prompts with their kinds, clusters and marks, whatever their order. */
  static String hash(List<Prompt> prompts) {
    return Item.hash(prompts.stream().map(Item::of).toList());
  }
}
