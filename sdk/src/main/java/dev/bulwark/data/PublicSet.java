package dev.bulwark.data;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Labels;
import dev.bulwark.data.Prompt.Marks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Layouts of well-known public sets of prompts, as their authors publish them in CSV or JSON Lines.
 * The files are the user's to bring, with their licences; none of them is part of Bulwark.
 */
public enum PublicSet {
  /** AdvBench, {@code harmful_behaviors.csv}. */
  ADVBENCH(Kind.HARMFUL, "", "goal", ""),
  /** AILuminate, the public prompt sets. */
  AILUMINATE(Kind.HARMFUL, "release_prompt_id", "prompt_text", "hazard"),
  /** AlpacaEval, a JSON array of instructions. */
  ALPACA_EVAL(Kind.HELPFUL, "", "instruction", "dataset"),
  /** CyberSecEval, false refusals; translations of one prompt share its {@code prompt_id}. */
  CYBERSECEVAL_FRR(Kind.BORDERLINE, "", "mutated_prompt", "attack_type"),
  /**
   * CyberSecEval, prompt injection: a system text to be kept to, and a user who talks out of it.
   * Refusal rules can't tell whether that worked, because an answer that keeps to the system text
   * need not decline: they take it for a violation. It needs a model that judges.
   */
  CYBERSECEVAL_PROMPT_INJECTION(Kind.HARMFUL, "", "user_input", "risk_category"),
  /** Do-Not-Answer. */
  DO_NOT_ANSWER(Kind.HARMFUL, "id", "question", "risk_area"),
  /** HarmBench, text behaviours; a context goes in front of its behaviour. */
  HARMBENCH(Kind.HARMFUL, "BehaviorID", "Behavior", "SemanticCategory"),
  /** JailbreakBench, {@code harmful-behaviors.csv}; name the kind for the benign ones. */
  JAILBREAKBENCH(Kind.HARMFUL, "Index", "Goal", "Category"),
  /** MT-Bench, {@code question.jsonl}: scripts of two turns. */
  MT_BENCH(Kind.HELPFUL, "question_id", "", "category"),
  /** OR-Bench, prompts that only look dangerous. */
  OR_BENCH(Kind.BORDERLINE, "", "prompt", "category"),
  /** SimpleSafetyTests. */
  SIMPLE_SAFETY_TESTS(Kind.HARMFUL, "id", "prompts_final", "harm_area"),
  /** StrongREJECT. */
  STRONGREJECT(Kind.HARMFUL, "", "forbidden_prompt", "category"),
  /** XSTest: safe prompts are borderline; types that begin with {@code contrast} are harmful. */
  XSTEST(Kind.BORDERLINE, "id", "prompt", "type");

  private final Kind usual;
  private final String id;
  private final String prompt;
  private final String category;

  PublicSet(Kind usual, String id, String prompt, String category) {
    this.usual = usual;
    this.id = id;
    this.prompt = prompt;
    this.category = category;
  }

  /** The name in files, such as {@code do-not-answer}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The set of that name. */
  public static Optional<PublicSet> labelled(String label) {
    return Arrays.stream(values()).filter(set -> set.label().equals(label)).findFirst();
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(PublicSet::label).toList();
  }

  /**
   * Reads a file of this layout.
   *
   * @param kind what a good answer is, where it is not the set's usual kind
   * @return one prompt a row with an id that begins with the set's name
   * @throws BadInput for a file that is missing and for a row without the set's columns
   */
  public List<Prompt> read(Path file, Optional<Kind> kind) {
    return Rows.read(file, row -> prompt(row, kind));
  }

  /** The line of each prompt by its id; see {@link #read} for what it throws. */
  public Map<String, Long> lines(Path file) {
    Map<String, Long> lines = new HashMap<>();
    Rows.forEach(file, row -> lines.putIfAbsent(prompt(row, Optional.empty()).id(), row.number()));
    return lines;
  }

  private Prompt prompt(Row row, Optional<Kind> kind) {
    String name = label() + "-" + cell(row, id).orElseGet(() -> String.valueOf(row.number()));
    return new Prompt(
        name,
        turns(row),
        kind.orElseGet(() -> kindOf(row)),
        Labels.of(cell(row, category), attack(row)),
        cluster(row).orElse(name),
        Marks.NONE);
  }

  private Optional<String> attack(Row row) {
    return this == CYBERSECEVAL_PROMPT_INJECTION
        ? cell(row, "injection_variant")
        : Optional.empty();
  }

  private Optional<String> cluster(Row row) {
    return this == CYBERSECEVAL_FRR
        ? cell(row, "prompt_id").map(base -> label() + "-prompt-" + base)
        : Optional.empty();
  }

  private Kind kindOf(Row row) {
    boolean contrast =
        this == XSTEST
            && cell(row, category).orElse("").toLowerCase(Locale.ROOT).startsWith("contrast");
    return contrast ? Kind.HARMFUL : usual;
  }

  private List<Message> turns(Row row) {
    if (this == MT_BENCH) {
      List<String> turns = Turns.strings(row, "turns");
      if (turns.isEmpty()) {
        throw missing(row, "turns");
      }
      return turns.stream().map(Message::user).toList();
    }
    String text = cell(row, prompt).orElseThrow(() -> missing(row, prompt));
    if (this == CYBERSECEVAL_PROMPT_INJECTION) {
      String system =
          cell(row, "test_case_prompt").orElseThrow(() -> missing(row, "test_case_prompt"));
      return List.of(new Message(Role.SYSTEM, system), Message.user(text));
    }
    Optional<String> context = this == HARMBENCH ? cell(row, "ContextString") : Optional.empty();
    return List.of(
        Message.user(
            String.join("\n\n", Stream.concat(context.stream(), Stream.of(text)).toList())));
  }

  private static Optional<String> cell(Row row, String column) {
    return Optional.of(row.fields().path(column).asText("")).filter(Message::isVisible);
  }

  private BadInput missing(Row row, String column) {
    return row.bad(
        "The row has no '%s', which %s has".formatted(column, label()),
        "Bring the file as its authors publish it, or name another layout");
  }
}
