package dev.bulwark.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The files that training data of one kind comes from, and how each is used.
 *
 * @param all the files in the order they were named
 */
record Sources(List<Source> all) {

  Sources {
    all = List.copyOf(all);
  }

  /**
   * A file and how it is used.
   *
   * @param share the part of its records that is used, in [0, 1]
   * @param weight its part of each epoch relative to the other sources'; empty for its size
   */
  record Source(Path file, Columns columns, double share, OptionalDouble weight) {
    /** The path is left out: a file that was moved is the same data. */
    String fingerprint() {
      return "%s %s %s %s".formatted(Fingerprint.of(file), columns.byField(), share, weight);
    }
  }

  /** Reads the rows of one file. */
  interface Reader {
    void read(Row row);

    /** The file has no more rows. */
    default void end() {}
  }

  static Sources in(Path file) {
    return new Sources(List.of(new Source(file, Columns.OWN_NAMES, 1, OptionalDouble.empty())));
  }

  /** All of these together; weights are for all or for none. */
  static Sources mixed(Stream<Sources> parts) {
    List<Source> all = parts.flatMap(part -> part.all.stream()).toList();
    long weighted = all.stream().filter(source -> source.weight().isPresent()).count();
    if (weighted != 0 && weighted != all.size()) {
      throw new IllegalArgumentException(
          "weight is given for %d of %d sources, but must be given for all or none"
              .formatted(weighted, all.size()));
    }
    return new Sources(all);
  }

  Sources columns(Columns columns) {
    return each(s -> new Source(s.file(), columns, s.share(), s.weight()));
  }

  Sources share(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", but must be in [0, 1]");
    }
    return each(s -> new Source(s.file(), s.columns(), share, s.weight()));
  }

  Sources weight(double weight) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight is " + weight + ", but must be above 0");
    }
    return each(s -> new Source(s.file(), s.columns(), s.share(), OptionalDouble.of(weight)));
  }

  List<Path> files() {
    return all.stream().map(Source::file).toList();
  }

  String fingerprint() {
    return Fingerprint.of(all.stream().map(Source::fingerprint).toList().toString());
  }

  /** Reads all rows of all files, each file with a reader of its own. */
  DataReport sift(Function<Tally, Reader> reader) {
    Seen seen = new Seen();
    List<DataReport.Source> counts = new ArrayList<>();
    for (Source source : all) {
      Tally tally = new Tally(source.file(), seen);
      Columns.View view = source.columns().new View();
      Reader rows = reader.apply(tally);
      Rows.forEach(source.file(), row -> rows.read(view.of(row)));
      rows.end();
      view.close(source.file());
      counts.add(tally.report());
    }
    return new DataReport(counts);
  }

  /** How the records that were kept of each file make an epoch. */
  Mixture mixture(DataReport report, long seed) {
    List<Mixture.Part> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int kept = Math.toIntExact(report.sources().get(i).kept());
      parts.add(new Mixture.Part(kept, all.get(i).share(), all.get(i).weight()));
    }
    return new Mixture(parts, seed);
  }

  private Sources each(UnaryOperator<Source> change) {
    return new Sources(all.stream().map(change).toList());
  }
}
