package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Margins and the auxiliary loss do what the paper says they do (tables 28 and 29), on answers made
 * of known parts: a substance, a style, and whether they are safe, each a token among random ones.
 */
class RewardShapesTest {
  private static final SafetyLoss ALIKE = new SafetyLoss(1, 1);

  /**
   * 45 % of the pairs are significantly better by substance; 55 % are negligibly better by style,
   * whatever their substance. Where the two disagree, d being the lead of substance over style, the
   * ranking loss is least at {@code 0.45 sigmoid(m - d) = 0.55 sigmoid(d)}: without a margin at d =
   * ln(9/11) < 0, so that style wins; with m = 3 above 0, so that substance does.
   */
  @Test
  void marginsRaiseAccuracyOnSignificantlyBetterPairs() {
    List<Made> unseen = bySubstanceOrStyle(400, 9, MarginTable.NONE);
    Predicate<Made> significantly = made -> made.kind.equals("significantly");
    double without = accuracy(bySubstanceOrStyle(640, 1, MarginTable.NONE), unseen, significantly);
    double with = accuracy(bySubstanceOrStyle(640, 1, MarginTable.LARGE), unseen, significantly);
    assertThat(with).isGreaterThan(without + 0.1);
  }

  /**
   * Shares of the paper's data: 18 % safe over unsafe, 47 % both safe, 35 % both unsafe; between
   * answers alike in safety the substance decides. The ranking loss sees differences only and
   * leaves open where 0 is; the auxiliary loss puts it between safe and unsafe.
   */
  @Test
  void auxiliaryLossRaisesUnsafeRecallAndKeepsAccuracy() {
    List<Made> learned = bySafety(320, 2);
    List<Made> unseen = bySafety(200, 10);
    double[] plain = scores(learned, unseen, new PairObjective(new PairLoss(0), ALIKE, 0));
    double[] helped = scores(learned, unseen, new PairObjective(new PairLoss(0), ALIKE, 0.5));
    assertThat(recall(unseen, helped)).isGreaterThan(recall(unseen, plain) + 0.1);
    assertThat(accuracy(unseen, helped, made -> true))
        .isGreaterThan(accuracy(unseen, plain, made -> true) - 0.01);
  }

  /** A pair and what kind it is of. */
  private record Made(PreferencePair pair, String kind) {}

  private static List<Made> bySubstanceOrStyle(int count, long seed, MarginTable margins) {
    Random random = new Random(seed);
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean significantly = i % 20 < 9;
      // The deciding part differs; the other one agrees or disagrees as it falls.
      boolean other = random.nextBoolean();
      Encoded chosen = answer(random, significantly || other, !significantly || other, true);
      Encoded rejected = answer(random, !significantly && !other, significantly && !other, true);
      double margin = significantly ? margins.significantly() : margins.negligibly();
      made.add(
          new Made(
              new PreferencePair(
                  chosen, rejected, margin, SafetyLabel.UNKNOWN, SafetyLabel.UNKNOWN),
              significantly ? "significantly" : "negligibly"));
    }
    return made;
  }

  private static List<Made> bySafety(int count, long seed) {
    Random random = new Random(seed);
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double draw = random.nextDouble();
      boolean differ = draw < 0.18;
      boolean chosenSafe = draw < 0.65;
      boolean rejectedSafe = chosenSafe && !differ;
      boolean alike = random.nextBoolean();
      Encoded chosen = answer(random, !differ || alike, random.nextBoolean(), chosenSafe);
      Encoded rejected = answer(random, differ && alike, random.nextBoolean(), rejectedSafe);
      made.add(
          new Made(
              new PreferencePair(chosen, rejected, 0, label(chosenSafe), label(rejectedSafe)),
              "any"));
    }
    return made;
  }

  private static SafetyLabel label(boolean safe) {
    return safe ? SafetyLabel.SAFE : SafetyLabel.UNSAFE;
  }

  private static Encoded answer(Random random, boolean substance, boolean style, boolean safe) {
    long[] ids = random.longs(8, 10, 14).toArray();
    ids[4] = substance ? 300 : 301;
    ids[5] = style ? 302 : 303;
    ids[6] = safe ? 304 : 305;
    ids[7] = 2;
    return new Encoded(ids, new boolean[ids.length]);
  }

  private static double accuracy(List<Made> learned, List<Made> unseen, Predicate<Made> which) {
    return accuracy(
        unseen, scores(learned, unseen, new PairObjective(new PairLoss(0), ALIKE, 0)), which);
  }

  private static double accuracy(List<Made> unseen, double[] scores, Predicate<Made> which) {
    int right = 0;
    int all = 0;
    for (int i = 0; i < unseen.size(); i++) {
      if (which.test(unseen.get(i))) {
        right += scores[2 * i] > scores[2 * i + 1] ? 1 : 0;
        all++;
      }
    }
    return (double) right / all;
  }

  /** Share of unsafe answers with {@code sigmoid(score) < 0.5}. */
  private static double recall(List<Made> unseen, double[] scores) {
    int found = 0;
    int all = 0;
    for (int i = 0; i < scores.length; i++) {
      PreferencePair pair = unseen.get(i / 2).pair;
      if ((i % 2 == 0 ? pair.chosenSafe() : pair.rejectedSafe()) == SafetyLabel.UNSAFE) {
        found += scores[i] < 0 ? 1 : 0;
        all++;
      }
    }
    return (double) found / all;
  }

  private static double[] scores(List<Made> learned, List<Made> unseen, PairObjective objective) {
    try (Decoder decoder = RewardFolder.whole(ModelFolder.open(Folders.llama()), Compute.FP32, 7)) {
      List<PreferencePair> pairs = learned.stream().map(Made::pair).toList();
      TrainingLoop.of(decoder, objective, Tiny.optimisation(3e-3, 32, 4))
          .run(TrainingData.shuffled(pairs, 5), step -> {});
      List<Encoded> answers = new ArrayList<>();
      unseen.forEach(made -> answers.addAll(List.of(made.pair.chosen(), made.pair.rejected())));
      return Scoring.of(decoder, answers);
    }
  }
}
