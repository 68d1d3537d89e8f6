package dev.bulwark.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
  private static final List<String> TURNS = List.of("messages", "conversations", "conversation");

  private final List<Source> sources;

  private Conversations(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * A file and how it is used.
   *
   * @param share the part of its conversations that is used, in [0, 1]
   * @param weight its part of each epoch relative to the other sources'; empty for its size
   */
  private record Source(Path file, Columns columns, double share, OptionalDouble weight) {
    /** The path is left out: a file that was moved is the same data. */
    String fingerprint() {
      return "%s %s %s %s".formatted(Fingerprint.of(file), columns.byField(), share, weight);
    }
  }

  /** The conversations in a file. */
  public static Conversations in(Path file) {
    return new Conversations(
        List.of(new Source(file, Columns.OWN_NAMES, 1, OptionalDouble.empty())));
  }

  /**
   * All of these together.
   *
   * @throws IllegalArgumentException if some have a weight and others none
   */
  public static Conversations mixed(Conversations first, Conversations... others) {
    List<Source> all =
        Stream.concat(Stream.of(first), Stream.of(others))
            .flatMap(each -> each.sources.stream())
            .toList();
    long weighted = all.stream().filter(source -> source.weight().isPresent()).count();
    if (weighted != 0 && weighted != all.size()) {
      throw new IllegalArgumentException(
          "weight is given for %d of %d sources, but must be given for all or none"
              .formatted(weighted, all.size()));
    }
    return new Conversations(all);
  }

  /**
   * With other columns for fields that this reader knows: {@code messages, prompt, completion,
   * system, category, attack}. {@code Map.of("prompt", "instruction", "completion", "output")}
   * takes the prompt from the column {@code instruction}.
   *
   * @throws IllegalArgumentException for another field
   */
  public Conversations columns(Map<String, String> byField) {
    Columns columns = Columns.of(byField, FIELDS);
    return each(s -> new Source(s.file(), columns, s.share(), s.weight()));
  }

  /**
   * Only so much of each file, drawn by the seed: 0 for nothing, 1, the default, for all. A smaller
   * share of the same file with the same seed is a part of a larger one (paper §4.2.3, Figure 15).
   *
   * @param share in [0, 1]
   */
  public Conversations share(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", but must be in [0, 1]");
    }
    return each(s -> new Source(s.file(), s.columns(), share, s.weight()));
  }

  /**
   * How much of each epoch comes from here, relative to the weights of the sources it is mixed
   * with; by default every conversation comes once an epoch.
   *
   * @param weight above 0
   */
  public Conversations weight(double weight) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight is " + weight + ", but must be above 0");
    }
    return each(s -> new Source(s.file(), s.columns(), s.share(), OptionalDouble.of(weight)));
  }

  /** The files, in the order in which they were named. */
  public List<Path> files() {
    return sources.stream().map(Source::file).toList();
  }

  /**
   * SHA-256 of the files and of how they are used.
   *
   * @throws BadInput where a file can't be read
   */
  public String fingerprint() {
    return Fingerprint.of(sources.stream().map(Source::fingerprint).toList().toString());
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
    Seen seen = new Seen();
    return new DataReport(sources.stream().map(source -> sift(source, seen, sieve)).toList());
  }

  /** How the examples that were kept of each file make an epoch. */
  public Mixture mixture(DataReport report, long seed) {
    List<Mixture.Part> parts = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      int kept = Math.toIntExact(report.sources().get(i).kept());
      parts.add(new Mixture.Part(kept, source.share(), source.weight()));
    }
    return new Mixture(parts, seed);
  }

  private static DataReport.Source sift(
      Source source, Seen seen, Function<Conversation, Fate> sieve) {
    Tally tally = new Tally(source.file(), seen);
    Columns.View view = source.columns().new View();
    Rows.forEach(
        source.file(),
        row -> {
          Conversation conversation = ConversationRow.of(withoutTurns(view.of(row), source));
          Fate fate = sieve.apply(conversation);
          tally.add(fate);
          if (fate.dropped().isEmpty()) {
            tally.same(conversation.said());
          }
        });
    view.close(source.file());
    return tally.report();
  }

  /** Where columns are named for prompts and answers, a list of turns beside them is not meant. */
  private static Row withoutTurns(Row row, Source source) {
    if (source.columns().names("completion") && row.fields() instanceof ObjectNode fields) {
      fields.remove(TURNS);
    }
    return row;
  }

  private Conversations each(UnaryOperator<Source> change) {
    return new Conversations(sources.stream().map(change).toList());
  }
}
