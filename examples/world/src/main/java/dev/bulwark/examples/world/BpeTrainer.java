package dev.bulwark.examples.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Trains a byte-level byte-pair encoding: again and again the most frequent pair of neighbours
 * becomes one token. Of equally frequent pairs the first in alphabetical order wins, so that the
 * same texts always give the same tokenizer.
 */
public final class BpeTrainer {
  private static final Comparator<Map.Entry<Merge, Long>> FIRST =
      Map.Entry.<Merge, Long>comparingByValue(Comparator.reverseOrder())
          .thenComparing(Map.Entry.comparingByKey());

  private BpeTrainer() {}

  /**
   * Trains a tokenizer.
   *
   * @param texts what it should encode in few tokens
   * @param vocabulary the number of tokens, special ones and the 256 bytes included; fewer come out
   *     where the texts have no more pairs
   */
  public static BpeTokenizer train(List<String> texts, int vocabulary) {
    List<Word> words = words(texts);
    Set<String> tokens = new LinkedHashSet<>(BpeTokenizer.SPECIAL);
    tokens.addAll(Bytes.alphabet());
    if (vocabulary < tokens.size()) {
      throw new IllegalArgumentException(
          "The vocabulary is %d, but must be at least %d".formatted(vocabulary, tokens.size()));
    }
    List<Merge> merges = new ArrayList<>();
    while (tokens.size() < vocabulary) {
      Map<Merge, Long> pairs = pairs(words);
      if (pairs.isEmpty()) {
        break;
      }
      Merge best = Collections.min(pairs.entrySet(), FIRST).getKey();
      words.forEach(word -> word.apply(best));
      merges.add(best);
      tokens.add(best.joined());
    }
    return new BpeTokenizer(List.copyOf(tokens), merges);
  }

  private static List<Word> words(List<String> texts) {
    Map<String, Long> counts = new TreeMap<>();
    texts.forEach(text -> Bytes.words(text).forEach(word -> counts.merge(word, 1L, Long::sum)));
    List<Word> words = new ArrayList<>();
    counts.forEach((word, count) -> words.add(new Word(word, count)));
    return words;
  }

  private static Map<Merge, Long> pairs(List<Word> words) {
    Map<Merge, Long> pairs = new HashMap<>();
    for (Word word : words) {
      for (int i = 0; i + 1 < word.pieces.size(); i++) {
        pairs.merge(new Merge(word.pieces.get(i), word.pieces.get(i + 1)), word.count, Long::sum);
      }
    }
    return pairs;
  }

  /** A word of the texts as it is cut so far. */
  private static final class Word {
    private final long count;
    private List<String> pieces;

    Word(String signs, long count) {
      this.count = count;
      this.pieces = signs.chars().mapToObj(Character::toString).toList();
    }

    void apply(Merge merge) {
      List<String> merged = new ArrayList<>();
      for (int i = 0; i < pieces.size(); i++) {
        boolean here =
            i + 1 < pieces.size()
                && pieces.get(i).equals(merge.left())
                && pieces.get(i + 1).equals(merge.right());
        merged.add(here ? merge.joined() : pieces.get(i));
        i += here ? 1 : 0;
      }
      pieces = merged;
    }
  }
}
