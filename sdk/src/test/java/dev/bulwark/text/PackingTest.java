package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackingTest {

  @Test
  void laysShortSequencesFirst() {
    Packing packing =
        Packing.of(
            List.of(
                sequence("..x", 10, 11, 12), sequence(".x", 20, 21), sequence(".xx", 30, 31, 32)));
    assertThat(packing.order()).containsExactly(1, 0, 2);
    assertThat(packing.ids()).containsExactly(20, 21, 10, 11, 12, 30, 31, 32);
    assertThat(packing.positions()).containsExactly(0, 1, 0, 1, 2, 0, 1, 2);
    // One sequence of two tokens, then two of three.
    assertThat(packing.runs()).containsExactly(1, 2, 0, 0, 2, 3, 0, 0);
    // Learned are 21 (at 1), 12 (at 4), 31 (at 6), 32 (at 7), each predicted from the place before.
    assertThat(packing.where()).containsExactly(0, 3, 5, 6);
    assertThat(packing.labels()).containsExactly(21, 12, 31, 32);
  }

  @Test
  void valuesGoThereAndBack() {
    Packing packing =
        Packing.of(
            List.of(
                sequence("..x", 10, 11, 12), sequence(".x", 20, 21), sequence(".xx", 30, 31, 32)));
    double[] packed = {20, 10, 30};
    assertThat(packing.unpacked(packed)).containsExactly(10, 20, 30);
    assertThat(packing.packed(new double[] {10, 20, 30})).containsExactly(packed);
    // The labels are 21, 12, 31, 32: one of the first sequence, one of the second, two of the
    // third.
    double[] labels = {21, 12, 31, 32};
    double[][] unpacked = packing.unpackedLabels(labels);
    assertThat(unpacked).isDeepEqualTo(new double[][] {{12}, {21}, {31, 32}});
    assertThat(packing.packedLabels(unpacked)).containsExactly(labels);
  }

  @Test
  void sequenceWithoutLabelsKeepsItsPlace() {
    Packing packing = Packing.of(List.of(sequence(".x", 1, 2), sequence("..", 3, 4)));
    assertThat(packing.unpackedLabels(new double[] {5})).isDeepEqualTo(new double[][] {{5}, {}});
  }

  @Test
  void sequencesThatBeginAlikeHaveItInCommon() {
    Packing packing =
        Packing.sharing(
            List.of(
                List.of(sequence("..xx", 1, 2, 10, 11), sequence("..x", 1, 2, 20)),
                List.of(sequence(".xx", 1, 30, 31))));
    // The shorter answer comes first, with the prompt; the other prompt is not that of the pair.
    assertThat(packing.ids()).containsExactly(1, 2, 20, 1, 30, 31, 10, 11);
    assertThat(packing.positions()).containsExactly(0, 1, 2, 0, 1, 2, 2, 3);
    // Two sequences of three tokens, then one of four whose first two stand at 0.
    assertThat(packing.runs()).containsExactly(2, 3, 0, 0, 1, 4, 0, 2);
    assertThat(packing.order()).containsExactly(1, 2, 0);
    assertThat(packing.lasts()).containsExactly(2, 5, 7);
    // 20 follows the prompt's end at 1, and so does 10.
    assertThat(packing.where()).containsExactly(1, 3, 4, 1, 6);
    assertThat(packing.labels()).containsExactly(20, 30, 31, 10, 11);
    assertThat(packing.unpackedLabels(new double[] {20, 30, 31, 10, 11}))
        .isDeepEqualTo(new double[][] {{10, 11}, {20}, {30, 31}});
  }

  @Test
  void equalAnswersKeepATokenOfTheirOwn() {
    Packing packing =
        Packing.sharing(List.of(List.of(sequence("..x", 1, 2, 3), sequence("..x", 1, 2, 3))));
    assertThat(packing.ids()).containsExactly(1, 2, 3, 3);
    assertThat(packing.lasts()).containsExactly(2, 3);
  }

  @Test
  void firstTokenIsNeverPredicted() {
    // Its place before would be the last token of another sequence.
    Packing packing = Packing.of(List.of(sequence("xx", 1, 2), sequence("x.", 3, 4)));
    assertThat(packing.where()).containsExactly(0);
    assertThat(packing.labels()).containsExactly(2);
  }

  @Test
  void truncatedSequenceKeepsItsMarks() {
    Encoded cut = sequence(".xx.", 1, 2, 3, 4).truncatedTo(2);
    assertThat(cut.ids()).containsExactly(1, 2);
    assertThat(cut.learned()).containsExactly(false, true);
    assertThat(cut.learnedCount()).isEqualTo(1);
  }

  @Test
  void packedLogProbabilitiesEqualThoseOfEachSequenceAlone() {
    Random random = new Random(3);
    int[] lengths = {7, 2, 7, 12, 3};
    List<Encoded> sequences =
        Arrays.stream(lengths)
            .mapToObj(length -> random.longs(length, 0, 320).toArray())
            .map(ids -> sequence("." + "x".repeat(ids.length - 1), ids))
            .toList();
    try (Decoder decoder =
            ModelFolder.open(Folders.llama()).decoder(Compute.FP32, Adapter.Plan.NONE, 0);
        NDManager scope = decoder.scope()) {
      Packing packing = Packing.of(sequences);
      float[] together = decoder.logProbabilities(scope, packing).toFloatArray();
      int at = 0;
      for (int index : packing.order()) {
        Packing single = Packing.of(List.of(sequences.get(index)));
        for (float alone : decoder.logProbabilities(scope, single).toFloatArray()) {
          assertThat(together[at++]).isCloseTo(alone, within(1e-5f));
        }
      }
      assertThat(together).hasSize(at);
      assertThat(at).isEqualTo(6 + 1 + 6 + 11 + 2);
    }
  }

  /** A sequence whose learned tokens are marked by an x. */
  private static Encoded sequence(String marks, long... ids) {
    boolean[] learned = new boolean[ids.length];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = marks.charAt(i) == 'x';
    }
    return new Encoded(ids, learned);
  }
}
