package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.RolloutSample;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.Rollout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutSamplesTest {
  @TempDir private Path folder;

  private Tokenizer tokenizer;
  private ChatEncoder encoder;
  private List<Prompt> prompts;
  private RolloutSamples samples;

  @BeforeEach
  void open() {
    PolicyRuns runs = new PolicyRuns(folder);
    tokenizer = runs.model.tokenizer();
    encoder = runs.model.encoder(tokenizer);
    prompts = Prompts.in(PolicyRuns.prompts(folder)).read();
    samples = new RolloutSamples(folder.resolve(RolloutSample.FILE), 5);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private void take(long iteration, double... scores) {
    List<Prompt> asked =
        IntStream.range(0, scores.length).mapToObj(i -> prompts.get(i % prompts.size())).toList();
    List<Rollout> answers =
        IntStream.range(0, scores.length)
            .mapToObj(i -> new Rollout(0, new long[] {5}, new long[] {6}, false, 0))
            .toList();
    samples.take(iteration, asked, answers, scores, encoder);
  }

  private List<RolloutSample> taken() {
    return RolloutSample.in(samples.file());
  }

  @Test
  void takesTheLowestAndTheHighestScores() {
    take(1, 5, 9, 1, 8, 2, 7, 3, 6, 4, 0);
    assertThat(taken())
        .extracting(RolloutSample::score)
        .containsExactly(0., 1., 2., 3., 6., 7., 8., 9.);
  }

  @Test
  void takesEachOfFewOnce() {
    take(1, 5, 9, 1, 8, 2);
    assertThat(taken()).extracting(RolloutSample::score).containsExactly(1., 2., 5., 8., 9.);
  }

  @Test
  void takesTheFirstIterationAndEveryFifth() {
    for (int iteration = 1; iteration <= 11; iteration++) {
      take(iteration, 1);
    }
    assertThat(taken()).extracting(RolloutSample::iteration).containsExactly(1L, 5L, 10L);
  }

  @Test
  void anIterationThatIsRepeatedReplacesItsSamplesAndLaterOnes() {
    take(1, 1);
    take(5, 2);
    take(10, 3);
    take(5, 4);
    assertThat(taken()).extracting(RolloutSample::score).containsExactly(1., 4.);
  }
}
