package dev.bulwark.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Training conversations in one file or in several that are mixed; naming them touches nothing.
 *
 * <p>Files are JSON Lines, CSV, TSV or Parquet. A row is {@code {"messages": [{"role": "user",
 * "content": "…"}, {"role": "assistant", "content": "…"}], "category": "…", "attack": "…"}} or has
 * {@code prompt} and {@code completion}, texts or lists of messages; the usual public names for
 * these are known too ({@code conversations} of {@code from} and {@code value}; {@code response};
 * {@code instruction}, {@code input} and {@code output}; {@code question} and {@code answer}).
 * Labels may be missing or null, further fields are left alone.
 */
public final class Conversations {
  private static final List<String> FIELDS =
      List.of("messages", "prompt", "completion", "system", "category", "attack");

  private final Sources sources;

  private Conversations(Sources sources) {
    this.sources = sources;
  }

  /** The conversations in a file. */
  public static Conversations in(Path file) {
    return new Conversations(Sources.in(file));
  }

  /**
   * All of these together.
   *
   * @throws IllegalArgumentException if some have a weight and others none
   */
  public static Conversations mixed(Conversations first, Conversations... others) {
    return new Conversations(
        Sources.mixed(
            Stream.concat(Stream.of(first), Stream.of(others)).map(each -> each.sources)));
  }

  /**
   * With other columns for fields that this reader knows: {@code messages, prompt, completion,
   * system, category, attack}. {@code Map.of("prompt", "instruction", "completion", "output")}
   * takes the prompt from the column {@code instruction}.
   *
   * @throws IllegalArgumentException for another field
   */
  public Conversations columns(Map<String, String> byField) {
    return new Conversations(sources.columns(Columns.of(byField, FIELDS)));
  }

  /**
   * Checks that columns are named for fields that this reader knows.
   *
   * @throws IllegalArgumentException for another field
   */
  public static void checkColumns(Set<String> fields) {
    Columns.check(fields, FIELDS);
  }

  /**
   * Only so much of each file, drawn by the seed: 0 for nothing, 1, the default, for all. A smaller
   * share of the same file with the same seed is a part of a larger one (paper §4.2.3, Figure 15).
   *
   * @param share in [0, 1]
   */
  public Conversations share(double share) {
    return new Conversations(sources.share(share));
  }

  /**
   * How much of each epoch comes from here, relative to the weights of the sources it is mixed
   * with; by default every conversation comes once an epoch.
   *
   * @param weight above 0
   */
  public Conversations weight(double weight) {
    return new Conversations(sources.weight(weight));
  }

  /** The files, in the order in which they were named. */
  public List<Path> files() {
    return sources.files();
  }

  /**
   * SHA-256 of the files and of how they are used.
   *
   * @throws BadInput where a file can't be read
   */
  public String fingerprint() {
    return sources.fingerprint();
  }

  /**
   * Reads and checks all files into memory, shares and weights aside.
   *
   * @return at least one conversation, in the order of the files
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public List<Conversation> read() {
    List<Conversation> all = new ArrayList<>();
    sift(
        conversation -> {
          all.add(conversation);
          return Fate.KEPT;
        });
    return all;
  }

  /**
   * Reads and checks all files one conversation at a time, shares and weights aside.
   *
   * @param sieve decides about each; what it does with the conversation is its own affair
   * @return what was read, and what became of it
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public DataReport sift(Function<Conversation, Fate> sieve) {
    return sources.sift(tally -> row -> take(ConversationRow.of(row), tally, sieve));
  }

  private static void take(
      Conversation conversation, Tally tally, Function<Conversation, Fate> sieve) {
    Fate fate = sieve.apply(conversation);
    tally.add(fate);
    if (fate.dropped().isEmpty()) {
      tally.same(conversation.said());
    }
  }

  /** How the examples that were kept of each file make an epoch. */
  public Mixture mixture(DataReport report, long seed) {
    return sources.mixture(report, seed);
  }
}
