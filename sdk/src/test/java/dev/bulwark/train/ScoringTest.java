package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringTest {
  @Test
  void lanesGetAboutTheSame() {
    // 200 to the first, 160 to the second, 130 to the second, which has less, 100 to the first.
    assertThat(Scoring.lanes(List.of(160, 100, 200, 130), length -> length, 1000, 2))
        .containsExactly(List.of(List.of(100, 200)), List.of(List.of(130, 160)));
  }

  @Test
  void eachLaneIsCutForItself() {
    // 400 tokens at once are 200 a lane; what is longer stands alone.
    assertThat(Scoring.lanes(List.of(250, 90, 100, 110), length -> length, 400, 2))
        .containsExactly(List.of(List.of(250)), List.of(List.of(90, 100), List.of(110)));
  }

  @Test
  void fewerThingsThanLanesMakeFewerLanes() {
    assertThat(Scoring.lanes(List.of(5), length -> length, 100, 4))
        .containsExactly(List.of(List.of(5)));
  }
}
