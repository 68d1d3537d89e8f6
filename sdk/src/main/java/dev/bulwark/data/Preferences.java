package dev.bulwark.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Pairs of answers of which people preferred one, in one file or in several that are mixed; naming
 * them touches nothing.
 *
 * <p>A row of JSON Lines, CSV, TSV or Parquet has one of these layouts:
 *
 * <ul>
 *   <li>{@code chosen} and {@code rejected}: texts beside a {@code prompt} (a text or a list of
 *       messages), lists of messages that begin alike, or transcripts with {@code Human:} and
 *       {@code Assistant:}; with {@code rating}, {@code chosen_safe}, {@code rejected_safe} and
 *       {@code category} where they are known
 *   <li>{@code prompt}, {@code response_0} and {@code response_1} with {@code safer_response_id},
 *       {@code better_response_id}, {@code is_response_0_safe}, {@code response_0_severity_level}
 *   <li>{@code prompt} and {@code ranked}, the best answer first
 *   <li>{@code prompt} and {@code responses} with {@code ranks} (1 is best) or {@code scores}
 *   <li>{@code prompt}, {@code response} and {@code score}: answers to one prompt follow each other
 * </ul>
 *
 * <p>Left out and counted are pairs whose chosen answer is unsafe and whose rejected one safe
 * (paper §3.2.1), ties, and pairs of empty or equal answers.
 */
public final class Preferences {
  private static final List<String> FIELDS =
      List.of(
          "prompt",
          "system",
          "chosen",
          "rejected",
          "rating",
          "chosen_safe",
          "rejected_safe",
          "category",
          "ranked",
          "responses",
          "ranks",
          "scores",
          "safe",
          "response",
          "score",
          "response_0",
          "response_1",
          "safer_response_id",
          "better_response_id");

  private final Sources sources;
  private final DuelReader.Choice choice;
  private final Ties ties;

  private Preferences(Sources sources, DuelReader.Choice choice, Ties ties) {
    this.sources = sources;
    this.choice = choice;
    this.ties = ties;
  }

  /** The pairs in a file. */
  public static Preferences in(Path file) {
    return new Preferences(Sources.in(file), DuelReader.Choice.SAFER, Ties.DROP);
  }

  /**
   * All of these together, read as the first of them is.
   *
   * @throws IllegalArgumentException if some have a weight and others none
   */
  public static Preferences mixed(Preferences first, Preferences... others) {
    Stream<Preferences> all = Stream.concat(Stream.of(first), Stream.of(others));
    return first.with(ignored -> Sources.mixed(all.map(each -> each.sources)));
  }

  /**
   * With other columns for fields that this reader knows, such as {@code Map.of("score",
   * "helpfulness")}.
   *
   * @throws IllegalArgumentException for another field
   */
  public Preferences columns(Map<String, String> byField) {
    Columns columns = Columns.of(byField, FIELDS);
    return with(s -> s.columns(columns));
  }

  /**
   * Only so much of each file, drawn by the seed.
   *
   * @param share in [0, 1]
   */
  public Preferences share(double share) {
    return with(s -> s.share(share));
  }

  /**
   * How much of each epoch comes from here, relative to the weights of the sources it is mixed
   * with.
   *
   * @param weight above 0
   */
  public Preferences weight(double weight) {
    return with(s -> s.weight(weight));
  }

  /** Where a row says which answer is safer and which better, the better one is chosen. */
  public Preferences choosingBetter() {
    return new Preferences(sources, DuelReader.Choice.BETTER, ties);
  }

  /** What to do with answers of which neither is better; {@link Ties#DROP} by default. */
  public Preferences ties(Ties other) {
    return new Preferences(sources, choice, other);
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
    return Fingerprint.of(sources.fingerprint() + choice + ties);
  }

  /**
   * Reads and checks all files into memory, shares and weights aside.
   *
   * @return the pairs that were not left out, in the order of the files
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public List<Preference> read() {
    List<Preference> all = new ArrayList<>();
    sift(
        pair -> {
          all.add(pair);
          return Fate.KEPT;
        });
    return all;
  }

  /**
   * Reads and checks all files one pair at a time, shares and weights aside.
   *
   * @param sieve decides about each pair that was not left out already
   * @return what was read, and what became of it
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public DataReport sift(Function<Preference, Fate> sieve) {
    return sources.sift(tally -> new AnyLayout(new Pairs(tally, sieve), choice, ties));
  }

  /** How the pairs that were kept of each file make an epoch. */
  public Mixture mixture(DataReport report, long seed) {
    return sources.mixture(report, seed);
  }

  private Preferences with(UnaryOperator<Sources> change) {
    return new Preferences(change.apply(sources), choice, ties);
  }

  /** Reads the rows of one file, whichever layout each has. */
  private static final class AnyLayout implements Sources.Reader {
    private final Pairs pairs;
    private final DuelReader.Choice choice;
    private final AnswersReader answers;
    private final ScoredRowsReader scored;

    AnyLayout(Pairs pairs, DuelReader.Choice choice, Ties ties) {
      this.pairs = pairs;
      this.choice = choice;
      this.answers = new AnswersReader(pairs, ties);
      this.scored = new ScoredRowsReader(answers, pairs);
    }

    @Override
    public void read(Row row) {
      if (PairReader.reads(row)) {
        PairReader.read(row, pairs);
      } else if (DuelReader.reads(row)) {
        DuelReader.read(row, choice, pairs);
      } else if (AnswersReader.reads(row)) {
        answers.read(row);
      } else if (ScoredRowsReader.reads(row)) {
        scored.read(row);
      } else {
        throw row.bad(
            "The line has no pair of answers",
            "Write \"prompt\", \"chosen\" and \"rejected\", or name their columns");
      }
    }

    @Override
    public void end() {
      scored.end();
    }
  }
}
