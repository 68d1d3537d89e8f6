package dev.bulwark.stage;

import dev.bulwark.data.Conversations;
import dev.bulwark.data.Require;
import dev.bulwark.text.LearnedTurns;
import java.util.Map;

/**
 * Settings of what {@link SafetySFT} learns from.
 *
 * @param longest most tokens of a conversation; 0, the default, for the model's window
 * @param overlong what becomes of a longer one; an error by default
 * @param turns which of the assistant's turns are learned; all by default
 * @param safetyShare the part of the safety demonstrations that is used, drawn by the seed, in [0,
 *     1]; 1 by default. Other data stay whole (paper §4.2.3, Figure 15)
 * @param columns columns of the safety demonstrations that have other names than the fields {@code
 *     messages, prompt, completion, system, category, attack}; none by default
 */
public record SftData(
    int longest,
    Overlong overlong,
    LearnedTurns turns,
    double safetyShare,
    Map<String, String> columns) {

  /** What becomes of a conversation that is too long. */
  public enum Overlong {
    /** It is an error that names its line. */
    REFUSE,
    /** Its end is cut; without a token to learn in what is left it is dropped. */
    TRUNCATE,
    /** It is left out and counted. */
    DROP
  }

  /** Checks the ranges. */
  public SftData {
    columns = Map.copyOf(columns);
    Require.that(longest >= 0, "longest", longest, "0 or more");
    Require.that(safetyShare >= 0 && safetyShare <= 1, "safetyShare", safetyShare, "in [0, 1]");
    Conversations.checkColumns(columns.keySet());
  }

  /** Everything is used as it is, up to the model's window. */
  public static SftData defaults() {
    return new SftData(0, Overlong.REFUSE, LearnedTurns.ALL, 1, Map.of());
  }

  /** With at most that many tokens a conversation; 0 for the model's window. */
  public SftData longest(int tokens) {
    return new SftData(tokens, overlong, turns, safetyShare, columns);
  }

  /** With something else to become of a longer conversation. */
  public SftData overlong(Overlong other) {
    return new SftData(longest, other, turns, safetyShare, columns);
  }

  /** With these of the assistant's turns learned. */
  public SftData turns(LearnedTurns other) {
    return new SftData(longest, overlong, other, safetyShare, columns);
  }

  /** With that part of the safety demonstrations, in [0, 1]. */
  public SftData safetyShare(double share) {
    return new SftData(longest, overlong, turns, share, columns);
  }

  /** The safety demonstrations as these settings use them. */
  Conversations of(Conversations safety) {
    Conversations named = columns.isEmpty() ? safety : safety.columns(columns);
    return safetyShare == 1 ? named : named.share(safetyShare);
  }
}
