package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at the model between the iterations of tuning and changes nothing: it answers held-out
 * prompts, and rewards score the answers (paper §3.4.1). Safety is scored on prompts of the kind
 * {@code harmful}, helpfulness on those of the kind {@code helpful}.
 *
 * <p>The rewards that tune the policy rise by themselves, even where answers get no better; so a
 * judge can be named that does not tune it. One that does is refused.
 */
public final class IterationCheck implements Stage {
  private final List<Prompts> prompts;
  private final List<Scorer> scorers;
  private final int longest;
  private final RewardUse use;

  private IterationCheck(List<Prompts> prompts, List<Scorer> scorers, int longest, RewardUse use) {
    this.prompts = List.copyOf(prompts);
    this.scorers = List.copyOf(scorers);
    this.longest = longest;
    this.use = use;
  }

  /**
   * Who scores what.
   *
   * @param of {@code safety} or {@code helpfulness}
   * @param by {@code tuning} or {@code judge}
   * @param kind the prompts whose answers are scored
   */
  record Scorer(String of, String by, Prompt.Kind kind, RewardSource source) {}

  /** A look at held-out prompts, with answers of at most 128 tokens, scored by nobody yet. */
  public static IterationCheck on(Prompts first, Prompts... others) {
    return new IterationCheck(
        Stream.concat(Stream.of(first), Stream.of(others)).toList(),
        List.of(),
        128,
        RewardUse.defaults());
  }

  /** With the safety and the helpfulness model that tune the policy. */
  public IterationCheck tunedBy(RewardSource safety, RewardSource helpfulness) {
    return scoring("tuning", safety, helpfulness);
  }

  /** With a safety and a helpfulness model that do not tune it. */
  public IterationCheck judgedBy(RewardSource safety, RewardSource helpfulness) {
    return scoring("judge", safety, helpfulness);
  }

  private IterationCheck scoring(String by, RewardSource safety, RewardSource helpfulness) {
    List<Scorer> more = new ArrayList<>(scorers);
    more.add(new Scorer("safety", by, Prompt.Kind.HARMFUL, safety));
    more.add(new Scorer("helpfulness", by, Prompt.Kind.HELPFUL, helpfulness));
    return new IterationCheck(prompts, more, longest, use);
  }

  /** With answers of at most so many tokens, from 1. */
  public IterationCheck longest(int tokens) {
    return new IterationCheck(prompts, scorers, tokens, use);
  }

  /** With another use of reward models. */
  public IterationCheck use(RewardUse other) {
    return new IterationCheck(prompts, scorers, longest, other);
  }

  @Override
  public String name() {
    return "iteration-check";
  }

  @Override
  public Set<String> needs() {
    Set<String> needs = new TreeSet<>();
    scorers.forEach(scorer -> needs.addAll(scorer.source().needs()));
    return needs;
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    if (scorers.isEmpty()) {
      throw new BadInput(
          "Nobody scores the answers", name(), "Name rewards with tunedBy or judgedBy");
    }
    scorers.forEach(scorer -> scorer.source().check(use));
    PromptReading read = PromptReading.of(model, prompts, longest);
    for (Scorer scorer : scorers) {
      if (read.prompts().stream().noneMatch(prompt -> prompt.kind() == scorer.kind())) {
        throw BadInput.in(
            prompts.get(0).file(),
            "None of %d prompts is of the kind %s, on which %s is scored"
                .formatted(read.prompts().size(), scorer.kind().label(), scorer.of()),
            "Add such prompts");
      }
    }
    return run -> {
      new IterationWork(run, name(), read, scorers, longest, use).look();
      return run.model();
    };
  }
}
