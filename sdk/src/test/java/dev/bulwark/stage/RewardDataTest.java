package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Preferences;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.RewardModelSettings.Margin;
import dev.bulwark.stage.RewardModelSettings.Mix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardDataTest {
  @TempDir Path folder;
  private RewardRuns runs;

  @BeforeEach
  void inputs() {
    runs = new RewardRuns(folder);
  }

  @Test
  void marginWithoutRatingsSaysHowManyAreMissing() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(runs.data));
    lines.set(0, lines.get(0).replace("}", ",\"rating\":\"better\"}"));
    Files.write(runs.data, lines);
    assertThatThrownBy(() -> runs.safety().with(s -> s.margin(Margin.SMALL)).prepare(runs.model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "199 of 200 pairs have no rating, but the margin is small ("
                + runs.data
                + "). Add the ratings, or set ranking.margin to none.");
  }

  @Test
  void auxiliaryLossWithoutLabelsIsRefused() {
    runs.data = runs.pairs("bare.jsonl", 20, RewardRuns.NO_LABELS, "How does item ");
    assertThatThrownBy(() -> runs.safety().with(s -> s.auxiliary(0.5)).prepare(runs.model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "None of 20 pairs says whether its answers are safe, but the auxiliary loss has the"
                + " weight 0.5 ("
                + runs.data
                + "). Add chosen_safe and rejected_safe, or set ranking.auxiliary to 0.");
  }

  @Test
  void onePromptCantBeBothLearnedFromAndCheckedWith() {
    runs.data =
        Folders.lines(
            folder.resolve("one.jsonl"),
            RewardRuns.pair("Why?", RewardRuns.LABELS),
            RewardRuns.pair("Why?", RewardRuns.LABELS));
    assertThatThrownBy(() -> runs.safety().prepare(runs.model))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching(
            "(2 pairs are left to learn from and 0|0 pairs are left to learn from and 2) to check"
                + " with, but there must be some of both \\(.*one.jsonl\\). Add pairs with other"
                + " prompts, or set another use.heldOut.");
  }

  @Test
  void mixesAreWhatTheirNamesSay() {
    Path other = runs.pairs("other.jsonl", 200, RewardRuns.NO_LABELS, "Which of part ");
    RewardModelSettings settings = RewardRuns.settings(RewardModelSettings.defaults());
    for (Mix mix : Mix.values()) {
      RewardModelSettings mixed = settings.use(use -> use.mix(mix));
      RewardData.Split split =
          RewardData.read(
                  Preferences.in(runs.data), Optional.of(Preferences.in(other)), mixed, runs.model)
              .split(1);
      int own = 200 - split.heldOut().size();
      int beside = split.learned().size() - own;
      assertThat(beside)
          .as(mix.toString())
          .isEqualTo(mix == Mix.ALL ? 200 : mix == Mix.EQUAL ? own : Math.round(own / 9f));
    }
  }

  @Test
  void settingsComeByTheirNamesInFiles() throws IOException {
    JsonNode tree =
        new JsonMapper()
            .readTree(
                "{\"use\":{\"mix\":\"90/10\"},\"ranking\":{\"margin\":\"large\",\"auxiliary\":0.3},"
                    + "\"checkpoints\":{\"keep\":3}}");
    RewardModelSettings read = Settings.overlay(RewardModelSettings.defaults(), tree, "<settings>");
    assertThat(read.use().mix()).isEqualTo(Mix.NINETY_TEN);
    assertThat(read.checkpoints()).isEqualTo(new CheckpointPlan(0, 300, 3));
    assertThat(read.ranking().leads().significantly()).isEqualTo(3);
    assertThat(read.ranking().auxiliary()).isCloseTo(0.3, within(0.0));
  }
}
