package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureTest {

  @Test
  void anEpochHoldsEveryExampleOnceAndEachEpochInAnotherOrder() {
    Mixture mixture = new Mixture(List.of(part(5, 1), part(0, 1), part(7, 1)), 17);
    assertThat(mixture.length()).isEqualTo(12);
    assertThat(IntStream.of(mixture.epoch(0)).sorted().toArray()).containsExactly(range(12));
    assertThat(IntStream.of(mixture.epoch(1)).sorted().toArray()).containsExactly(range(12));
    assertThat(mixture.epoch(0)).isNotEqualTo(mixture.epoch(1)).isEqualTo(mixture.epoch(0));
    assertThat(new Mixture(mixture.parts(), 18).epoch(0)).isNotEqualTo(mixture.epoch(0));
  }

  /** The order that training had before there were mixtures: published figures rest on it. */
  @Test
  void oneSourceIsShuffledAsAListIs() {
    List<Integer> list = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
    Collections.shuffle(list, new Random(17 * 31 + 2));
    assertThat(new Mixture(List.of(part(40, 1)), 17).epoch(2))
        .containsExactly(list.stream().mapToInt(Integer::intValue).toArray());
  }

  /** 0, 1, 10, 25, 50 and 100 % of 60: 0, 0.6 rounded up, 6, 15, 30 and 60. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0.01, 1", "0.1, 6", "0.25, 15", "0.5, 30", "1, 60"})
  void aShareIsTakenOfOneSourceAndTheOtherStaysWhole(double share, int used) {
    Mixture mixture = new Mixture(List.of(part(60, share), part(9, 1)), 17);
    int[] epoch = mixture.epoch(0);
    assertThat(mixture.length()).isEqualTo(used + 9).isEqualTo(epoch.length);
    assertThat(IntStream.of(epoch).filter(index -> index < 60).distinct().count()).isEqualTo(used);
    assertThat(IntStream.of(epoch).filter(index -> index >= 60).distinct().count()).isEqualTo(9);
  }

  @Test
  void aSmallerShareIsPartOfALargerOneInEveryEpoch() {
    Set<Integer> tenth = used(new Mixture(List.of(part(100, 0.1)), 17).epoch(0));
    assertThat(used(new Mixture(List.of(part(100, 0.1)), 17).epoch(3))).isEqualTo(tenth);
    assertThat(used(new Mixture(List.of(part(100, 0.5)), 17).epoch(1))).containsAll(tenth);
    assertThat(used(new Mixture(List.of(part(100, 0.1)), 18).epoch(0))).isNotEqualTo(tenth);
  }

  /** An epoch of 10 + 90 at weights 9 : 1 holds 90 of the first, 9 times each, and 10 others. */
  @Test
  void weightsSayHowMuchOfAnEpochComesFromEachSource() {
    Mixture mixture = new Mixture(List.of(weighted(10, 9), weighted(90, 1)), 17);
    int[] epoch = mixture.epoch(0);
    assertThat(epoch).hasSize(100);
    for (int i = 0; i < 10; i++) {
      int index = i;
      assertThat(IntStream.of(epoch).filter(each -> each == index).count()).isEqualTo(9);
    }
    assertThat(IntStream.of(epoch).filter(index -> index >= 10).distinct().count()).isEqualTo(10);
  }

  /** 10 of 90 an epoch: after nine epochs each of them came once. */
  @Test
  void aSourceThatIsWeighedDownGoesOnWhereItStopped() {
    Mixture mixture = new Mixture(List.of(weighted(10, 9), weighted(90, 1)), 17);
    int[] all =
        IntStream.range(0, 9)
            .flatMap(epoch -> IntStream.of(mixture.epoch(epoch)))
            .filter(index -> index >= 10)
            .sorted()
            .toArray();
    assertThat(all).containsExactly(IntStream.range(10, 100).toArray());
  }

  /** Thirds of 100: 33.3 each, and the one that is left goes to the first. */
  @Test
  void remaindersFillTheEpoch() {
    Mixture mixture = new Mixture(List.of(weighted(50, 1), weighted(25, 1), weighted(25, 1)), 1);
    int[] epoch = mixture.epoch(0);
    assertThat(epoch).hasSize(100);
    assertThat(IntStream.of(epoch).filter(index -> index < 50).count()).isEqualTo(34);
  }

  @Test
  void aSourceWithoutExamplesLeavesItsPartToTheOthers() {
    Mixture mixture = new Mixture(List.of(weighted(0, 9), weighted(4, 1)), 1);
    assertThat(IntStream.of(mixture.epoch(0)).sorted().toArray()).containsExactly(range(4));
    assertThat(new Mixture(List.of(weighted(0, 1)), 1).epoch(0)).isEmpty();
  }

  private static Mixture.Part part(int size, double share) {
    return new Mixture.Part(size, share, OptionalDouble.empty());
  }

  private static Mixture.Part weighted(int size, double weight) {
    return new Mixture.Part(size, 1, OptionalDouble.of(weight));
  }

  private static Set<Integer> used(int[] epoch) {
    return Arrays.stream(epoch).boxed().collect(Collectors.toSet());
  }

  private static int[] range(int end) {
    return IntStream.range(0, end).toArray();
  }
}
