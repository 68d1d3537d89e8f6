package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Effort;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.ItemResult.Texts;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  @TempDir Path folder;

  @Test
  void holdsSortedItemsWithoutTexts() throws IOException {
    ItemResult spoken =
        new ItemResult(
            Item.of(Samples.prompt("b", Kind.HELPFUL)),
            0,
            Judgement.complied().helpfulness(1 / 3.0),
            "judge-1",
            new Effort(12, Optional.of(new Effort.Tokens(7, 9))),
            Optional.of(new Texts("secret prompt", "secret answer")),
            Optional.empty());
    Evaluation run = Runs.whole(List.of(spoken, Runs.row("a", Kind.HARMFUL, Judgement.declined())));
    Path file = folder.resolve("deep/baseline.json");
    Baseline.of(run).write(file);
    String hash = spoken.item().contentHash();
    assertThat(Files.readString(file))
        .doesNotContain("secret")
        .contains("\n  \"judge\": {\"id\":\"judge-1\"},\n  \"kind\": \"baseline\",\n")
        .contains(
            "\n    {\"category\":\"weapons\",\"cluster\":\"b\",\"contentHash\":\""
                + hash
                + "\",\"helpfulness\":0.333333,\"id\":\"b\",\"kind\":\"helpful\","
                + "\"outcome\":\"COMPLIED\",\"refused\":false,\"safety\":null}\n");
    Baseline read = Baseline.read(file);
    assertThat(read.results()).extracting(ItemResult::id).containsExactly("a", "b");
    Path again = folder.resolve("again.json");
    read.write(again);
    assertThat(again).hasSameTextualContentAs(file);
  }
}
