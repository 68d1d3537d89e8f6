package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.text.Encoded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairTrainingTest {
  private static final PairObjective PLAIN =
      new PairObjective(new PairLoss(0), new SafetyLoss(1, 1), 0);

  private final Decoder decoder =
      RewardFolder.whole(ModelFolder.open(Folders.llama()), Compute.FP32, 7);

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void scoreDependsOnItsSequenceAlone() {
    List<Encoded> sequences = Tiny.conversations(60, 1);
    double[] together = Scoring.of(decoder, sequences);
    List<Encoded> shuffled = new ArrayList<>(sequences);
    Collections.shuffle(shuffled, new Random(2));
    double[] otherwise = Scoring.of(decoder, shuffled);
    for (int i = 0; i < together.length; i++) {
      double alone = Scoring.of(decoder, List.of(sequences.get(i)))[0];
      assertThat(alone).isCloseTo(together[i], within(1e-5));
      assertThat(otherwise[shuffled.indexOf(sequences.get(i))]).isCloseTo(alone, within(1e-5));
    }
  }

  @Test
  void lossOfABatchIsThatOfItsScores() {
    List<PreferencePair> pairs = pairs(9, 3);
    double[] scores = scores(pairs);
    double[] margins = pairs.stream().mapToDouble(PreferencePair::margin).toArray();
    PairObjective objective = new PairObjective(new PairLoss(0.1), new SafetyLoss(1, 2), 0.5);
    List<SafetyLabel> labels =
        pairs.stream()
            .flatMap(pair -> List.of(pair.chosenSafe(), pair.rejectedSafe()).stream())
            .toList();
    double expected =
        new PairLoss(0.1).of(scores, margins).value()
            + 0.5 * new SafetyLoss(1, 2).of(scores, labels).value();
    try (GradientTape tape = decoder.tape()) {
      assertThat(objective.gradients(tape, pairs, 40)).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void learnsToPreferOneToken() {
    List<PreferencePair> learned = pairs(256, 4);
    TrainingLoop.of(decoder, PLAIN, Tiny.optimisation(2e-3, 16, 3))
        .run(TrainingData.shuffled(learned, 5), step -> {});
    double[] scores = scores(pairs(100, 6));
    int right = 0;
    for (int i = 0; i < 100; i++) {
      right += scores[2 * i] > scores[2 * i + 1] ? 1 : 0;
    }
    // Chance is 50, with a deviation of 5.
    assertThat(right).isGreaterThan(80);
  }

  private double[] scores(List<PreferencePair> pairs) {
    List<Encoded> answers = new ArrayList<>();
    pairs.forEach(pair -> answers.addAll(List.of(pair.chosen(), pair.rejected())));
    return Scoring.of(decoder, answers);
  }

  /** The chosen answer holds token 300, the rejected one 301; all else is drawn. */
  private static List<PreferencePair> pairs(int count, long seed) {
    List<Encoded> drawn = Tiny.conversations(2 * count, seed);
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Encoded chosen = drawn.get(2 * i);
      Encoded rejected = drawn.get(2 * i + 1);
      chosen.ids()[chosen.length() - 2] = 300;
      rejected.ids()[rejected.length() - 2] = 301;
      SafetyLabel label = SafetyLabel.values()[i % 3];
      pairs.add(new PreferencePair(chosen, rejected, i % 2, label, SafetyLabel.UNSAFE));
    }
    return pairs;
  }
}
