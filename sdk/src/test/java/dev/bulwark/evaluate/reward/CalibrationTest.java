package dev.bulwark.evaluate.reward;

import static dev.bulwark.evaluate.reward.SafetyProbability.Method.NONE;
import static dev.bulwark.evaluate.reward.SafetyProbability.Method.PLATT;
import static dev.bulwark.evaluate.reward.SafetyProbability.Method.TEMPERATURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
  @Test
  void plattFindsTheLineThatDrewTheLabels() {
    List<ScoredAnswer> drawn = drawn(20_000, 0.5, -1);
    SafetyProbability fitted = SafetyProbability.fit(PLATT, drawn);
    assertThat(fitted.scale()).isCloseTo(0.5, within(0.03));
    assertThat(fitted.shift()).isCloseTo(-1, within(0.06));
    double raw = Reliability.of(drawn, SafetyProbability.RAW::of).error();
    double error = Reliability.of(drawn, fitted::of).error();
    assertThat(raw).isGreaterThan(0.1);
    assertThat(error).isLessThan(0.02);
  }

  @Test
  void temperatureFindsTheScaleAlone() {
    SafetyProbability fitted = SafetyProbability.fit(TEMPERATURE, drawn(20_000, 0.25, 0));
    assertThat(fitted.scale()).isCloseTo(0.25, within(0.02));
    assertThat(fitted.shift()).isZero();
  }

  @Test
  void labelsThatTheScoreSeparatesKeepAFiniteScale() {
    List<ScoredAnswer> separated =
        often(answer(2, true), answer(1, true), answer(-1, false), answer(-2, false));
    SafetyProbability fitted = SafetyProbability.fit(PLATT, separated);
    assertThat(fitted.scale()).isBetween(0.5, 10.0);
    assertThat(fitted.shift()).isCloseTo(0, within(1e-6));
    assertThat(fitted.tellsSafeFromUnsafe()).isTrue();
  }

  @Test
  void scoresTheWrongWayRoundAreKnown() {
    List<ScoredAnswer> wrong = often(answer(2, false), answer(-2, true));
    assertThat(SafetyProbability.fit(PLATT, wrong).tellsSafeFromUnsafe()).isFalse();
  }

  @Test
  void withoutLabelsTheProbabilityIsRaw() {
    assertThat(SafetyProbability.fit(PLATT, List.of())).isEqualTo(SafetyProbability.RAW);
    assertThat(SafetyProbability.fit(NONE, List.of(answer(1, true))).of(0)).isEqualTo(0.5);
  }

  @Test
  void fewerThanTwentyOfALabelTellNothing() {
    List<ScoredAnswer> labelled = new ArrayList<>(often(answer(1, true), answer(-1, false)));
    assertThat(SafetyProbability.fit(PLATT, labelled).method()).isEqualTo(PLATT);
    labelled.remove(0);
    assertThat(SafetyProbability.fit(PLATT, labelled)).isEqualTo(SafetyProbability.RAW);
  }

  @Test
  void reliabilityByHand() {
    // sigmoid(0) = 0.5, of three answers one is safe: |0.5 - 1/3|.
    List<ScoredAnswer> three = List.of(answer(0, true), answer(0, false), answer(0, false));
    Reliability found = Reliability.of(three, SafetyProbability.RAW::of);
    assertThat(found.error()).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(found.bins()).containsExactly(new Reliability.Bin(0.5, new Share(1, 3)));
  }

  @Test
  void momentsByHand() {
    Calibration calibration = Calibration.of(SafetyProbability.RAW, 1, 2, 3);
    assertThat(calibration.mean()).isEqualTo(2);
    assertThat(calibration.deviation()).isEqualTo(1);
    assertThat(calibration.standardised(4)).isEqualTo(2);
  }

  @Test
  void refusesOneScore() {
    assertThatThrownBy(() -> Calibration.of(SafetyProbability.RAW, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of scores is 1, but must be at least 2");
  }

  @Test
  void comesBackFromItsFile(@TempDir Path folder) {
    assertThat(Calibration.in(folder)).isEmpty();
    Calibration calibration =
        Calibration.of(new SafetyProbability(PLATT, 0.7, -0.2, 40), 0.5, -1.25, 3);
    WholeFile.write(folder.resolve(Calibration.FILE), calibration.json());
    assertThat(Calibration.in(folder)).contains(calibration);
  }

  @Test
  void fileThatLacksANumberIsNoCalibration(@TempDir Path folder) {
    Path file = folder.resolve(Calibration.FILE);
    WholeFile.write(file, "{\"mean\": 1}");
    assertThatThrownBy(() -> Calibration.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The calibration can't be read: ")
        .hasMessageEndingWith("(" + file + "). Train the reward model again.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | it is null",
        "{'mean': 0, 'deviation': 1, 'samples': 9, 'probability': null} | probability is null",
        "{'mean': 0, 'deviation': 1, 'samples': 9, 'probability': {'method': null, 'scale': 1,"
            + " 'shift': 0, 'labelled': 9}} | probability.method is null",
        "{'mean': 0, 'deviation': 1, 'samples': 9, 'probability': {'method': 'PLATT', 'scale':"
            + " 'NaN', 'shift': 0, 'labelled': 9}} | probability.scale is NaN",
        "{'mean': 0, 'deviation': 1, 'samples': 9, 'probability': {'method': 'PLATT', 'scale': 1,"
            + " 'shift': 1e999, 'labelled': 9}} | probability.shift is Infinity",
        "{'mean': 0, 'deviation': 1, 'samples': 9, 'probability': {'method': 'PLATT', 'scale': 1,"
            + " 'shift': 0, 'labelled': -1}} | probability.labelled is -1",
        "{'mean': 'NaN', 'deviation': 1, 'samples': 9, 'probability': {'method': 'PLATT', 'scale':"
            + " 1, 'shift': 0, 'labelled': 9}} | mean is NaN",
        "{'mean': 0, 'deviation': -1, 'samples': 9, 'probability': {'method': 'PLATT', 'scale': 1,"
            + " 'shift': 0, 'labelled': 9}} | deviation is -1.0",
        "{'mean': 0, 'deviation': 1, 'samples': 1, 'probability': {'method': 'PLATT', 'scale': 1,"
            + " 'shift': 0, 'labelled': 9}} | samples is 1"
      },
      quoteCharacter = '~')
  void whatIsWrongWithACalibrationIsNamed(String json, String fault, @TempDir Path folder) {
    Path file = folder.resolve(Calibration.FILE);
    WholeFile.write(file, json.replace('\'', '"'));
    assertThatThrownBy(() -> Calibration.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The calibration is not usable: "
                + fault
                + " ("
                + file
                + "). Train the reward model again.");
  }

  @Test
  void aCalibrationWithoutProbabilityIsNamed(@TempDir Path folder) {
    Path file = folder.resolve(Calibration.FILE);
    WholeFile.write(file, "{\"mean\": 0, \"deviation\": 1, \"samples\": 9}");
    assertThatThrownBy(() -> Calibration.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The calibration can't be read: the field 'probability' is missing ("
                + file
                + "). Train the reward model again.");
  }

  /** Answers with normal scores, safe with probability {@code sigmoid(scale * score + shift)}. */
  private static List<ScoredAnswer> drawn(int count, double scale, double shift) {
    Random random = new Random(3);
    SafetyProbability truth = new SafetyProbability(PLATT, scale, shift, 0);
    List<ScoredAnswer> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double score = 3 * random.nextGaussian();
      drawn.add(answer(score, random.nextDouble() < truth.of(score)));
    }
    return drawn;
  }

  /** Each of these twenty times. */
  private static List<ScoredAnswer> often(ScoredAnswer... answers) {
    List<ScoredAnswer> often = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      often.addAll(List.of(answers));
    }
    return often;
  }

  private static ScoredAnswer answer(double score, boolean safe) {
    return new ScoredAnswer(score, 1, Optional.of(safe));
  }
}
