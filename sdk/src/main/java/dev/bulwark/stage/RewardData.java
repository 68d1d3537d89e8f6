package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.DataReport;
import dev.bulwark.data.Fate;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Preference;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.Rating;
import dev.bulwark.stage.RewardModelSettings.Margin;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.MarginTable;
import dev.bulwark.train.PreferencePair;
import dev.bulwark.train.SafetyLabel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The pairs of a reward model, read, checked and encoded.
 *
 * @param data pairs of the data itself
 * @param beside pairs of the data beside
 * @param settings how they are used
 * @param reports what was read and what became of it
 */
record RewardData(
    List<Example> data, List<Example> beside, RewardModelSettings settings, List<String> reports) {

  /** A pair and its tokens. */
  record Example(Preference pair, PreferencePair encoded) {
    /** What tells prompts apart. */
    String prompt() {
      return Fingerprint.of(pair.prompt().toString());
    }
  }

  /**
   * Pairs to learn from and pairs to check with; no prompt is among both.
   *
   * @param learned in the order in which they were drawn
   * @param heldOut of the data itself, never of the data beside
   */
  record Split(List<PreferencePair> learned, List<Example> heldOut) {}

  static RewardData read(
      Preferences data,
      Optional<Preferences> beside,
      RewardModelSettings settings,
      ModelFolder model) {
    List<Example> own = new ArrayList<>();
    List<Example> others = new ArrayList<>();
    List<String> reports = new ArrayList<>();
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      int longest = Math.min(settings.use().longest(), model.shape().attention().window());
      reports.add(read(data, encoder, longest, settings.ranking().leads(), own).line());
      beside.ifPresent(
          other ->
              reports.add(
                  read(other, encoder, longest, settings.ranking().leads(), others).line()));
    }
    RewardData read = new RewardData(own, others, settings, reports);
    String where = data.files().get(0).toString();
    read.checkRatings(where);
    read.checkLabels(where);
    read.checkSplit(where);
    return read;
  }

  private static DataReport read(
      Preferences data, ChatEncoder encoder, int longest, MarginTable margins, List<Example> into) {
    return data.sift(
        pair -> {
          Encoded whole = encoder.conversation(pair.withChosen());
          Optional<Encoded> chosen = whole.upToAnswer(longest);
          Optional<Encoded> rejected =
              encoder.conversation(pair.withRejected()).upToAnswer(longest);
          if (chosen.isEmpty() || rejected.isEmpty()) {
            return Fate.dropped("an answer longer than " + longest + " tokens");
          }
          into.add(
              new Example(
                  pair,
                  new PreferencePair(
                      chosen.get(),
                      rejected.get(),
                      pair.labels().rating().map(rating -> margin(margins, rating)).orElse(0.0),
                      label(pair.labels().chosenSafe()),
                      label(pair.labels().rejectedSafe()))));
          return Fate.KEPT;
        });
  }

  private static double margin(MarginTable margins, Rating rating) {
    return switch (rating) {
      case SIGNIFICANTLY_BETTER -> margins.significantly();
      case BETTER -> margins.better();
      case SLIGHTLY_BETTER -> margins.slightly();
      case NEGLIGIBLY_BETTER_OR_UNSURE -> margins.negligibly();
    };
  }

  private static SafetyLabel label(Optional<Boolean> safe) {
    return safe.map(is -> is ? SafetyLabel.SAFE : SafetyLabel.UNSAFE).orElse(SafetyLabel.UNKNOWN);
  }

  private List<Example> all() {
    List<Example> all = new ArrayList<>(data);
    all.addAll(beside);
    return all;
  }

  private void checkRatings(String where) {
    Margin margin = settings.ranking().margin();
    long missing =
        all().stream().filter(example -> example.pair().labels().rating().isEmpty()).count();
    if (missing > 0 && settings.ranking().leads().needsRatings()) {
      throw new BadInput(
          "%d of %d pairs have no rating, but the margin is %s"
              .formatted(missing, all().size(), margin.toString().toLowerCase(Locale.ROOT)),
          where,
          "Add the ratings, or set ranking.margin to none");
    }
  }

  private void checkLabels(String where) {
    double auxiliary = settings.ranking().auxiliary();
    boolean none =
        all().stream()
            .map(Example::encoded)
            .allMatch(
                pair ->
                    pair.chosenSafe() == SafetyLabel.UNKNOWN
                        && pair.rejectedSafe() == SafetyLabel.UNKNOWN);
    if (auxiliary > 0 && none) {
      throw new BadInput(
          "None of %d pairs says whether its answers are safe, but the auxiliary loss has the weight %s"
              .formatted(all().size(), auxiliary),
          where,
          "Add chosen_safe and rejected_safe, or set ranking.auxiliary to 0");
    }
  }

  private void checkSplit(String where) {
    Split split = split(0);
    if (split.learned().isEmpty() || split.heldOut().isEmpty()) {
      throw new BadInput(
          "%d pairs are left to learn from and %d to check with, but there must be some of both"
              .formatted(split.learned().size(), split.heldOut().size()),
          where,
          "Add pairs with other prompts, or set another use.heldOut");
    }
  }

  /** Splits by prompt; which prompts are held out does not depend on the seed. */
  Split split(long seed) {
    List<Example> heldOut = new ArrayList<>();
    List<Example> kept = new ArrayList<>();
    Set<String> prompts = new HashSet<>();
    for (Example example : data) {
      String prompt = example.prompt();
      boolean out = Long.parseLong(prompt.substring(0, 8), 16) < 0x1p32 * settings.use().heldOut();
      (out ? heldOut : kept).add(example);
      if (out) {
        prompts.add(prompt);
      }
    }
    List<Example> others =
        new ArrayList<>(
            beside.stream().filter(example -> !prompts.contains(example.prompt())).toList());
    Collections.shuffle(others, new Random(seed));
    int most = Math.min(others.size(), settings.use().mix().beside(kept.size()));
    kept.addAll(others.subList(0, most));
    return new Split(kept.stream().map(Example::encoded).toList(), heldOut);
  }
}
