package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Message;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Role;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Sampling;
import dev.bulwark.stage.GhostAttentionSettings.Drawing;
import dev.bulwark.stage.GhostAttentionSettings.Turns;
import dev.bulwark.stage.Instructions.Constraint;
import dev.bulwark.stage.Instructions.Place;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.Optimisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A world of letters: the instructions are g and h, and whoever obeys answers with that letter.
 * Questions are two other letters.
 */
class GhostAttentionTest {
  private static final List<String> QUESTIONS = List.of("b", "c", "d", "e", "f");

  @TempDir Path folder;
  private ModelFolder model;
  private Path output;
  private final List<Progress> progress = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void inputs() {
    Path path = Letters.model(folder.resolve("model"), 2).path();
    Folders.editJson(
        path.resolve("tokenizer_config.json"),
        config ->
            config.put(
                "chat_template",
                "{% for m in messages %}{% if m['role'] == 'assistant' %}<a>{{ m['content'] }}</s>"
                    + "{% else %}<u>{{ m['content'] }}{% endif %}{% endfor %}"
                    + "{% if add_generation_prompt %}<a>{% endif %}"));
    model = ModelFolder.open(path);
    output = folder.resolve("run/ghost-attention");
  }

  private static Instructions letters() {
    return new Instructions(
        List.of(new Constraint("{}", "{}", List.of("g", "h"))), 1, 0, Place.SYSTEM);
  }

  private GhostAttention stage(Path dialogues) {
    return GhostAttention.on(Conversations.in(dialogues))
        .with(s -> s.instructions(letters()).precision(PrecisionChoice.FP32))
        .with(s -> s.drawing(d -> new Drawing(Turns.ALL, 1, 4, 8)))
        .with(s -> s.optimisation(o -> new Optimisation(5e-3, 0, 1, 0, 1, 8, 1)));
  }

  private ModelFolder run(GhostAttention stage, Watcher watcher) {
    return stage.prepare(model).run(new StageRun(model, output, 3, watcher));
  }

  private ModelFolder run(GhostAttention stage) {
    return run(stage, new Heard(progress, notes));
  }

  /** Two questions and answers each: 25 of them, all different. */
  private Path dialogues() {
    List<String> lines = new ArrayList<>();
    for (String first : QUESTIONS) {
      for (String second : QUESTIONS) {
        lines.add(line("", first + second, "a", second + first, "a"));
      }
    }
    return Folders.lines(folder.resolve("dialogues.jsonl"), lines.toArray(String[]::new));
  }

  /** A line of turns, the person's first; in front of them the system's where it says something. */
  private static String line(String system, String... turns) {
    List<String> messages = new ArrayList<>();
    if (!system.isEmpty()) {
      messages.add("{'role':'system','content':'%s'}".formatted(system));
    }
    for (int i = 0; i < turns.length; i++) {
      String role = i % 2 == 0 ? "user" : "assistant";
      messages.add("{'role':'%s','content':'%s'}".formatted(role, turns[i]));
    }
    return "{'messages':[%s]}".formatted(String.join(",", messages)).replace('\'', '"');
  }

  /**
   * A model that obeys where the instruction stands in the question itself or in front of the first
   * one, and has forgotten it by the second; without one it answers a.
   */
  private ModelFolder forgetful() {
    List<String> lines = new ArrayList<>();
    for (String first : QUESTIONS) {
      for (String second : QUESTIONS) {
        String one = first + second;
        String two = second + first;
        lines.add(line("", one, "a", two, "a"));
        for (String letter : List.of("g", "h")) {
          lines.add(line("", letter + one, letter, letter + two, letter));
          lines.add(line(letter, one, letter, two, "a"));
        }
      }
    }
    Path data = Folders.lines(folder.resolve("base.jsonl"), lines.toArray(String[]::new));
    return SafetySFT.on(Conversations.in(data))
        .with(s -> s.precision(PrecisionChoice.FP32))
        .with(s -> s.optimisation(o -> new Optimisation(1e-2, 0.05, 0.1, 0, 1, 16, 16)))
        .prepare(model)
        .run(new StageRun(model, folder.resolve("run/base"), 1, Watcher.none()));
  }

  /** Answers to the third question of dialogues in which the first two were answered by letter. */
  private static long obeying(ModelFolder model, String letter) {
    List<Prompt> prompts = new ArrayList<>();
    for (String first : QUESTIONS) {
      List<Message> turns =
          List.of(
              new Message(Role.SYSTEM, letter),
              Message.user(first + first),
              Message.assistant(letter),
              Message.user("b" + first));
      prompts.add(Prompt.of(first, Prompt.Kind.HELPFUL, "x").variant(first, turns));
    }
    try (LocalResponder responder =
        new LocalResponder(model, Compute.FP32, Sampling.greedy(4), Backend.local())) {
      return responder.respond(prompts).stream().filter(letter::equals).count();
    }
  }

  @Test
  void aModelThatForgetsItsInstructionLearnsToKeepIt() {
    model = forgetful();
    assertThat(obeying(model, "g") + obeying(model, "h")).isLessThanOrEqualTo(1);
    ModelFolder tuned =
        run(
            stage(dialogues())
                .with(s -> s.optimisation(o -> new Optimisation(5e-3, 0, 0.1, 0, 1, 8, 12))));
    assertThat(obeying(tuned, "g") + obeying(tuned, "h")).isGreaterThanOrEqualTo(9);
  }

  /** In every line the system's letter, the first question and the second stand plain. */
  @Test
  void samplesHaveTheInstructionInFrontAndNoWeightBeforeTheLastAnswer() throws IOException {
    run(stage(dialogues()).with(s -> s.drawing(d -> new Drawing(Turns.LAST, 1, 12, 8))));
    JsonNode report = Fixtures.json(output.resolve("samples/report.json"));
    List<String> learned = Files.readAllLines(output.resolve("samples/learned.jsonl"));
    assertThat(learned)
        .hasSize(report.path("learned").asInt())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line.replace('"', '\''))
                    .matches(
                        "\\{'messages':\\[\\{'role':'system','content':'[gh]'},"
                            + "\\{'role':'user','content':'[b-f]{2}'},"
                            + "\\{'role':'assistant','content':'a','weight':0},"
                            + "\\{'role':'user','content':'[b-f]{2}'},"
                            + "\\{'role':'assistant','content':'[a-h ]+'}]}"));
    int dropped = report.at("/dropped/empty").asInt() + report.at("/dropped/unfinished").asInt();
    assertThat(report.path("learned").asInt() + dropped).isEqualTo(25);
    assertThat(report.path("dialogues").asInt()).isEqualTo(25);
    assertThat(report.path("questions").asDouble()).isEqualTo(2);
    assertThat(TrainedPrompts.in(output).stagesOf("bc")).containsExactly("ghost-attention");
    assertThat(notes)
        .contains("ghost-attention, dialogues: 25 of 25 records kept")
        .anyMatch(note -> note.startsWith("ghost-attention: %d of 25 ".formatted(learned.size())));
    assertThat(Folders.in(output.getParent())).containsExactly("ghost-attention");
  }

  /** The sample's first question is "g\n\nbc" or "h\n\nbc": the gate asks the question alone. */
  @Test
  void aQuestionIsTrainedOnWhateverInstructionStandsBeforeIt() throws IOException {
    Path one = Folders.lines(folder.resolve("d.jsonl"), line("", "bc", "a", "cd", "a"));
    run(
        stage(one)
            .with(s -> s.instructions(letters().place(Place.FIRST_TURN)))
            .with(s -> s.drawing(d -> new Drawing(Turns.LAST, 1, 48, 8))));
    assertThat(Files.readString(output.resolve("samples/learned.jsonl")))
        .containsPattern("\"[gh]\\\\n\\\\nbc\"");
    TrainedPrompts trained = TrainedPrompts.in(output);
    assertThat(trained.stagesOf("bc")).containsExactly("ghost-attention");
    assertThat(trained.stagesOf("cd")).containsExactly("ghost-attention");
    assertThat(trained.stagesOf("dc")).isEmpty();
  }

  /**
   * The tokens are {@code <u> g <u> b c <a> a </s> <u> c b <a> h </s>}: of 14 the last two carry
   * loss, the answer and its end. As it stands in a file that anybody else learns from.
   */
  @Test
  void onlyTheLastAnswerAndItsEndAreLearned() {
    Scored sample =
        Dialogue.of(
                Conversations.in(Folders.lines(folder.resolve("d.jsonl"), oneLine())).read().get(0),
                new Instructions.Instruction("h", "g"),
                Turns.LAST)
            .answered("h")
            .learned(Place.SYSTEM);
    Path file = folder.resolve("learned.jsonl");
    SampledConversations.write(file, List.of(sample));
    try (SftReading reading =
        SftReading.of("safety-sft", model, Conversations.in(file), SftData.defaults())) {
      Encoded encoded = reading.examples().get(0).encoded();
      assertThat(encoded.length()).isEqualTo(14);
      boolean[] learned = new boolean[14];
      learned[12] = true;
      learned[13] = true;
      assertThat(encoded.learned()).isEqualTo(learned);
    }
  }

  private static String oneLine() {
    return line("", "bc", "a", "cb", "a");
  }

  /** Stopped after two batches of answers, then in the second step of learning. */
  @Test
  void aRunThatWasStoppedGoesOnAndEndsWithTheSameBits() throws IOException {
    GhostAttention stage =
        stage(dialogues())
            .with(s -> s.checkpoints(new CheckpointPlan(1, 1, 2)).optimisation(o -> o.batch(2)));
    run(stage);
    byte[] whole = Files.readAllBytes(output.resolve("model.safetensors"));
    List<String> learned = Files.readAllLines(output.resolve("samples/learned.jsonl"));
    int drawn = (int) progress.stream().filter(each -> each.stage().endsWith("answers")).count();
    progress.clear();
    run(stage);
    assertThat(progress).isEmpty();
    output = folder.resolve("other/ghost-attention");
    for (int news : List.of(2, drawn)) {
      assertThatThrownBy(() -> run(stage, stoppedAfter(news))).hasMessage("stopped");
    }
    assertThat(notes).doesNotContain("ghost-attention goes on after step 1");
    run(stage);
    assertThat(notes).contains("ghost-attention goes on after step 1");
    assertThat(Files.readAllLines(output.resolve("samples/learned.jsonl"))).isEqualTo(learned);
    assertThat(Files.readAllBytes(output.resolve("model.safetensors"))).isEqualTo(whole);
  }

  private static Watcher stoppedAfter(int news) {
    int[] left = {news};
    return step -> {
      if (--left[0] == 0) {
        throw new IllegalStateException("stopped");
      }
    };
  }

  /** Three letters fill up a window of 64 with the answer's 58: {@code <u> g b <a>} and more. */
  @Test
  void dialoguesThatGrowTooLongAreDroppedAndCounted() {
    Path file =
        Folders.lines(
            folder.resolve("d.jsonl"),
            oneLine(),
            line("", "b".repeat(50), "a", "c", "a"),
            line("", "bc", "a"));
    run(stage(file).with(s -> s.drawing(d -> new Drawing(Turns.LAST, 1, 32, 8))));
    JsonNode report = Fixtures.json(output.resolve("samples/report.json"));
    assertThat(report.path("dialogues").asInt()).isEqualTo(2);
    assertThat(report.at("/dropped/tooLong").asInt()).isEqualTo(1);
    assertThat(report.path("leftOut").asInt()).isEqualTo(1);
    assertThat(notes)
        .contains(
            "ghost-attention, dialogues: 2 of 3 records kept; dropped 1 (the user speaks once)");
  }

  @Test
  void otherConversationsAreLearnedBeside() throws IOException {
    Path others = Folders.lines(folder.resolve("o.jsonl"), line("", "ff", "a"));
    run(stage(dialogues()).beside(Conversations.in(others)));
    int learned = Files.readAllLines(output.resolve("samples/learned.jsonl")).size();
    assertThat(notes).contains("ghost-attention: %1$d of %1$d records kept".formatted(learned + 1));
    assertThatThrownBy(
            () -> stage(dialogues()).beside(Conversations.in(Path.of("none.jsonl"))).prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("There is no such file (none.jsonl). ");
  }

  @Test
  void withoutDialoguesThereIsNothingToAnswer() {
    Path file =
        Folders.lines(
            folder.resolve("d.jsonl"),
            line("", "b", "a"),
            "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}");
    assertThatThrownBy(() -> stage(file).prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There is no dialogue to answer: 0 of 2 records kept; dropped 1 (the user speaks once),"
                + " 1 (turns out of order) (%s). Add conversations in which the user speaks at"
                    .formatted(file)
                + " least twice.");
  }

  @Test
  void answersThatAreAllCutAreAnError() {
    Path file = Folders.lines(folder.resolve("d.jsonl"), oneLine());
    for (int longest : List.of(60, Integer.MAX_VALUE)) {
      assertThatThrownBy(
              () ->
                  run(
                      stage(file)
                          .with(s -> s.drawing(d -> new Drawing(Turns.LAST, 1, longest, 8)))))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "No dialogue can be learned: 0 of 1 dialogues are learned, 0.0 questions each, 0 with"
                  + " a shortened instruction; dropped 1 too long, 0 with an empty answer, 0 cut at"
                  + " their longest (ghost-attention). Use shorter dialogues or a smaller"
                  + " drawing.longest for those that are too long, a larger one for those that are"
                  + " cut.");
    }
  }

  @Test
  void aTemplateThatKnowsNoSystemIsRefusedUnlessTheFirstTurnTakesItsPlace() {
    Folders.editJson(
        model.path().resolve("tokenizer_config.json"),
        config ->
            config.put(
                "chat_template",
                "{% for m in messages if m['role'] != 'system' %}<u>{{ m['content'] }}{% endfor %}"
                    + "{% if add_generation_prompt %}<a>{% endif %}"));
    model = ModelFolder.open(model.path());
    GhostAttention stage = stage(dialogues());
    assertThatThrownBy(() -> stage.prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The chat template leaves out what the system says (%s). Set instructions.place to"
                    .formatted(model.path())
                + " first_turn, or use the template that belongs to the model.");
    assertThat(
            stage
                .with(s -> s.instructions(s.instructions().place(Place.FIRST_TURN)))
                .prepare(model))
        .isNotNull();
  }
}
