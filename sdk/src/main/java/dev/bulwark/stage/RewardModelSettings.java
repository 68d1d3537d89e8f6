package dev.bulwark.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.train.MarginTable;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.PairLoss;
import dev.bulwark.train.SafetyLoss;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link RewardModel}.
 *
 * @param optimisation learning rate, schedule, pairs a step, and epochs
 * @param lora adapters instead of full fine-tuning
 * @param ranking what is minimised
 * @param use what is learned from, and what is held out
 * @param calibrating how scores get a meaning
 * @param precision in which type products run
 * @param device what computes
 */
public record RewardModelSettings(
    Optimisation optimisation,
    Lora lora,
    Ranking ranking,
    Use use,
    Calibrating calibrating,
    PrecisionChoice precision,
    DeviceChoice device) {

  /** Which leads chosen answers must have. */
  public enum Margin {
    /** None; ratings are not used. */
    NONE,
    /** The paper's small ones: 1, 2/3, 1/3, 0. */
    SMALL,
    /** The paper's large ones: 3, 2, 1, 0. */
    LARGE,
    /** Those of {@code table}. */
    TABLE
  }

  /**
   * What is minimised.
   *
   * @param margin which leads chosen answers must have; needs ratings unless {@link Margin#NONE}
   * @param table the leads of {@link Margin#TABLE}
   * @param centring weight of the term that holds scores near 0, 0 or more; the paper has none
   * @param auxiliary weight of the auxiliary safety loss, 0 or more; needs safety labels
   * @param labels weights of safe and of unsafe answers in it
   */
  public record Ranking(
      Margin margin, MarginTable table, double centring, double auxiliary, SafetyLoss labels) {
    /** Checks the range. */
    public Ranking {
      new PairLoss(centring);
      check(auxiliary >= 0 && auxiliary < 1e6, "auxiliary", auxiliary, "0 or more");
    }

    MarginTable leads() {
      return switch (margin) {
        case NONE -> MarginTable.NONE;
        case SMALL -> MarginTable.SMALL;
        case LARGE -> MarginTable.LARGE;
        case TABLE -> table;
      };
    }
  }

  /** How much of the data beside is learned from, relative to the data itself. */
  public enum Mix {
    /** All of both. */
    ALL("all", Double.POSITIVE_INFINITY),
    /** Nine pairs of the data to one of the data beside: the paper's for the safety model. */
    NINETY_TEN("90/10", 1 / 9.0),
    /** As many of the data beside: the paper's for the helpfulness model. */
    EQUAL("equal", 1);

    private final String label;
    private final double ratio;

    Mix(String label, double ratio) {
      this.label = label;
      this.ratio = ratio;
    }

    /** How many pairs of the data beside go with so many of the data. */
    int beside(int pairs) {
      return (int) Math.min(Integer.MAX_VALUE, Math.round(ratio * pairs));
    }

    /** The name in settings. */
    @JsonValue
    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * What is learned from, and what is held out.
   *
   * @param mix how much of the data beside is learned from
   * @param heldOut share of the prompts, with all their pairs, that is not trained on, in (0, 0.5]
   * @param longest most tokens of prompt and answer, from 16; a longer prompt loses its start. The
   *     model's window is a limit, too
   */
  public record Use(Mix mix, double heldOut, int longest) {
    /** Checks the ranges. */
    public Use {
      check(heldOut > 0 && heldOut <= 0.5, "heldOut", heldOut, "in (0, 0.5]");
      check(longest >= 16, "longest", longest, "at least 16");
    }
  }

  /**
   * How scores get a meaning.
   *
   * @param method how they become a probability of being safe, where there are safety labels
   * @param samples held-out prompts that the starting model answers, whose scores' mean and
   *     deviation are kept, from 2
   * @param longestAnswer most tokens of such an answer, from 1
   */
  public record Calibrating(SafetyProbability.Method method, int samples, int longestAnswer) {
    /** Checks the ranges. */
    public Calibrating {
      check(samples >= 2, "samples", samples, "at least 2");
      check(longestAnswer >= 1, "longestAnswer", longestAnswer, "at least 1");
    }
  }

  /**
   * The paper's (§3.2.2: one epoch, decay 0.1, clip 1, cosine to 10 %, warm-up 3 %), with a
   * learning rate and a batch for small models and little data, and adapters. Its 1e-5 and 512
   * pairs are for 7 billion weights and a million pairs.
   */
  public static RewardModelSettings defaults() {
    return new RewardModelSettings(
        new Optimisation(5e-4, 0.03, 0.1, 0.1, 1.0, 32, 1),
        Lora.rank(16),
        new Ranking(Margin.NONE, MarginTable.SMALL, 0, 0, new SafetyLoss(1, 1)),
        new Use(Mix.ALL, 0.1, 512),
        new Calibrating(SafetyProbability.Method.PLATT, 128, 64),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With another optimisation. */
  public RewardModelSettings optimisation(UnaryOperator<Optimisation> change) {
    return new RewardModelSettings(
        change.apply(optimisation), lora, ranking, use, calibrating, precision, device);
  }

  /** With adapters, or without. */
  public RewardModelSettings lora(Lora other) {
    return new RewardModelSettings(
        optimisation, other, ranking, use, calibrating, precision, device);
  }

  /** With leads by rating. */
  public RewardModelSettings margin(Margin margin) {
    Ranking r = ranking;
    return ranking(new Ranking(margin, r.table(), r.centring(), r.auxiliary(), r.labels()));
  }

  /** With leads of one's own. */
  public RewardModelSettings margins(MarginTable table) {
    Ranking r = ranking;
    return ranking(new Ranking(Margin.TABLE, table, r.centring(), r.auxiliary(), r.labels()));
  }

  /** With a weight of the auxiliary safety loss, 0 or more. */
  public RewardModelSettings auxiliary(double weight) {
    Ranking r = ranking;
    return ranking(new Ranking(r.margin(), r.table(), r.centring(), weight, r.labels()));
  }

  /** With something else to minimise. */
  public RewardModelSettings ranking(Ranking other) {
    return new RewardModelSettings(optimisation, lora, other, use, calibrating, precision, device);
  }

  /** With another use of the data. */
  public RewardModelSettings use(Use other) {
    return new RewardModelSettings(
        optimisation, lora, ranking, other, calibrating, precision, device);
  }

  /** With another calibration. */
  public RewardModelSettings calibrating(Calibrating other) {
    return new RewardModelSettings(optimisation, lora, ranking, use, other, precision, device);
  }

  /** With another precision. */
  public RewardModelSettings precision(PrecisionChoice other) {
    return new RewardModelSettings(optimisation, lora, ranking, use, calibrating, other, device);
  }

  private static void check(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, range));
    }
  }
}
