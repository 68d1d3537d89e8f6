package dev.bulwark.stage;

import dev.bulwark.data.Preference.Labels;
import dev.bulwark.data.Rating;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.evaluate.reward.ScoredAnswer;
import dev.bulwark.evaluate.reward.ScoredPair;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.Scoring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a fresh reward model says about pairs that it never learned from.
 *
 * @param pairs in the order of their ratings, the strongest first
 */
record HeldOut(List<ScoredPair> pairs) {

  static HeldOut of(Decoder decoder, List<RewardData.Example> examples) {
    List<RewardData.Example> sorted = new ArrayList<>(examples);
    sorted.sort(
        Comparator.comparingInt(
            example -> example.pair().labels().rating().map(Rating::ordinal).orElse(99)));
    List<Encoded> answers = new ArrayList<>();
    sorted.forEach(
        example ->
            answers.addAll(List.of(example.encoded().chosen(), example.encoded().rejected())));
    double[] scores = Scoring.of(decoder, answers);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Labels labels = sorted.get(i).pair().labels();
      pairs.add(
          new ScoredPair(
              answer(scores[2 * i], answers.get(2 * i), labels.chosenSafe()),
              answer(scores[2 * i + 1], answers.get(2 * i + 1), labels.rejectedSafe()),
              labels.rating().map(Rating::label),
              labels.category()));
    }
    return new HeldOut(pairs);
  }

  private static ScoredAnswer answer(double score, Encoded whole, Optional<Boolean> safe) {
    return new ScoredAnswer(score, whole.length(), safe);
  }

  /** Fitted to every other pair; the rest tells how well it fits. */
  Calibration calibration(
      RewardModelSettings settings, Decoder decoder, List<Encoded> referenceAnswers) {
    SafetyProbability probability =
        SafetyProbability.fit(
            settings.use().calibrating().method(),
            RewardReport.labelled(RewardReport.answers(everySecond(0))));
    return Calibration.of(probability, Scoring.of(decoder, referenceAnswers));
  }

  RewardReport report(SafetyProbability probability) {
    return RewardReport.of(pairs, RewardReport.answers(everySecond(1)), probability);
  }

  private List<ScoredPair> everySecond(int from) {
    List<ScoredPair> half = new ArrayList<>();
    for (int i = from; i < pairs.size(); i += 2) {
      half.add(pairs.get(i));
    }
    return half;
  }

  /** The report in one line. */
  static String line(String stage, RewardReport report) {
    return String.format(
        Locale.ROOT,
        "%s ranks %.1f %% of %d held-out pairs right (%.1f to %.1f %%); the longer answer is the"
            + " better one in %.1f %%",
        stage,
        100 * report.accuracy().rate().orElse(Double.NaN),
        report.accuracy().n(),
        100 * report.accuracy().lower(),
        100 * report.accuracy().upper(),
        100 * report.length().longerWins().rate().orElse(Double.NaN));
  }
}
