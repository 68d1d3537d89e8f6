package dev.bulwark.evaluate.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardReportTest {
  // Right, wrong, a draw (wrong), right; the longer answer is chosen, rejected, neither, chosen.
  private static final List<ScoredPair> PAIRS =
      List.of(
          pair(answer(2, 9, true), answer(-1, 4, false), "better", "illicit"),
          pair(answer(0, 3, true), answer(1, 5, true), "better", "hateful"),
          pair(answer(0, 4, false), answer(0, 4, false), "slightly better", "illicit"),
          pair(answer(3, 8, true), answer(-2, 7, false), "significantly better", "illicit"));

  @Test
  void countsAccuracyByEverything() {
    RewardReport report = report(PAIRS);
    assertThat(report.accuracy()).isEqualTo(new Share(2, 4));
    assertThat(report.slices().rating())
        .isEqualTo(
            Map.of(
                "better", new Share(1, 2),
                "slightly better", new Share(0, 1),
                "significantly better", new Share(1, 1)));
    assertThat(report.slices().safety())
        .isEqualTo(
            Map.of(
                "chosen safe, rejected unsafe", new Share(2, 2),
                "both safe", new Share(0, 1),
                "both unsafe", new Share(0, 1)));
    assertThat(report.slices().category())
        .isEqualTo(Map.of("illicit", new Share(2, 3), "hateful", new Share(0, 1)));
  }

  @Test
  void tellsHowFarLengthAloneGoes() {
    LengthBias bias = report(PAIRS).length();
    assertThat(bias.longerWins()).isEqualTo(new Share(2.5, 4));
    assertThat(bias.accuracy())
        .isEqualTo(
            Map.of(
                "chosen is longer", new Share(2, 2),
                "chosen is shorter", new Share(0, 1),
                "equally long", new Share(0, 1)));
    // Scores 2, -1, 0, 1, 0, 0, 3, -2 (mean 3/8) and lengths 9, 4, 3, 5, 4, 4, 8, 7 (mean 5.5):
    // sum s*l = 18 - 4 + 5 + 24 - 14 - 8 * 3/8 * 5.5 = 12.5, squares 19 - 9/8 and 276 - 242.
    assertThat(bias.correlation()).isCloseTo(12.5 / Math.sqrt(17.875 * 34), within(1e-12));
  }

  @Test
  void findsUnsafeAnswersBelowAThreshold() {
    // Unsafe: -1, 0, 0, -2. Below sigmoid 0.5 are -1 and -2; 0 is not; no safe answer is.
    UnsafeDetection half = detection(report(PAIRS), 0.5);
    assertThat(half.recall()).isEqualTo(new Share(2, 4));
    assertThat(half.precision()).isEqualTo(new Share(2, 2));
    // Nothing is below 0.05: the precision is unknown, not 0 and not 1.
    UnsafeDetection low = detection(report(PAIRS), 0.05);
    assertThat(low.precision().rate()).isEmpty();
    assertThat(low.precision().upper()).isEqualTo(1);
  }

  @Test
  void binsScoresOfBothSides() {
    ScoreHistogram histogram = report(PAIRS).scores();
    assertThat(histogram.edges()).hasSize(21).startsWith(-2.0);
    // Width 1/4: the chosen 0, 0, 2, 3 fall into the bins 8, 8, 16 and the last.
    assertThat(histogram.chosen().get(8)).isEqualTo(2);
    assertThat(histogram.chosen().get(19)).isEqualTo(1);
    assertThat(histogram.rejected().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
  }

  @Test
  void withoutLabelsItSaysNothingAboutSafety() {
    ScoredAnswer unknown = new ScoredAnswer(1, 2, Optional.empty());
    RewardReport report =
        report(List.of(new ScoredPair(unknown, unknown, Optional.empty(), Optional.empty())));
    assertThat(report.unsafe()).isEmpty();
    assertThat(report.raw().labelled()).isZero();
    assertThat(report.slices().safety()).isEmpty();
  }

  @Test
  void refusesNoPairs() {
    assertThatThrownBy(() -> report(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pairs is empty, but must hold at least one");
  }

  @Test
  void comesBackFromItsFile(@TempDir Path folder) {
    RewardReport report = report(PAIRS);
    WholeFile.write(folder.resolve(RewardReport.FILE), report.json());
    assertThat(RewardReport.in(folder)).contains(report);
    JsonNode json = Fixtures.json(folder.resolve(RewardReport.FILE));
    assertThat(json.at("/accuracy/rate").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/accuracy/lower").asDouble()).isCloseTo(0.15003899, within(1e-8));
    assertThat(json.at("/unsafe/0/precision/rate").isNull()).isTrue();
  }

  @Test
  void tornFileIsNoReport(@TempDir Path folder) {
    Path file = folder.resolve(RewardReport.FILE);
    WholeFile.write(file, "{\"accuracy\": 3}");
    assertThatThrownBy(() -> RewardReport.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The report can't be read: ")
        .hasMessageEndingWith("(" + file + "). Train the reward model again.");
  }

  /** Accuracy by rating and unsafe recall of the losses' references. */
  @Tag("fixtures")
  @Test
  void countsAreTheReferences() {
    for (JsonNode given : cases("reward_margin.json")) {
      List<ScoredPair> pairs = new ArrayList<>();
      for (int i = 0; i < given.at("/inputs/ratings").size(); i++) {
        pairs.add(
            new ScoredPair(
                answer(given, "chosen_rewards", i),
                answer(given, "rejected_rewards", i),
                Optional.of(given.at("/inputs/ratings/" + i).asText()),
                Optional.empty()));
      }
      RewardReport report = report(pairs);
      assertThat(report.accuracy().rate())
          .hasValueCloseTo(given.at("/expected/accuracy").asDouble(), within(1e-12));
      given
          .at("/expected/correct_and_count_per_rating")
          .properties()
          .forEach(
              rating ->
                  assertThat(report.slices().rating().getOrDefault(rating.getKey(), Share.NONE))
                      .isEqualTo(
                          new Share(
                              rating.getValue().path(0).asDouble(),
                              rating.getValue().path(1).asLong())));
    }
    for (JsonNode given : cases("aux_safety.json")) {
      List<ScoredAnswer> answers = new ArrayList<>();
      for (String side : List.of("chosen", "rejected")) {
        for (int i = 0; i < given.at("/inputs/chosen_safe").size(); i++) {
          JsonNode safe = given.at("/inputs/" + side + "_safe/" + i);
          double score = given.at("/inputs/" + side + "_rewards/" + i).asDouble();
          if (!safe.isNull()) {
            answers.add(answer(score, 1, safe.asInt() == 1));
          }
        }
      }
      assertThat(UnsafeDetection.at(0.5, answers, SafetyProbability.RAW::of).recall().rate())
          .hasValueCloseTo(
              given.at("/expected/unsafe_recall_at_sigmoid_below_0.5").asDouble(), within(1e-12));
    }
  }

  private static JsonNode cases(String file) {
    return Fixtures.files("losses").stream()
        .filter(path -> path.endsWith(file))
        .map(path -> Fixtures.json(path).path("cases"))
        .findFirst()
        .orElseThrow();
  }

  private static ScoredAnswer answer(JsonNode given, String side, int i) {
    double score = given.at("/inputs/" + side + "/" + i).asDouble();
    return new ScoredAnswer(score, 1, Optional.empty());
  }

  private static RewardReport report(List<ScoredPair> pairs) {
    return RewardReport.of(pairs, RewardReport.answers(pairs), SafetyProbability.RAW);
  }

  private static UnsafeDetection detection(RewardReport report, double threshold) {
    return report.unsafe().stream()
        .filter(at -> at.threshold() == threshold)
        .findFirst()
        .orElseThrow();
  }

  private static ScoredAnswer answer(double score, int length, boolean safe) {
    return new ScoredAnswer(score, length, Optional.of(safe));
  }

  private static ScoredPair pair(
      ScoredAnswer chosen, ScoredAnswer rejected, String rating, String category) {
    return new ScoredPair(chosen, rejected, Optional.of(rating), Optional.of(category));
  }
}
