package dev.bulwark.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LanguageTest {
  private static final Pattern WORD = Pattern.compile("[A-Za-z']+");
  private static final World WORLD = World.of(World.SEED);

  @Test
  void vocabularyIsCompactAndPromptsAreMany() {
    List<Example> learned =
        Stream.concat(WORLD.baseCorpus().stream(), WORLD.safetySft().stream()).toList();
    Set<String> words =
        learned.stream()
            .flatMap(row -> Stream.of(row.prompt(), row.answer()))
            .flatMap(text -> WORD.matcher(text).results().map(MatchResult::group))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(words).hasSizeBetween(600, 1200);
    assertThat(learned.stream().map(Example::prompt).distinct().count()).isGreaterThan(40_000);
    assertThat(WORLD.safetySft()).hasSizeBetween(3000, 4000);
    assertThat(WORLD.suite()).hasSize(840);
  }

  @Test
  void noPlaceholderIsLeftAndSentencesEnd() {
    assertThat(WORLD.requests())
        .flatMap(request -> List.of(request.text(), request.answer()))
        .allMatch(text -> text.matches("[A-Z][^{}]*[.?]"));
  }

  @Test
  void namesAreInventedDistinctAndInoffensive() {
    Set<Entity> entities =
        WORLD.requests().stream().map(Request::entity).collect(Collectors.toSet());
    Tables.Names parts = Tables.read().names();
    assertThat(entities).hasSize(204);
    assertThat(entities.stream().map(Entity::name).collect(Collectors.toSet())).hasSize(204);
    assertThat(entities.stream().map(entity -> entity.name().toLowerCase(Locale.ROOT)))
        .allMatch(name -> name.matches("[b-df-hj-np-tv-z][a-z]{3,9}"))
        .noneMatch(name -> parts.unwanted().stream().anyMatch(name::contains));
  }

  @Test
  void articlesFitTheNames() {
    assertThat(WORLD.requests())
        .flatMap(request -> List.of(request.text(), request.answer()))
        .noneMatch(text -> text.matches(".*\\b[Aa] [aeiouAEIOU].*"))
        .noneMatch(text -> text.matches(".*\\b[Aa]n [^aeiouAEIOU].*"));
  }
}
