package dev.bulwark.stage;

import dev.bulwark.model.Adapter;
import dev.bulwark.model.Answer;
import dev.bulwark.model.Ask;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Sampling;
import dev.bulwark.stage.PoolRow.Asked;
import dev.bulwark.stage.PoolRow.Candidate;
import dev.bulwark.stage.PoolRow.Origin;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Draws answers with the model so far and has them scored. */
final class Sampler implements AutoCloseable {
  private final StageRun run;
  private final Origin origin;
  private final Tokenizer tokenizer;
  private final ChatEncoder encoder;
  private final Decoder decoder;
  private final Generator generator;
  private final Reward reward;

  /** Loads the model and the reward. */
  Sampler(StageRun run, Origin origin, Compute compute, RewardSource.Found reward) {
    this.run = run;
    this.origin = origin;
    this.tokenizer = run.model().tokenizer();
    this.encoder = run.model().encoder(tokenizer);
    this.decoder = run.model().decoder(compute, Adapter.Plan.NONE, 0);
    this.generator = decoder.generator();
    this.reward = reward.open(compute);
  }

  /**
   * So many answers to each prompt, scored. Draws are pure: neither top-p nor top-k cuts them.
   *
   * @param asked prompts of one temperature
   * @param most tokens of an answer
   */
  List<PoolRow> draw(List<Asked> asked, int count, int most) {
    List<Ask> asks = new ArrayList<>();
    for (Asked each : asked) {
      Ask ask = new Ask(encoder.prompt(each.given()), most);
      asks.addAll(Collections.nCopies(count, ask));
    }
    long seed = Long.parseUnsignedLong(origin.round(), 16);
    Sampling sampling = new Sampling(most, asked.get(0).temperature(), 1, 0, seed);
    List<Answer> drawn =
        generator.answer(asks, run.model().stops(), sampling, Generator.Listener.NONE);
    List<String> texts = drawn.stream().map(answer -> encoder.text(answer.ids())).toList();
    List<Scored> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      all.add(asked.get(i / count).scored(texts.get(i)));
    }
    double[] scores = reward.scores(all);
    List<PoolRow> rows = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      List<Candidate> answers = new ArrayList<>();
      for (int k = i * count; k < (i + 1) * count; k++) {
        answers.add(new Candidate(texts.get(k), scores[k], drawn.get(k).stopped()));
      }
      rows.add(new PoolRow(asked.get(i), answers, origin));
    }
    return rows;
  }

  @Override
  public void close() {
    reward.close();
    generator.close();
    decoder.close();
    tokenizer.close();
  }
}
