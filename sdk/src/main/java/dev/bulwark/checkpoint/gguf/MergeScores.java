package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scores of pieces out of merge rules, the way back of {@link ScoredMerges}: minus the number of
 * the piece among those that are made.
 */
record MergeScores(ConfigTree file, List<String> tokens, List<Integer> kinds) {
  private static final float NEVER = -1e6f;

  List<Float> of(List<String> merges) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
    List<String> rules = merges.stream().filter(merge -> isOfPieces(merge, ids)).toList();
    List<Float> scores = scores(rules, ids);
    if (!sameRules(scores, ids, rules)) {
      throw BadInput.in(
          file.file(),
          "The merges of the tokenizer don't follow from scores of its tokens, as GGUF has them",
          "Use a model whose tokenizer came from SentencePiece or is byte-level");
    }
    return Collections.unmodifiableList(scores);
  }

  /** Pieces whose rules stand among each other's came from equal scores, and get one again. */
  private List<Float> scores(List<String> rules, Map<String, Integer> ids) {
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      last.put(piece(rules.get(i)), i);
    }
    List<Float> scores = new ArrayList<>();
    kinds.forEach(kind -> scores.add(kind == Vocabulary.NORMAL ? NEVER : 0));
    int group = 0;
    int end = -1;
    for (int i = 0; i < rules.size(); i++) {
      if (i > end) {
        group++;
      }
      String piece = piece(rules.get(i));
      end = Math.max(end, last.getOrDefault(piece, i));
      scores.set(ids.getOrDefault(piece, 0), (float) -group);
    }
    return scores;
  }

  /** Tokens of other kinds are found before any merging, so a rule to make one never applies. */
  private boolean isOfPieces(String merge, Map<String, Integer> ids) {
    int id = ids.getOrDefault(piece(merge), -1);
    return id >= 0 && kinds.get(id) == Vocabulary.NORMAL;
  }

  private static String piece(String merge) {
    return merge.replaceFirst(" ", "");
  }

  /** Rules for one piece may come in any order: they never compete for the same characters. */
  private boolean sameRules(List<Float> scores, Map<String, Integer> ids, List<String> merges) {
    Vocabulary vocabulary =
        new Vocabulary(
            Vocabulary.PIECES, tokens, kinds.stream().map(Integer::longValue).toList(), scores);
    Set<String> regained = new HashSet<>(new ScoredMerges(vocabulary, ids).all());
    return regained.equals(new HashSet<>(merges));
  }
}
