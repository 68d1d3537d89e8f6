package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs are written here as {@code prompt > chosen > rejected [labels]}. */
class PreferencesTest {
  private static final String Q = "'prompt': 'q', ";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt': 'q', 'chosen': 'a', 'rejected': 'b'}",
        "{'question': 'q', 'chosen': 'a', 'rejected': 'b', 'source': 's'}",
        "{'prompt': [{'role': 'user', 'content': 'q'}], 'chosen': 'a', 'rejected': 'b'}",
        "{'prompt': 'q', 'chosen': [{'role': 'assistant', 'content': 'a'}],"
            + " 'rejected': [{'role': 'assistant', 'content': 'b'}]}",
        "{'prompt': 'q', 'chosen': [{'role': 'user', 'content': 'q'},"
            + " {'role': 'assistant', 'content': 'a'}], 'rejected': [{'from': 'human',"
            + " 'value': 'q'}, {'from': 'gpt', 'value': 'b'}]}",
        "{'chosen': '\\n\\nHuman: q\\n\\nAssistant: a', 'rejected':"
            + " '\\n\\nHuman: q \\n\\nAssistant: b'}",
        "{'prompt': '\\n\\nHuman: q\\n\\nAssistant:', 'chosen': 'a', 'rejected': 'b'}",
        "{'prompt': 'q', 'response_0': 'b', 'response_1': 'a', 'safer_response_id': 1}",
        "{'prompt': 'q', 'ranked': ['a', 'b']}",
        "{'prompt': 'q', 'responses': ['b', 'a'], 'ranks': [2, 1]}",
        "{'prompt': 'q', 'responses': [{'answer': 'b', 'rank': 7}, {'answer': 'a', 'rank': 3}]}",
      })
  void aPairIsReadFromEveryLayout(String line) {
    assertThat(read(line)).containsExactly("q > a > b []");
  }

  @Test
  void csvHoldsPairsToo() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("d.csv"),
            "prompt,chosen,rejected,rating,chosen_safe,rejected_safe\nq,a,b,2,True,FALSE\n");
    assertThat(pairs(Preferences.in(csv))).containsExactly("q > a > b [BETTER, true, false]");
  }

  @Test
  void aTranscriptOfSeveralTurnsKeepsThem() {
    String before = "\\n\\nHuman: one\\n\\nAssistant: two\\n\\n  still two\\n\\nHuman: q";
    Path file =
        lines(
            "{'chosen': '%1$s\\n\\nAssistant: a', 'rejected': '%1$s\\n\\nAssistant: b'}"
                .formatted(before));
    assertThat(Preferences.in(file).read().get(0).prompt())
        .containsExactly(
            Message.user("one"), Message.assistant("two\n\n  still two"), Message.user("q"));
  }

  @Test
  void aSystemFieldStandsInFront() {
    Path file = lines("{'prompt': 'q', 'system': 's', 'chosen': 'a', 'rejected': 'b'}");
    assertThat(Preferences.in(file).read().get(0).withRejected())
        .containsExactly(new Message(Role.SYSTEM, "s"), Message.user("q"), Message.assistant("b"));
  }

  @ParameterizedTest
  @CsvSource({
    "'significantly_better', SIGNIFICANTLY_BETTER",
    "Better, BETTER",
    "slightly better, SLIGHTLY_BETTER",
    "negligibly-better/unsure, -",
    "negligibly_better, NEGLIGIBLY_BETTER_OR_UNSURE",
    "unsure, NEGLIGIBLY_BETTER_OR_UNSURE",
    "negligibly_better_or_unsure, NEGLIGIBLY_BETTER_OR_UNSURE",
    "1, SIGNIFICANTLY_BETTER",
    "4, NEGLIGIBLY_BETTER_OR_UNSURE",
    "5, -",
  })
  void ratingsHaveNamesAndNumbers(String label, String rating) {
    assertThat(Rating.labelled(label).map(Enum::name).orElse("-")).isEqualTo(rating);
  }

  /** Severities 3 and 0: three steps. 1 and 2 with the more severe chosen: the weakest. */
  @Test
  void pkuRowsGiveSafetyAndStrength() {
    String row =
        "{'prompt': 'q', 'response_0': 'a', 'response_1': 'b', 'is_response_0_safe': %s,"
            + " 'is_response_1_safe': false, 'response_0_severity_level': %d,"
            + " 'response_1_severity_level': %d, 'safer_response_id': 0, 'better_response_id': 1}";
    Path file = lines(row.formatted(true, 0, 3), row.formatted(false, 2, 1));
    assertThat(pairs(Preferences.in(file)))
        .containsExactly(
            "q > a > b [SIGNIFICANTLY_BETTER, true, false]",
            "q > a > b [NEGLIGIBLY_BETTER_OR_UNSURE, false, false]");
    assertThat(pairs(Preferences.in(file).choosingBetter()))
        .as("the first would prefer the unsafe answer")
        .containsExactly("q > b > a [false, false]");
  }

  /** Four answers, two of them tied: six pairs less one. */
  @Test
  void rankedAnswersGiveAllPairsThatDiffer() {
    Path file = lines("{" + Q + "'responses': ['a', 'b', 'c', 'd'], 'ranks': [1, 2, 2, 4]}");
    List<String> pairs = new ArrayList<>();
    DataReport report = Preferences.in(file).sift(pair -> keep(pairs, pair));
    assertThat(pairs)
        .containsExactly(
            "q > a > b []", "q > a > c []", "q > a > d []", "q > b > d []", "q > c > d []");
    assertThat(report.line()).isEqualTo("5 of 6 records kept; dropped 1 (tie)");
  }

  /** Steps of 0.5, 1, 2, 3 and 4 on scales of five: negligibly, slightly, better, significantly. */
  @ParameterizedTest
  @CsvSource({
    "4, 0, SIGNIFICANTLY_BETTER",
    "5, 2, SIGNIFICANTLY_BETTER",
    "3, 1, BETTER",
    "2, 1, SLIGHTLY_BETTER",
    "4.5, 4, NEGLIGIBLY_BETTER_OR_UNSURE"
  })
  void scoresGivePairsWithStrength(double better, double worse, String rating) {
    String pair = "q > a > b [" + rating + "]";
    assertThat(read("{" + Q + "'responses': ['b', 'a'], 'scores': [%s, %s]}", worse, better))
        .containsExactly(pair);
    assertThat(
            read(
                "{%s'responses': [{'response': 'a', 'overall_score': %s},"
                    + " {'response': 'b', 'overall_score': %s}]}",
                Q, better, worse))
        .containsExactly(pair);
  }

  /** HelpSteer's layout: two rows a prompt, each with scores from 0 to 4. */
  @Test
  void answersInRowsThatFollowEachOtherMakePairs() {
    Path file =
        lines(
            "{'prompt': 'q', 'response': 'a', 'helpfulness': 4, 'safe': true}",
            "{'prompt': 'q', 'response': 'b', 'helpfulness': 2, 'safe': false}",
            "{'prompt': 'r', 'response': 'c', 'helpfulness': 1}",
            "{'prompt': 's', 'response': 'd', 'helpfulness': 1}",
            "{'prompt': 's', 'response': 'e', 'helpfulness': 1}");
    List<String> pairs = new ArrayList<>();
    DataReport report =
        Preferences.in(file)
            .columns(Map.of("score", "helpfulness"))
            .sift(pair -> keep(pairs, pair));
    assertThat(pairs).containsExactly("q > a > b [BETTER, true, false]");
    assertThat(report.line())
        .isEqualTo("1 of 3 records kept; dropped 1 (the only answer to its prompt), 1 (tie)");
  }

  @Test
  void pairsThatTeachNothingOrTheWrongThingAreDroppedAndCounted() {
    String same = "'rejected': 'b', 'chosen': 'a', ";
    Path file =
        lines(
            "{" + Q + same + "'chosen_safe': false, 'rejected_safe': true}",
            "{" + Q + same + "'chosen_safe': false, 'rejected_safe': false}",
            "{" + Q + same + "'rejected_safe': true}",
            "{" + Q + "'chosen': 'a', 'rejected': 'a'}",
            "{" + Q + "'chosen': 'a', 'rejected': ' '}",
            "{'chosen': '\\n\\nHuman: q\\n\\nAssistant: a',"
                + " 'rejected': '\\n\\nHuman: r\\n\\nAssistant: b'}",
            "{'chosen': '\\n\\nHuman: q\\n\\nHuman: q\\n\\nAssistant: a',"
                + " 'rejected': '\\n\\nHuman: r\\n\\nAssistant: b'}",
            "{" + Q + "'chosen': 'B ', 'rejected': 'a'}");
    assertThat(Preferences.in(file).sift(pair -> Fate.KEPT).line())
        .isEqualTo(
            "3 of 8 records kept; dropped 1 (an answer is empty), 1 (both answers are the same), 1"
                + " (the chosen answer is unsafe and the rejected one safe), 1 (the conversations"
                + " differ before the last answer), 1 (turns empty or out of order); 1 duplicates"
                + " among them; 1 contradicted by an earlier one");
  }

  static List<Arguments> badRows() {
    String shape = " Write 'prompt', 'chosen' and 'rejected', or name their columns.";
    return List.of(
        Arguments.of("{'prompt': 'q'}", "The line has no pair of answers (%s:1)." + shape),
        Arguments.of(
            "{'prompt': 'q', 'chosen': 'a'}",
            "The line has no text or conversation 'rejected' (%s:1)." + shape),
        Arguments.of("{'chosen': 'a', 'rejected': 'b'}", "The line has no prompt (%s:1)." + shape),
        Arguments.of(
            "{'prompt': 3, 'chosen': 'a', 'rejected': 'b'}",
            "The prompt is neither text nor a list of messages (%s:1). Write a string, or"
                + " [{'role': '…', 'content': '…'}, …]."),
        Arguments.of(
            "{'prompt': 'q', 'chosen': [{'role': 'user', 'content': 'x'}], 'rejected': 'b'}",
            "The last message is not the assistant's (%s:1). End with the answer."),
        Arguments.of(
            "{'prompt': 'q', 'chosen': 'a', 'rejected': 'b', 'rating': 'great'}",
            "The rating is 'great', which is none of the four (%s:1). Write significantly_better,"
                + " better, slightly_better, negligibly_better_or_unsure or 1 to 4 in this order."),
        Arguments.of(
            "{'prompt': 'q', 'chosen': 'a', 'rejected': 'b', 'chosen_safe': 1}",
            "The field 'chosen_safe' is 1, but must be true or false (%s:1). Write true or false"
                + " or leave it out."),
        Arguments.of(
            "{'prompt': 'q', 'response_0': 'a', 'response_1': 'b', 'safer_response_id': 2}",
            "The field 'safer_response_id' does not say which answer is chosen (%s:1). Write 0 or"
                + " 1, or choose by the other judgement."),
        Arguments.of(
            "{'prompt': 'q', 'ranked': ['a']}",
            "The line has fewer than two answers (%s:1). Write a list of at least two, or remove"
                + " the line."),
        Arguments.of(
            "{'prompt': 'q', 'responses': ['a', 'b'], 'scores': [1]}",
            "Answer 2 has neither score nor rank (%s:1). Write 'scores' or 'ranks' with one number"
                + " an answer, or name their columns."),
        Arguments.of(
            "{'prompt': 'q', 'responses': ['a', 'b'], 'scores': [1, 'NaN']}",
            "The field 'scores' is 'NaN', but must be a number (%s:1). Write a number or leave it"
                + " out."),
        Arguments.of(
            "{'prompt': 'q', 'responses': [{'x': 'a'}, 'b'], 'ranks': [1, 2]}",
            "Answer 1 has no text (%s:1). Write strings, or objects with 'response'."),
        Arguments.of(
            "{'prompt': 'q', 'response': 3, 'score': 1}",
            "The answer has no text or no score (%s:1). Write 'response' and 'score', or remove"
                + " the line."));
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void badRowIsRefused(String line, String message) {
    Path file = lines(line);
    assertThatThrownBy(() -> Preferences.in(file).read())
        .isInstanceOf(BadInput.class)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace('"', '\''))
                    .isEqualTo(message.formatted(file)));
  }

  @Test
  void tiesAreRefusedWhereTheyAreNotToBeDropped() {
    Path file = lines("{" + Q + "'responses': ['a', 'b'], 'ranks': [1, 1]}");
    assertThatThrownBy(() -> Preferences.in(file).ties(Ties.REFUSE).read())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            ("Answer 1 is as good as a later one (%s:1). "
                    + "Decide which is better, remove the line, or let ties be dropped.")
                .formatted(file));
  }

  @Test
  void severalFilesMixByWeight() {
    Path one = Folders.lines(folder.resolve("1.jsonl"), line("a"), line("b"), line("c"));
    Path two = Folders.lines(folder.resolve("2.jsonl"), line("d"));
    Preferences data =
        Preferences.mixed(Preferences.in(one).weight(0.9), Preferences.in(two).weight(0.1));
    DataReport report = data.sift(pair -> Fate.KEPT);
    assertThat(data.mixture(report, 17).length()).isEqualTo(4);
    assertThat(data.files()).containsExactly(one, two);
    assertThat(data.fingerprint()).isNotEqualTo(data.ties(Ties.REFUSE).fingerprint());
  }

  private static String line(String chosen) {
    return "{\"prompt\": \"q\", \"chosen\": \"%s\", \"rejected\": \"x\"}".formatted(chosen);
  }

  private Path lines(String... lines) {
    return Folders.lines(
        folder.resolve("d.jsonl"),
        Arrays.stream(lines).map(line -> line.replace('\'', '"')).toArray(String[]::new));
  }

  private List<String> read(String line, Object... values) {
    return pairs(Preferences.in(lines(line.formatted(values))));
  }

  private static List<String> pairs(Preferences preferences) {
    return preferences.read().stream().map(PreferencesTest::shown).toList();
  }

  private static Fate keep(List<String> pairs, Preference pair) {
    pairs.add(shown(pair));
    return Fate.KEPT;
  }

  private static String shown(Preference pair) {
    Preference.Labels labels = pair.labels();
    String known =
        Stream.of(labels.rating(), labels.chosenSafe(), labels.rejectedSafe())
            .flatMap(Optional::stream)
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    return "%s > %s > %s [%s]"
        .formatted(
            pair.prompt().stream().map(Message::content).collect(Collectors.joining(" / ")),
            pair.chosen(),
            pair.rejected(),
            known);
  }
}
