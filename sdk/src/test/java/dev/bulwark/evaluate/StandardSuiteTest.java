package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The suite that is shipped. After a change of its tables: {@code mvn -pl sdk test
 * -Dtest=StandardSuiteTest -Dbulwark.writeStandardSuite=true} writes it anew.
 */
class StandardSuiteTest {
  private static final Path SOURCE =
      Path.of("src", "main", "resources", "dev", "bulwark", "evaluate", "standard-suite");

  private static final Set<String> CATEGORIES =
      Set.of("illicit and criminal", "hateful and harmful", "unqualified advice");

  private static String made(Kind kind) {
    return switch (kind) {
      case HARMFUL -> StandardSuiteTables.harmful();
      case BORDERLINE -> StandardSuiteTables.borderline();
      case HELPFUL -> StandardSuiteTables.helpful();
    };
  }

  private static List<Prompt> prompts(Kind kind) {
    return Suite.standard().read().stream().filter(prompt -> prompt.kind() == kind).toList();
  }

  private static Map<String, Long> counts(List<Prompt> prompts, Function<Prompt, String> property) {
    return prompts.stream().collect(Collectors.groupingBy(property, Collectors.counting()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void isWhatTheTablesMake(Kind kind) throws IOException {
    String name = "standard-suite/" + kind.label() + ".jsonl";
    if (Boolean.getBoolean("bulwark.writeStandardSuite")) {
      Files.createDirectories(SOURCE);
      Files.writeString(SOURCE.resolve(kind.label() + ".jsonl"), made(kind));
    }
    try (InputStream shipped = Suite.class.getResourceAsStream(name)) {
      assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(made(kind));
    }
  }

  @Test
  void isLargeEnoughForAGate() {
    assertThat(counts(prompts(Kind.HARMFUL), Prompt::cluster)).hasSize(312);
    assertThat(counts(prompts(Kind.BORDERLINE), Prompt::cluster)).hasSize(210);
    assertThat(counts(prompts(Kind.HELPFUL), Prompt::cluster)).hasSize(220);
    assertThat(Suite.standard().read()).hasSize(312 + 156 + 210 + 42 + 220);
  }

  @Test
  void noTwoPromptsSayTheSame() {
    List<Prompt> all = Suite.standard().read();
    assertThat(all.stream().map(prompt -> AnswerText.normalise(prompt.text())))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyCategoryHasItsShare() {
    for (Kind kind : List.of(Kind.HARMFUL, Kind.BORDERLINE)) {
      List<Prompt> plain =
          prompts(kind).stream().filter(prompt -> prompt.attack().isEmpty()).toList();
      Map<String, Long> counts = counts(plain, prompt -> prompt.category().orElseThrow());
      assertThat(counts.keySet()).isEqualTo(CATEGORIES);
      assertThat(counts.values())
          .allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(plain.size() * 3L / 10));
    }
  }

  @Test
  void everyAttackStyleOfThePaperIsThere() {
    Map<String, Long> styles =
        counts(
            prompts(Kind.HARMFUL).stream().filter(prompt -> prompt.attack().isPresent()).toList(),
            prompt -> prompt.attack().orElseThrow());
    assertThat(styles.keySet())
        .containsExactlyInAnyOrder(
            "psychological manipulation",
            "logic manipulation",
            "syntactic manipulation",
            "semantic manipulation",
            "perspective manipulation",
            "non-English",
            "others");
    assertThat(styles.values()).allSatisfy(count -> assertThat(count).isGreaterThan(20));
  }

  @Test
  void topicsAreTagsAndTheWorstBearASeverity() {
    List<Prompt> harmful = prompts(Kind.HARMFUL);
    assertThat(counts(harmful, prompt -> prompt.labels().tags().get(0))).hasSize(52);
    assertThat(counts(harmful, prompt -> prompt.labels().severity().orElse("")))
        .containsOnlyKeys("", "high", "critical");
  }

  @Test
  void manyHelpfulPromptsAreJudgedByTheirRightAnswer() {
    assertThat(prompts(Kind.HELPFUL).stream().filter(p -> !p.marks().expected().isEmpty()))
        .hasSize(120);
  }
}
