package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.model.Decoder;
import dev.bulwark.train.DpoObjective;
import dev.bulwark.train.DpoPair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a preference optimisation came to; kept as {@code preferences/report.json} in the tuned
 * folder.
 *
 * @param learned on the pairs that were learned
 * @param heldOut on pairs with other prompts; empty where none were held out
 */
public record DpoReport(Figures learned, Optional<Figures> heldOut) {
  /** Name of the file. */
  public static final String FILE = "report.json";

  /**
   * Figures of pairs. Rewards are implicit, {@code beta (policy - reference)} log-probability, and
   * 0 before training.
   *
   * @param pairs how many
   * @param accuracy share in which the chosen answer's reward is higher
   * @param margin mean lead of the chosen answer's reward
   * @param chosen mean reward of chosen answers; where it is far below 0 the policy leaves both
   *     answers for others
   * @param rejected mean reward of rejected answers
   */
  public record Figures(int pairs, double accuracy, double margin, double chosen, double rejected) {
    static Figures of(DpoObjective objective, Decoder policy, List<DpoPair> pairs) {
      double[] rewards = objective.rewards(policy, pairs);
      double chosen = 0;
      double rejected = 0;
      int right = 0;
      for (int i = 0; i < rewards.length; i += 2) {
        chosen += rewards[i] / pairs.size();
        rejected += rewards[i + 1] / pairs.size();
        right += rewards[i] > rewards[i + 1] ? 1 : 0;
      }
      double accuracy = (double) right / pairs.size();
      return new Figures(pairs.size(), accuracy, chosen - rejected, chosen, rejected);
    }

    private String line(String which) {
      return String.format(
          Locale.ROOT,
          "prefers the chosen answer in %.1f %% of %d %s pairs, by a mean margin of %.3f (chosen"
              + " %.3f, rejected %.3f)",
          100 * accuracy,
          pairs,
          which,
          margin,
          chosen,
          rejected);
    }
  }

  static DpoReport of(
      DpoObjective objective, Decoder policy, List<DpoPair> learned, List<DpoPair> heldOut) {
    return new DpoReport(
        Figures.of(objective, policy, learned),
        heldOut.isEmpty() ? Optional.empty() : Optional.of(Figures.of(objective, policy, heldOut)));
  }

  /** In one line, by what was held out where there is any. */
  String line() {
    return heldOut.map(held -> held.line("held-out")).orElseGet(() -> learned.line("learned"));
  }

  /** As indented JSON. */
  String json() {
    JsonMapper json = new JsonMapper();
    var tree = json.createObjectNode();
    tree.set("learned", json.valueToTree(learned));
    heldOut.ifPresent(held -> tree.set("heldOut", json.valueToTree(held)));
    return tree.toPrettyString() + "\n";
  }
}
