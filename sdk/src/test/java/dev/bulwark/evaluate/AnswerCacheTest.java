package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest {
  @TempDir Path folder;

  private final List<String> asked = new ArrayList<>();
  private final Responder counting =
      new Responder() {
        @Override
        public List<String> respond(List<Prompt> prompts) {
          throw new AssertionError("replies is to be asked");
        }

        @Override
        public List<Reply> replies(List<Prompt> prompts, int repeat) {
          prompts.forEach(prompt -> asked.add(prompt.text() + "/" + repeat));
          return prompts.stream()
              .map(p -> p.text().equals("f") ? Reply.withheld() : Reply.of(p.text() + repeat))
              .toList();
        }
      };

  private Responder cached(Map<String, String> deciding) {
    return AnswerCache.in(folder.resolve("cache")).over(counting, deciding);
  }

  private static Prompt prompt(String text) {
    return Prompt.of("p-" + text, Kind.HARMFUL, text);
  }

  @Test
  void onlyWhatIsNotThereIsAskedFor() {
    Responder responder = cached(Map.of("model", "m"));
    assertThat(responder.replies(List.of(prompt("a"), prompt("f")), 0))
        .containsExactly(Reply.of("a0"), Reply.withheld());
    assertThat(responder.replies(List.of(prompt("b"), prompt("a"), prompt("f")), 0))
        .containsExactly(Reply.of("b0"), Reply.of("a0"), Reply.withheld());
    assertThat(asked).containsExactly("a/0", "f/0", "b/0");
  }

  @Test
  void everythingThatDecidesIsInTheKey() {
    Prompt prompt = prompt("a");
    cached(Map.of("model", "m")).replies(List.of(prompt), 0);
    cached(Map.of("model", "m")).replies(List.of(prompt), 1);
    cached(Map.of("model", "n")).replies(List.of(prompt), 0);
    cached(Map.of("model", "m", "temperature", "1")).replies(List.of(prompt), 0);
    Prompt other = prompt.variant("q", List.of(Message.user("x"), Message.user("a")));
    cached(Map.of("model", "m")).replies(List.of(other), 0);
    assertThat(asked).hasSize(5);
    cached(Map.of("model", "m")).replies(List.of(prompt, other), 0);
    assertThat(asked).hasSize(5);
  }

  @Test
  void aBrokenEntryIsAskedForAgain() throws IOException {
    cached(Map.of("model", "m")).replies(List.of(prompt("a")), 0);
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        Files.writeString(file, "{\"te");
      }
    }
    assertThat(cached(Map.of("model", "m")).replies(List.of(prompt("a")), 0))
        .containsExactly(Reply.of("a0"));
    assertThat(asked).hasSize(2);
  }

  @Test
  void anUnknownModelIsNotKept() {
    assertThatThrownBy(() -> cached(Map.of()))
        .hasMessage("model is empty, but must be known to keep its answers");
  }
}
