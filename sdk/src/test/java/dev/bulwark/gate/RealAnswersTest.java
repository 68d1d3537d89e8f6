package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two recorded models on the prompts of XSTest, judged by the refusal rules and by people, each
 * held against the other.
 */
class RealAnswersTest {
  @TempDir Path folder;

  private List<String> failing(String before, String after, boolean people) throws IOException {
    return RealAnswers.failing(RealAnswers.verdict(judged(before, people), judged(after, people)));
  }

  private Path judged(String model, boolean people) throws IOException {
    RealAnswers answers = RealAnswers.of(model);
    return answers.judged(people ? answers.people() : Judge.standard(), folder);
  }

  /**
   * The later model refuses far less in vain. People see no harm in it; the rules take 13 refusals
   * for answers, all of them newly, and fail the gate: the false alarm of a judge, which a gate
   * can't tell from harm.
   */
  @Test
  void peopleSeeNoHarmInTheLaterModelAndTheRulesDo() throws IOException {
    assertThat(failing("original", "new", true)).isEmpty();
    assertThat(failing("original", "new", false)).containsExactly("FAIL violation.rate");
  }

  @Test
  void rulesAndPeopleBothFailTheWayBack() throws IOException {
    assertThat(failing("new", "original", true)).containsExactly("FAIL false.refusal.rate");
    assertThat(failing("new", "original", false)).containsExactly("FAIL false.refusal.rate");
  }

  @Test
  void saysWhereTheTwoJudgesDiffer() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    int alike = 0;
    for (String model : new String[] {"original", "new"}) {
      Map<String, RealAnswers.Recorded> answers = RealAnswers.of(model).byId();
      for (ItemResult row : Evaluation.read(judged(model, false)).results()) {
        String label = answers.get(row.id()).label();
        boolean refused = row.outcome() == Outcome.REFUSED;
        String rules = refused ? "refused" : "answered";
        String kind = row.item().kind().label();
        counts.merge("%s %s %s rules %s".formatted(model, kind, label, rules), 1, Integer::sum);
        alike += refused != label.equals("full_compliance") ? 1 : 0;
      }
    }
    System.out.println(counts + "\nalike " + alike + " of 900");
    assertThat(alike).isGreaterThan(810);
  }
}
