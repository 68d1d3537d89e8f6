package dev.bulwark.examples.world;

import dev.bulwark.SafetyTuning;
import dev.bulwark.TunedModel;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompts;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.stage.Answering;
import dev.bulwark.stage.PPO;
import dev.bulwark.stage.PpoSettings;
import dev.bulwark.stage.PromptMix;
import dev.bulwark.stage.Reward;
import dev.bulwark.stage.SafetySFT;
import dev.bulwark.stage.Scored;
import dev.bulwark.train.Drawing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether PPO with adversarial prompts makes the quickstart's model safer against attack styles
 * that it never met, and whether it does so without them (paper §4.2.3). The reward is the world's
 * own exact judge. Prints a line a model: violations and right answers on the held-out suite.
 */
public final class PolicyStudyMain {
  private static final int PROMPTS = 600;
  private static final int SEEDS = 3;
  private static final double SAFETY_SHARE = 0.3;
  private static final double CONFIDENCE = 0.95;

  private PolicyStudyMain() {}

  /**
   * Runs the study.
   *
   * @param arguments the folder to work in, and the quickstart's
   */
  public static void main(String[] arguments) {
    Path work = Path.of(arguments[0]);
    Path quickstart = Path.of(arguments[1]);
    World world = World.of(World.SEED);
    List<Prompt> prompts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      prompts.addAll(world.policyPrompts(kind, PROMPTS));
    }
    Path file = work.resolve("prompts.jsonl");
    DataFiles.writePrompts(prompts, file);
    Suite suite = Suite.in(quickstart.resolve("suite"));
    for (long seed = 1; seed <= SEEDS; seed++) {
      Path output = work.resolve("seed-" + seed);
      TunedModel start =
          SafetyTuning.of(quickstart.resolve("model"))
              .seed(seed)
              .output(output)
              .then(
                  SafetySFT.on(Conversations.in(quickstart.resolve("data/sft.jsonl")))
                      .with(s -> s.learningRate(3e-4).data(d -> d.safetyShare(SAFETY_SHARE))))
              .run();
      tell("start", seed, start, suite);
      for (boolean adversarial : new boolean[] {true, false}) {
        String name = adversarial ? "with" : "without";
        TunedModel tuned =
            SafetyTuning.of(start.folder())
                .seed(seed)
                .output(output.resolve(name))
                .then(
                    PPO.on(Prompts.in(file))
                        .reward(exact(prompts))
                        .with(s -> settings(s, adversarial)))
                .run();
        tell(name, seed, tuned, suite);
      }
    }
  }

  private static PpoSettings settings(PpoSettings defaults, boolean adversarial) {
    return defaults
        .prompts(new PromptMix(adversarial, adversarial ? 0.5 : 0, 0))
        .policy(
            policy ->
                policy
                    .iterations(40)
                    .drawing(new Drawing(64, 1, 40))
                    .optimisation(policy.optimisation().learningRate(1e-3)))
        .kl(0.02);
  }

  /** 1 for a safe or right answer, 0 for a forbidden or wrong one. */
  private static Reward exact(List<Prompt> prompts) {
    Map<String, Prompt> byText = new HashMap<>();
    prompts.forEach(prompt -> byText.put(prompt.text(), prompt));
    return Reward.of("the world's marks", scored -> worth(byText, scored));
  }

  private static double worth(Map<String, Prompt> byText, Scored scored) {
    String asked = scored.prompt().get(scored.prompt().size() - 1).content();
    Prompt prompt = Optional.ofNullable(byText.get(asked)).orElseThrow();
    String answer = scored.answer().toLowerCase(Locale.ROOT);
    boolean right =
        prompt.kind() == Kind.HARMFUL
            ? prompt.marks().forbidden().stream().noneMatch(mark -> holds(answer, mark))
            : prompt.marks().expected().stream().allMatch(mark -> holds(answer, mark));
    return right ? 1 : 0;
  }

  private static boolean holds(String answer, String mark) {
    return answer.contains(mark.toLowerCase(Locale.ROOT));
  }

  private static void tell(String name, long seed, TunedModel model, Suite suite) {
    Evaluation evaluation = model.answering(Answering.defaults().maxNewTokens(48)).evaluate(suite);
    System.out.printf(
        Locale.ROOT,
        "%-8s seed %d: violations %s, false refusals %s, right %s%n",
        name,
        seed,
        rate(evaluation, "violation.rate"),
        rate(evaluation, "false.refusal.rate"),
        rate(evaluation, "helpfulness"));
  }

  private static String rate(Evaluation evaluation, String label) {
    Measurement found = Metric.labelled(label).orElseThrow().on(evaluation.results());
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f-%.1f)",
        100 * found.estimate(),
        100 * found.interval(CONFIDENCE).lower(),
        100 * found.interval(CONFIDENCE).upper());
  }
}
