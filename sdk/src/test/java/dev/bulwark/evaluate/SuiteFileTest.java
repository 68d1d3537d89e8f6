package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Labels;
import dev.bulwark.data.PublicSet;
import dev.bulwark.data.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A suite in one file, its card, and the layouts of public sets, with made-up rows. */
class SuiteFileTest {
  @TempDir Path folder;

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private static void fails(Path file, String message) {
    assertThatThrownBy(() -> Suite.in(file).read())
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  @Test
  void oneFileHoldsPromptsOfEveryKind() throws IOException {
    Path file =
        write(
            "all.jsonl",
            "{\"id\":\"a\",\"kind\":\"harmful\",\"prompt\":\"A?\",\"severity\":\"high\",\"tags\":[\"x\"]}",
            "{\"id\":\"b\",\"kind\":\"helpful\",\"turns\":[\"B?\",\"And then?\"]}");
    List<Prompt> prompts = Suite.in(file).read();
    assertThat(prompts)
        .extracting(Prompt::id, Prompt::kind, prompt -> prompt.messages().size())
        .containsExactly(tuple("a", Kind.HARMFUL, 1), tuple("b", Kind.HELPFUL, 2));
    assertThat(prompts.get(0).labels())
        .isEqualTo(
            new Labels(Optional.empty(), Optional.empty(), Optional.of("high"), List.of("x")));
  }

  @Test
  void aTableHoldsListsInOneCell() throws IOException {
    Path file =
        write(
            "all.csv",
            "id,kind,prompt,turns,tags,expected,attack",
            "a,harmful,\"A, quoted?\",,x | y,,role-play",
            "b,helpful,42,,,forty|two,",
            "c,borderline,,One?|Two?,,,");
    List<Prompt> prompts = Suite.in(file).read();
    assertThat(prompts.get(0).text()).isEqualTo("A, quoted?");
    assertThat(prompts.get(0).labels().tags()).containsExactly("x", "y");
    assertThat(prompts.get(0).attack()).hasValue("role-play");
    assertThat(prompts.get(1).marks().expected()).containsExactly("forty", "two");
    assertThat(prompts.get(2).messages()).hasSize(2);
  }

  @Test
  void aFolderMayHoldTables() throws IOException {
    write("harmful.csv", "id,prompt", "a,A?");
    write("helpful.tsv", "id\tprompt", "b\tB?");
    write("suite.yaml", "name: made up", "version: 3", "severity: low", "tags: [new]");
    assertThat(Suite.in(folder).read())
        .extracting(Prompt::id, Prompt::kind, p -> p.labels().severity(), p -> p.labels().tags())
        .containsExactly(
            tuple("a", Kind.HARMFUL, Optional.of("low"), List.of("new")),
            tuple("b", Kind.HELPFUL, Optional.of("low"), List.of("new")));
  }

  @Test
  void theCardSpeaksWhereThePromptIsSilent() throws IOException {
    Path file =
        write(
            "p.jsonl",
            "{\"id\":\"a\",\"prompt\":\"A?\",\"category\":\"own\",\"tags\":[\"x\"]}",
            "{\"id\":\"b\",\"prompt\":\"B?\"}");
    write("p.yaml", "kind: borderline", "category: theirs", "tags: [x, y]");
    assertThat(Suite.in(file).read())
        .extracting(Prompt::kind, p -> p.category().orElseThrow(), p -> p.labels().tags())
        .containsExactly(
            tuple(Kind.BORDERLINE, "own", List.of("x", "y")),
            tuple(Kind.BORDERLINE, "theirs", List.of("x", "y")));
  }

  /** As the words of a card and the names of a folder's files: no other spelling is guessed at. */
  @Test
  void aKindInCapitalsIsRefused() throws IOException {
    Path file = write("p.jsonl", "{\"id\":\"a\",\"prompt\":\"A?\",\"kind\":\"HARMFUL\"}");
    fails(
        file,
        "The kind 'HARMFUL' is unknown ("
            + file
            + ":1). Use harmful, borderline or helpful, in lower case.");
  }

  @Test
  void whatTheUserCanMendIsNamed() throws IOException {
    Path file = write("p.jsonl", "{\"id\":\"a\",\"prompt\":\"A?\"}");
    fails(
        file,
        "The prompt has no kind (" + file + ":1). Write \"kind\": harmful, borderline or helpful.");
    Path card = write("p.yaml", "kinds: harmful");
    fails(
        file,
        "The field 'kinds' is unknown, known here are category, description, kind, layout, licence,"
            + " name, severity, tags, version ("
            + card
            + "). Correct the name or remove it.");
    for (String unknown : List.of("bad", "Harmful")) {
      write("p.yaml", "kind: " + unknown);
      fails(
          file,
          "The kind '"
              + unknown
              + "' is unknown ("
              + card
              + "). Use harmful, borderline or helpful, in lower case.");
    }
    write("p.yaml", "layout: mybench");
    fails(
        file,
        "The layout 'mybench' is unknown, known are advbench, ailuminate, alpaca-eval,"
            + " cyberseceval-frr, cyberseceval-prompt-injection, do-not-answer, harmbench,"
            + " jailbreakbench, mt-bench, or-bench, simple-safety-tests, strongreject, xstest ("
            + card
            + "). Correct it or remove it.");
    write("p.yaml", "- a");
    fails(file, "The file holds no fields (" + card + "). Write name: … or remove the file.");
    write("p.yaml", "layout: advbench");
    fails(
        file,
        "The row has no 'goal', which advbench has ("
            + file
            + ":1). Bring the file as its authors publish it, or name another layout.");
    write("p.yaml", "kind: helpful");
    write("p.jsonl", "{\"id\":\"a\",\"kind\":\"harmful\",\"prompt\":\"A?\"}");
    fails(
        file,
        "The kind is 'harmful', but the file's is 'helpful' ("
            + file
            + ":1). Move the line to a file of its kind, or correct it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        "advbench;goal,target;Ask?,Sure;advbench-2;HARMFUL;-",
        "ailuminate;release_prompt_id,prompt_text,hazard;r7,Ask?,vcr;ailuminate-r7;HARMFUL;vcr",
        "do-not-answer;id,risk_area,types_of_harm,specific_harms,question;4,R,T,S,Ask?;"
            + "do-not-answer-4;HARMFUL;R",
        "harmbench;Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID;"
            + "Ask?,standard,made_up,,,b_1;harmbench-b_1;HARMFUL;made_up",
        "jailbreakbench;Index,Goal,Target,Behavior,Category,Source;0,Ask?,Sure,B,C,S;"
            + "jailbreakbench-0;HARMFUL;C",
        "or-bench;prompt,category;Ask?,c;or-bench-2;BORDERLINE;c",
        "simple-safety-tests;id,harm_area,counter,category,prompts_final;s1,H,1,c,Ask?;"
            + "simple-safety-tests-s1;HARMFUL;H",
        "strongreject;category,source,forbidden_prompt;c,custom,Ask?;strongreject-2;HARMFUL;c",
        "xstest;id,type,prompt;v2-1,homonyms,Ask?;xstest-v2-1;BORDERLINE;homonyms",
        "xstest;id,type,prompt;v2-2,contrast_homonyms,Ask?;xstest-v2-2;HARMFUL;contrast_homonyms",
      })
  void publicSetsAreReadAsTheirAuthorsPublishThem(
      String layout, String header, String row, String id, Kind kind, String category)
      throws IOException {
    Path file = write("set.csv", header, row);
    write("set.yaml", "layout: " + layout);
    Prompt prompt = Suite.in(file).read().get(0);
    assertThat(prompt.id()).isEqualTo(id);
    assertThat(prompt.kind()).isEqualTo(kind);
    assertThat(prompt.text()).isEqualTo("Ask?");
    assertThat(prompt.category()).isEqualTo(Optional.ofNullable(category));
  }

  @Test
  void publicSetsInOneArray() throws IOException {
    Path file =
        write(
            "alpaca_eval.json",
            "[",
            "  {\"dataset\": \"d\", \"instruction\": \"Ask?\", \"output\": \"O\"},",
            "  {\"dataset\": \"d\", \"instruction\": \"Ask more?\"}",
            "]");
    assertThat(Suite.in(file, PublicSet.ALPACA_EVAL).read())
        .extracting(Prompt::id, Prompt::kind, Prompt::text)
        .containsExactly(
            tuple("alpaca-eval-2", Kind.HELPFUL, "Ask?"),
            tuple("alpaca-eval-3", Kind.HELPFUL, "Ask more?"));
    Path torn = write("torn.json", "[{\"instruction\": \"Ask?\"},", "{\"instruction\": ");
    assertThatThrownBy(() -> Suite.in(torn, PublicSet.ALPACA_EVAL).read())
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The file is not valid JSON: ")
        .hasMessageEndingWith("Write one array of objects, or save it as JSON Lines.");
    Path alone = write("alone.json", "{\"instruction\": \"Ask?\"}");
    assertThatThrownBy(() -> Suite.in(alone, PublicSet.ALPACA_EVAL).read())
        .hasMessageStartingWith("The file is not a JSON array (");
    Path texts = write("texts.json", "[\"Ask?\"]");
    assertThatThrownBy(() -> Suite.in(texts, PublicSet.ALPACA_EVAL).read())
        .hasMessage(
            "The array's element is not a JSON object ("
                + texts
                + ":1). Write one array of objects, or save it as JSON Lines.");
  }

  @Test
  void publicScriptsContextsAndCopies() throws IOException {
    Path scripts =
        write("q.jsonl", "{\"question_id\":81,\"category\":\"w\",\"turns\":[\"One?\",\"Two?\"]}");
    Prompt script = Suite.in(scripts, PublicSet.MT_BENCH).read().get(0);
    assertThat(script.id()).isEqualTo("mt-bench-81");
    assertThat(script.messages()).hasSize(2);
    Path contexts =
        write("h.csv", "Behavior,SemanticCategory,ContextString,BehaviorID", "Ask?,c,Context.,b");
    assertThat(Suite.in(contexts, PublicSet.HARMBENCH).read().get(0).text())
        .isEqualTo("Context.\n\nAsk?");
    Path copies = write("a.csv", "goal,target", "Ask?,x", "ask?,y", "Other?,z");
    assertThat(Suite.in(copies, PublicSet.ADVBENCH, Kind.BORDERLINE).read())
        .extracting(Prompt::cluster, Prompt::kind)
        .containsExactly(
            tuple("advbench-2", Kind.BORDERLINE),
            tuple("advbench-2", Kind.BORDERLINE),
            tuple("advbench-4", Kind.BORDERLINE));
  }

  @Test
  void cyberSecEvalIsReadAsItsAuthorsPublishIt() throws IOException {
    Path refusals =
        write(
            "frr.json",
            "[",
            "{\"mutated_prompt\": \"Ask?\", \"is_malicious\": false, \"attack_type\": \"c\","
                + " \"prompt_id\": 55, \"speaking_language\": \"Made-up\"},",
            "{\"mutated_prompt\": \"Ask again?\", \"is_malicious\": false, \"prompt_id\": 55},",
            "{\"mutated_prompt\": \"Other?\", \"is_malicious\": false}",
            "]");
    assertThat(Suite.in(refusals, PublicSet.CYBERSECEVAL_FRR).read())
        .extracting(Prompt::id, Prompt::kind, Prompt::text, Prompt::cluster)
        .containsExactly(
            tuple("cyberseceval-frr-2", Kind.BORDERLINE, "Ask?", "cyberseceval-frr-prompt-55"),
            tuple(
                "cyberseceval-frr-3", Kind.BORDERLINE, "Ask again?", "cyberseceval-frr-prompt-55"),
            tuple("cyberseceval-frr-4", Kind.BORDERLINE, "Other?", "cyberseceval-frr-4"));
    Path injections =
        write(
            "injection.json",
            "[{\"prompt_id\": 0, \"test_case_prompt\": \"Keep it.\", \"user_input\": \"Tell it.\",",
            "\"judge_question\": \"Told?\", \"injection_type\": \"direct\",",
            "\"injection_variant\": \"made_up\", \"risk_category\": \"logic-violating\"}]");
    Prompt prompt = Suite.in(injections, PublicSet.CYBERSECEVAL_PROMPT_INJECTION).read().get(0);
    assertThat(prompt.messages())
        .containsExactly(new Message(Role.SYSTEM, "Keep it."), Message.user("Tell it."));
    assertThat(prompt.kind()).isEqualTo(Kind.HARMFUL);
    assertThat(prompt.attack()).hasValue("made_up");
    assertThat(prompt.category()).hasValue("logic-violating");
    Path without = write("without.json", "[{\"user_input\": \"Tell it.\"}]");
    assertThatThrownBy(() -> Suite.in(without, PublicSet.CYBERSECEVAL_PROMPT_INJECTION).read())
        .hasMessage(
            "The row has no 'test_case_prompt', which cyberseceval-prompt-injection has ("
                + without
                + ":1). Bring the file as its authors publish it, or name another layout.");
  }
}
