package dev.bulwark.model;

/**
 * How an answer is drawn.
 *
 * @param maxNewTokens longest answer in tokens, from 1
 * @param temperature divides the logits; 0 takes the likeliest token each time
 * @param topP share of probability kept, in (0, 1]; 1 keeps all
 * @param topK number of tokens kept; 0 keeps all
 * @param seed of the draws; the same seed, prompts and batch give the same answers
 */
public record Sampling(int maxNewTokens, double temperature, double topP, int topK, long seed) {

  /** Checks the ranges. */
  public Sampling {
    check(maxNewTokens >= 1, "maxNewTokens", maxNewTokens, "at least 1");
    check(
        temperature >= 0 && Double.isFinite(temperature), "temperature", temperature, "0 or more");
    check(topP > 0 && topP <= 1, "topP", topP, "in (0, 1]");
    check(topK >= 0, "topK", topK, "0 or more");
  }

  /** The likeliest token each time. */
  public static Sampling greedy(int maxNewTokens) {
    return new Sampling(maxNewTokens, 0, 1, 0, 0);
  }

  private static void check(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, range));
    }
  }
}
