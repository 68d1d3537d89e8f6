package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Spool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExampleTest {

  @Test
  void aSpoolGivesExamplesBackAsTheyWere() {
    List<Example> examples =
        List.of(
            example(new long[] {0, 1, 200_000}, false, true, true),
            example(new long[] {0, 0, 5}, true, false, true),
            example(new long[] {}));
    try (Spool<Example> spool = new Spool<>(Example.FORM)) {
      spool.addAll(examples);
      assertThat(spool).usingRecursiveFieldByFieldElementComparator().isEqualTo(examples);
    }
  }

  private static Example example(long[] ids, boolean... learned) {
    return new Example(
        new Encoded(ids, learned), Optional.of("risk ä"), Optional.empty(), "sft.jsonl:7");
  }
}
