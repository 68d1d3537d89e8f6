package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Effort.Tokens;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Reply;
import dev.bulwark.evaluate.Replying;
import dev.bulwark.evaluate.Responder;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EffortTableTest {

  private static Evaluation costing(OptionalDouble first, OptionalDouble second) {
    Responder responder =
        new Replying(
            prompt -> {
              OptionalDouble cost = prompt.id().equals("a") ? first : second;
              return Reply.of("Yes.").tokens(new Tokens(7, 3).cost(cost));
            });
    return Evaluator.of(responder)
        .batchSize(1)
        .evaluate(List.of(Prompt.of("a", Kind.HELPFUL, "A?"), Prompt.of("b", Kind.HELPFUL, "B?")));
  }

  @Test
  void saysWhatAnswersCostAndOfHowManyThatIsKnown() {
    OptionalDouble half = OptionalDouble.of(0.5);
    Evaluation both = costing(half, half);
    Evaluation one = costing(half, OptionalDouble.empty());
    Evaluation none = costing(OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(new EffortTable(new BeforeAfter(both, one)).table().toString())
        .contains(">14</td><td>6</td><td>1.0000</td>", ">6</td><td>0.5000 for 1 of 2</td>");
    assertThat(new EffortTable(new BeforeAfter(none, both)).table().toString())
        .contains("<td>6</td><td>-</td>");
  }
}
