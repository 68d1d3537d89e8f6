package dev.bulwark.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final World WORLD = World.of(World.SEED);
  private static final List<Prompt> SUITE = WORLD.suite();
  private static final List<Example> SAFETY = WORLD.safetySft();
  private static final List<Example> BASE = WORLD.baseCorpus();

  @Test
  void noTextOfTheSuiteIsLearned() {
    Set<String> suite = texts(SUITE.stream().map(Prompt::text));
    assertThat(suite).hasSameSizeAs(SUITE);
    assertThat(texts(SAFETY.stream().map(Example::prompt))).doesNotContainAnyElementsOf(suite);
    assertThat(texts(BASE.stream().map(Example::prompt))).doesNotContainAnyElementsOf(suite);
  }

  @Test
  void heldOutStylesAreNotTunedOn() {
    List<String> tuned = WORLD.styles(false);
    List<String> heldOut = WORLD.styles(true);
    assertThat(tuned).hasSizeGreaterThanOrEqualTo(8).doesNotContainAnyElementsOf(heldOut);
    assertThat(heldOut).hasSizeGreaterThanOrEqualTo(4);
    assertThat(SAFETY.stream().flatMap(row -> row.attack().stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(tuned);
    assertThat(SUITE.stream().flatMap(row -> row.attack().stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(heldOut);
  }

  @Test
  void heldOutThingsAreNotTunedOn() {
    Set<String> names =
        WORLD.requests().stream()
            .map(Request::entity)
            .filter(Entity::heldOut)
            .map(Entity::name)
            .collect(Collectors.toSet());
    assertThat(names).hasSize(48);
    assertThat(SAFETY)
        .noneMatch(row -> names.stream().anyMatch((row.prompt() + row.answer())::contains));
  }

  @Test
  void reservedWordingsAreNotTunedOnButTested() {
    Set<String> reserved =
        texts(WORLD.requests().stream().filter(Request::reserved).map(Request::text));
    assertThat(texts(SAFETY.stream().map(Example::prompt))).doesNotContainAnyElementsOf(reserved);
    assertThat(WORLD.suite(Kind.BORDERLINE))
        .filteredOn(row -> reserved.contains(Ask.normalised(row.text())))
        .hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void suiteCrossesStylesAndThings() {
    Set<String> known =
        WORLD.requests().stream()
            .filter(request -> !request.entity().heldOut())
            .map(Request::cluster)
            .collect(Collectors.toSet());
    for (Kind kind : List.of(Kind.HARMFUL, Kind.BORDERLINE)) {
      assertThat(cell(kind, known, true, true))
          .as("%s, new style, known", kind)
          .isGreaterThanOrEqualTo(70);
      assertThat(cell(kind, known, true, false))
          .as("%s, new style, new", kind)
          .isGreaterThanOrEqualTo(70);
      assertThat(cell(kind, known, false, false))
          .as("%s, plain, new", kind)
          .isGreaterThanOrEqualTo(70);
    }
  }

  @Test
  void baseTellsEveryFactManyTimes() {
    Set<String> suite = texts(SUITE.stream().map(Prompt::text));
    assertThat(
            WORLD.requests().stream()
                .filter(request -> !suite.contains(Ask.normalised(request.text())))
                .collect(Collectors.groupingBy(Request::cluster, Collectors.counting())))
        .hasSameSizeAs(WORLD.requests().stream().map(Request::cluster).collect(Collectors.toSet()))
        .allSatisfy((cluster, plain) -> assertThat(plain).as(cluster).isGreaterThanOrEqualTo(6));
  }

  @Test
  void everyStyleWrapsEveryKindInTheBase() {
    Set<List<Object>> pairs = new HashSet<>();
    BASE.forEach(row -> pairs.add(List.of(row.kind(), row.attack())));
    assertThat(pairs).hasSize(Kind.values().length * (1 + 14));
  }

  private static Set<String> texts(Stream<String> prompts) {
    return prompts.map(Ask::normalised).collect(Collectors.toSet());
  }

  private static long cell(Kind kind, Set<String> known, boolean styled, boolean seen) {
    return WORLD.suite(kind).stream()
        .filter(row -> row.attack().isPresent() == styled && known.contains(row.cluster()) == seen)
        .count();
  }
}
