package dev.bulwark.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.bulwark.data.Require;
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
 * @param use what is learned from, what is held out, and what for
 * @param checkpoints how often a run keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record RewardModelSettings(
    Optimisation optimisation,
    Lora lora,
    Ranking ranking,
    Use use,
    CheckpointPlan checkpoints,
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
   * @param centring weight of the term that holds scores near 0, in [0, 1000000); the paper has
   *     none
   * @param auxiliary weight of the auxiliary safety loss, in [0, 1000000); needs safety labels
   * @param labels weights of safe and of unsafe answers in it
   */
  public record Ranking(
      Margin margin, MarginTable table, double centring, double auxiliary, SafetyLoss labels) {
    /** Checks the range. */
    public Ranking {
      new PairLoss(centring);
      Require.that(auxiliary >= 0 && auxiliary < 1e6, "auxiliary", auxiliary, "in [0, 1000000)");
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
   * @param calibrating how scores get a meaning from what is held out
   */
  public record Use(Mix mix, double heldOut, int longest, Calibrating calibrating) {
    /** Checks the ranges. */
    public Use {
      Require.that(heldOut > 0 && heldOut <= 0.5, "heldOut", heldOut, "in (0, 0.5]");
      Require.atLeast(16, "longest", longest);
    }

    /** With another mix. */
    public Use mix(Mix other) {
      return new Use(other, heldOut, longest, calibrating);
    }

    /** With another share held out, in (0, 0.5]. */
    public Use heldOut(double share) {
      return new Use(mix, share, longest, calibrating);
    }

    /** With another limit of tokens, from 16. */
    public Use longest(int tokens) {
      return new Use(mix, heldOut, tokens, calibrating);
    }

    /** With another calibration. */
    public Use calibrating(Calibrating other) {
      return new Use(mix, heldOut, longest, other);
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
      Require.atLeast(2, "samples", samples);
      Require.atLeast(1, "longestAnswer", longestAnswer);
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
        new Use(Mix.ALL, 0.1, 512, new Calibrating(SafetyProbability.Method.PLATT, 128, 64)),
        CheckpointPlan.defaults(),
        PrecisionChoice.AUTO,
        DeviceChoice.AUTO);
  }

  /** With another optimisation. */
  public RewardModelSettings optimisation(UnaryOperator<Optimisation> change) {
    return new RewardModelSettings(
        change.apply(optimisation), lora, ranking, use, checkpoints, precision, device);
  }

  /** With adapters, or without. */
  public RewardModelSettings lora(Lora other) {
    return new RewardModelSettings(
        optimisation, other, ranking, use, checkpoints, precision, device);
  }

  /** With leads by rating. */
  public RewardModelSettings margin(Margin margin) {
    return ranking(r -> new Ranking(margin, r.table(), r.centring(), r.auxiliary(), r.labels()));
  }

  /** With leads of one's own. */
  public RewardModelSettings margins(MarginTable table) {
    return ranking(r -> new Ranking(Margin.TABLE, table, r.centring(), r.auxiliary(), r.labels()));
  }

  /** With a weight of the auxiliary safety loss, in [0, 1000000). */
  public RewardModelSettings auxiliary(double weight) {
    return ranking(r -> new Ranking(r.margin(), r.table(), r.centring(), weight, r.labels()));
  }

  /** With something else to minimise. */
  public RewardModelSettings ranking(UnaryOperator<Ranking> change) {
    return new RewardModelSettings(
        optimisation, lora, change.apply(ranking), use, checkpoints, precision, device);
  }

  /** With another use of the data. */
  public RewardModelSettings use(UnaryOperator<Use> change) {
    return new RewardModelSettings(
        optimisation, lora, ranking, change.apply(use), checkpoints, precision, device);
  }

  /** With more or fewer checkpoints. */
  public RewardModelSettings checkpoints(CheckpointPlan other) {
    return new RewardModelSettings(optimisation, lora, ranking, use, other, precision, device);
  }

  /** With another precision. */
  public RewardModelSettings precision(PrecisionChoice other) {
    return new RewardModelSettings(optimisation, lora, ranking, use, checkpoints, other, device);
  }

  /** On another device. */
  public RewardModelSettings device(DeviceChoice other) {
    return new RewardModelSettings(optimisation, lora, ranking, use, checkpoints, precision, other);
  }
}
