package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.DataReport;
import dev.bulwark.data.Fate;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Preference;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.LearnedTurns;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.DpoPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pairs of a preference optimisation, read, checked and encoded.
 *
 * @param learned pairs to learn from
 * @param heldOut pairs with other prompts
 * @param report what became of all rows
 * @param prompts the user's turns of those that are learned
 */
record DpoReading(
    List<DpoPair> learned, List<DpoPair> heldOut, DataReport report, TrainedPrompts prompts) {

  /**
   * Reads everything. Which prompts are held out does not depend on the seed.
   *
   * @throws BadInput for the first thing that is wrong, and where nothing is left to learn
   */
  static DpoReading of(String stage, ModelFolder model, Preferences data, DpoSettings.Use use) {
    List<DpoPair> learned = new ArrayList<>();
    List<DpoPair> heldOut = new ArrayList<>();
    List<String> asked = new ArrayList<>();
    int longest = Math.min(use.longest(), model.shape().attention().window());
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      DataReport report =
          data.sift(
              pair -> {
                Optional<DpoPair> encoded = encoded(encoder, pair, longest);
                if (encoded.isEmpty()) {
                  return Fate.dropped("an answer longer than " + longest + " tokens");
                }
                if (isHeldOut(pair, use.heldOut())) {
                  heldOut.add(encoded.get());
                } else {
                  learned.add(encoded.get());
                  asked.addAll(SftReading.asked(pair.prompt()));
                }
                return Fate.KEPT;
              });
      if (learned.isEmpty()) {
        throw new BadInput(
            "No pair is left to learn from: " + report.line(),
            data.files().get(0).toString(),
            "Add pairs, set a smaller use.heldOut or a larger use.longest");
      }
      TrainedPrompts prompts = TrainedPrompts.none().with(stage, asked);
      return new DpoReading(learned, heldOut, report, prompts);
    }
  }

  private static Optional<DpoPair> encoded(ChatEncoder encoder, Preference pair, int longest) {
    Optional<Encoded> chosen =
        encoder.conversation(pair.withChosen(), LearnedTurns.LAST).upToAnswer(longest);
    Optional<Encoded> rejected =
        encoder.conversation(pair.withRejected(), LearnedTurns.LAST).upToAnswer(longest);
    return chosen.flatMap(one -> rejected.map(other -> DpoPair.of(one, other)));
  }

  private static boolean isHeldOut(Preference pair, double share) {
    String prompt = Fingerprint.of(pair.prompt().toString());
    return Long.parseLong(prompt.substring(0, 8), 16) < 0x1p32 * share;
  }
}
