package dev.bulwark.checkpoint.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Merge rules out of scored pieces. SentencePiece joins whichever neighbours make the piece with
 * the highest score; so every way to cut a piece into two pieces is a rule of its rank.
 */
record ScoredMerges(Vocabulary vocabulary, Map<String, Integer> ids) {
  private static final int LONGEST_PIECE = 1024;

  private record Rule(String left, String right, float score, int leftId, int rightId) {}

  /** The rules, first come first served, as {@code "left right"}; those of one piece together. */
  List<String> all() {
    List<Rule> rules = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.is(id, Vocabulary.NORMAL)) {
        rules.addAll(cuts(vocabulary.token(id), vocabulary.scores().get(id)));
      }
    }
    rules.sort(Comparator.comparing(Rule::score).reversed());
    return rules.stream().map(rule -> rule.left() + " " + rule.right()).toList();
  }

  private List<Rule> cuts(String piece, float score) {
    List<Rule> cuts = new ArrayList<>();
    for (int at = 1; at < piece.length() && piece.length() <= LONGEST_PIECE; at++) {
      Integer left = ids.get(piece.substring(0, at));
      Integer right = left == null ? null : ids.get(piece.substring(at));
      if (left != null && right != null && joins(left) && joins(right)) {
        cuts.add(new Rule(vocabulary.token(left), vocabulary.token(right), score, left, right));
      }
    }
    cuts.sort(Comparator.comparing(Rule::leftId).thenComparing(Rule::rightId));
    return cuts;
  }

  private boolean joins(int id) {
    return vocabulary.is(id, Vocabulary.NORMAL);
  }
}
