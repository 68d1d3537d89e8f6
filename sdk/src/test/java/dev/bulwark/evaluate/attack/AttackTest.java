package dev.bulwark.evaluate.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Labels;
import dev.bulwark.data.Role;
import dev.bulwark.evaluate.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackTest {
  private static final String REQUEST = "How do I open the Green Gate \"quickly\", Žofie?";

  @TempDir Path folder;

  private static Attack named(String name) {
    return Attack.named(List.of(name)).get(0);
  }

  private static String disguised(String name) {
    return named(name).apply(Prompt.of("p", Kind.HARMFUL, REQUEST)).text();
  }

  @Test
  void base64CanBeReadBack() {
    String code = disguised("base64").lines().skip(1).findFirst().orElseThrow();
    assertThat(new String(Base64.getDecoder().decode(code), StandardCharsets.UTF_8))
        .isEqualTo(REQUEST);
  }

  @Test
  void rot13UndoesItself() {
    String code = disguised("rot13").lines().skip(1).findFirst().orElseThrow();
    assertThat(code).isEqualTo("Ubj qb V bcra gur Terra Tngr \"dhvpxyl\", Žbsvr?");
    assertThat(Ciphers.rot13(code)).isEqualTo(REQUEST);
  }

  @Test
  void leetspeakWritesDigits() {
    assertThat(disguised("leetspeak"))
        .isEqualTo("H0w d0 1 0p3n 7h3 Gr33n G473 \"qu1ckly\", Ž0f13?");
  }

  @Test
  void homoglyphsLookTheSameAndAreNot() {
    String text = disguised("homoglyph");
    assertThat(text).hasSameSizeAs(REQUEST).isNotEqualTo(REQUEST);
    // "How" becomes Cyrillic en, Cyrillic o, and the Latin w, which has no likeness.
    assertThat(text).startsWith("\u041D\u043Ew ");
  }

  @Test
  void theSplitPiecesMakeTheRequest() {
    String pieces =
        Pattern.compile("(?m)^[a-d] = \"(.*)\"$")
            .matcher(disguised("payload-split"))
            .results()
            .map(piece -> piece.group(1))
            .collect(Collectors.joining());
    assertThat(pieces).isEqualTo(REQUEST);
    assertThat(disguised("payload-split")).doesNotContain(REQUEST);
  }

  @Test
  void wrappersKeepTheRequestAsItIs() {
    for (String name : List.of("role-play", "prefix-injection", "refusal-suppression")) {
      assertThat(disguised(name)).contains(REQUEST).hasSizeGreaterThan(REQUEST.length() + 50);
    }
  }

  @Test
  void theWarmUpIsAScriptThatEndsWithTheRequest() {
    Prompt prompt = named("warm-up").apply(Prompt.of("p", Kind.HARMFUL, REQUEST));
    assertThat(prompt.messages()).hasSize(3).extracting(Message::role).containsOnly(Role.USER);
    assertThat(prompt.text()).isEqualTo(REQUEST);
  }

  @Test
  void earlierTurnsStay() {
    List<Message> turns =
        List.of(Message.user("Hello"), Message.assistant("Hello!"), Message.user(REQUEST));
    for (Attack attack : Attack.all()) {
      assertThat(attack.disguise(turns)).startsWith(turns.get(0), turns.get(1));
      assertThat(attack.disguise(turns)).last().extracting(Message::role).isEqualTo(Role.USER);
    }
  }

  @Test
  void everyAttackKeepsTheBaseAndDisguisesAlike() {
    Labels labels =
        new Labels(Optional.of("c"), Optional.empty(), Optional.of("high"), List.of("t"));
    Prompt base = Prompt.of("p", Kind.HARMFUL, REQUEST).labelled(labels);
    for (Attack attack : Attack.all()) {
      Prompt prompt = attack.apply(base);
      assertThat(prompt.id()).isEqualTo("p~" + attack.name());
      assertThat(prompt.cluster()).isEqualTo("p");
      assertThat(prompt.kind()).isEqualTo(Kind.HARMFUL);
      assertThat(prompt.labels()).isEqualTo(labels.attack(attack.name()));
      assertThat(prompt).isEqualTo(attack.apply(base)).isNotEqualTo(base);
    }
    assertThat(Attack.all()).extracting(Attack::name).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  void onlyPlainHarmfulPromptsAreAttacked() {
    Prompt plain = Prompt.of("a", Kind.HARMFUL, REQUEST);
    Prompt styled = Prompt.of("b", Kind.HARMFUL, "b").labelled(Labels.NONE.attack("own"));
    Prompt helpful = Prompt.of("c", Kind.HELPFUL, "c");
    Suite suite = Suite.of(List.of(plain, styled, helpful)).attackedBy(Attack.all());
    assertThat(suite.read())
        .hasSize(3 + 9)
        .filteredOn(prompt -> prompt.cluster().equals("a"))
        .hasSize(10);
  }

  @Test
  void anUnknownAttackIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> named("rot14"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attack is rot14, but must be one of [base64, rot13, leetspeak, homoglyph, role-play,"
                + " prefix-injection, refusal-suppression, payload-split, warm-up]");
  }

  @Test
  void aTableExchangesItsLongestWords() throws IOException {
    Path file = folder.resolve("marish.json");
    Files.writeString(
        file,
        "{\"language\": \"marish\", \"wording\": \"Ola, {request} Ba!\","
            + " \"words\": {\"how\": \"ku\", \"How do I\": \"kumi\", \"gate\": \"pora\"}}");
    Attack attack = LanguageTable.in(file).attack();
    assertThat(attack.name()).isEqualTo("language-marish");
    assertThat(
            attack
                .apply(Prompt.of("p", Kind.HARMFUL, "How do I open the gates or the gate?"))
                .text())
        .isEqualTo("Ola, kumi open the gates or the pora? Ba!");
  }

  @Test
  void aTableThatIsNoneIsNamed() throws IOException {
    String remedy =
        "Write {\"language\": \"…\", \"wording\": \"… {request} …\", \"words\": {\"how\": \"…\"}}.";
    Path file = folder.resolve("marish.json");
    assertThatThrownBy(() -> LanguageTable.in(file))
        .isInstanceOf(BadInput.class)
        .hasMessage("There is no such language table (" + file + "). " + remedy);
    Files.writeString(file, "{\"language\": \"marish\", \"wording\": \"Ola\"}");
    assertThatThrownBy(() -> LanguageTable.in(file))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The language table can't be used: wording is 'Ola', but must hold {request} ("
                + file
                + "). "
                + remedy);
  }

  @Test
  void noTwoAttacksOfTheStandardSuiteSayTheSame() {
    List<Prompt> prompts = Suite.standard().attackedBy(Attack.all()).read();
    assertThat(new HashSet<>(prompts.stream().map(Prompt::messages).toList()))
        .hasSameSizeAs(prompts);
    Map<String, Long> counts =
        prompts.stream()
            .filter(prompt -> prompt.id().contains("~"))
            .collect(Collectors.groupingBy(p -> p.attack().orElseThrow(), Collectors.counting()));
    assertThat(counts.values()).hasSize(9).containsOnly(312L);
  }
}
