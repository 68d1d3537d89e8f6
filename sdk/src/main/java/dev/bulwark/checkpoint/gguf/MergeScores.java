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
 * pieces that are made before.
 */
record MergeScores(ConfigTree file, List<String> tokens, List<Integer> kinds) {
  private static final float NEVER = -1e6f;

  List<Float> of(List<String> merges) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
    List<Float> scores = new ArrayList<>();
    kinds.forEach(kind -> scores.add(kind == Vocabulary.NORMAL ? NEVER : 0));
    String before = "";
    int made = 0;
    boolean ordered = true;
    for (String merge : merges) {
      String piece = merge.replaceFirst(" ", "");
      int id = ids.getOrDefault(piece, -1);
      ordered &= id >= 0 && (piece.equals(before) || scores.get(id) == NEVER);
      if (ordered && !piece.equals(before)) {
        scores.set(id, (float) -made++);
      }
      before = piece;
    }
    if (!ordered || !sameRules(scores, ids, merges)) {
      throw BadInput.in(
          file.file(),
          "The merges of the tokenizer don't follow from scores of its tokens, as GGUF has them",
          "Use a model whose tokenizer came from SentencePiece or is byte-level");
    }
    return Collections.unmodifiableList(scores);
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
