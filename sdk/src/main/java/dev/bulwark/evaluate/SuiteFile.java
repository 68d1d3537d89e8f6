package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.PublicSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A suite as one file of JSON Lines, CSV, TSV or Parquet, whose prompts each say their kind, unless
 * the card beside it does or names a public layout.
 *
 * @param file the file
 */
record SuiteFile(Path file) implements Suite {
  @Override
  public List<Prompt> read() {
    SuiteCard card = SuiteCard.beside(file);
    Optional<PublicSet> layout = card.layout();
    List<Prompt> prompts =
        layout.isPresent()
            ? once(layout.get().read(file, card.kind()))
            : new Prompts(file, card.kind()).read();
    Gathering gathering = new Gathering();
    gathering.add(file, prompts.stream().map(card::label).toList());
    return gathering.prompts();
  }

  /** The line of each prompt by its id. */
  Map<String, Long> lines() {
    SuiteCard card = SuiteCard.beside(file);
    return card.layout()
        .map(layout -> layout.lines(file))
        .orElseGet(() -> new Prompts(file, card.kind()).lines());
  }

  /** Public sets say some things twice: the second time is a variant, no further evidence. */
  static List<Prompt> once(List<Prompt> prompts) {
    Map<String, String> clusters = new HashMap<>();
    return prompts.stream()
        .map(
            prompt -> {
              String first = clusters.putIfAbsent(Gathering.said(prompt), prompt.cluster());
              return first == null ? prompt : prompt.in(first);
            })
        .toList();
  }

  /** A file of a public layout without a card. */
  static Suite of(PublicSet set, Path file, Optional<Kind> kind) {
    return () -> {
      Gathering gathering = new Gathering();
      gathering.add(file, once(set.read(file, kind)));
      return gathering.prompts();
    };
  }
}
