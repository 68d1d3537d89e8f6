package dev.bulwark.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Conversation;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommittedDataTest {
  private static final Path QUICKSTART = Path.of("..", "quickstart");
  private static final World WORLD = World.of(World.SEED);

  @Test
  void equalsWhatTheGeneratorWrites() throws IOException {
    for (Map.Entry<String, String> file : DataFiles.committed(WORLD).entrySet()) {
      assertThat(Files.readString(QUICKSTART.resolve(file.getKey())).equals(file.getValue()))
          .as("%s is what WorldMain writes; run it again after a change", file.getKey())
          .isTrue();
    }
  }

  @Test
  void sameSeedGivesSameDataAndAnotherSeedAnother() {
    assertThat(DataFiles.committed(World.of(World.SEED)))
        .isEqualTo(DataFiles.committed(WORLD))
        .isNotEqualTo(DataFiles.committed(World.of(18)));
    assertThat(World.of(World.SEED).baseCorpus()).isEqualTo(WORLD.baseCorpus());
  }

  @Test
  void readsBackAsConversations() {
    assertThat(Conversations.in(QUICKSTART.resolve("data/sft.jsonl")).read())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("where")
        .containsExactlyElementsOf(WORLD.safetySft().stream().map(Example::conversation).toList())
        .extracting(Conversation::messages)
        .allSatisfy(messages -> assertThat(messages).hasSize(2));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void readsBackAsPrompts(Kind kind) {
    Path file = QUICKSTART.resolve("suite/" + kind.label() + ".jsonl");
    assertThat(Prompts.in(file, kind).read()).isEqualTo(WORLD.suite(kind));
  }
}
