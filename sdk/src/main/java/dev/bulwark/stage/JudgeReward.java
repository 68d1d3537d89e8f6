package dev.bulwark.stage;

import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import java.util.List;

/** A judge of the evaluation as a reward, from 0 to 1. */
record JudgeReward(Judge judge) implements Reward {

  @Override
  public double[] scores(List<Scored> answers) {
    return FiniteScores.of(
        answers.stream().mapToDouble(this::score).toArray(),
        score ->
            new IllegalStateException(
                "The judge %s gave %s, but must give finite numbers".formatted(judge.id(), score)));
  }

  private double score(Scored scored) {
    Kind kind = scored.safetyTagged() ? Kind.HARMFUL : Kind.HELPFUL;
    String id = Fingerprint.of(scored.prompt().toString()).substring(0, 16);
    Prompt prompt =
        new Prompt(id, scored.prompt(), kind, Prompt.Labels.NONE, id, Prompt.Marks.NONE);
    Judgement said = judge.judge(prompt, scored.answer());
    if (!said.outcome().isJudged()) {
      throw new IllegalStateException(
          "The judge %s could not judge an answer: %s".formatted(judge.id(), said.outcome()));
    }
    return scored.safetyTagged()
        ? said.safety().orElse(said.outcome() == Outcome.VIOLATED ? 0 : 1)
        : said.helpfulness().orElse(said.refused() ? 0 : 1);
  }

  @Override
  public String hash() {
    return Fingerprint.of("judge " + judge.id());
  }
}
