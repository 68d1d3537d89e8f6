package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.Prompt.Judged;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Labels;
import dev.bulwark.data.Prompt.Marks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prompts in a file of JSON Lines, CSV, TSV or Parquet; naming it touches nothing. In CSV and TSV a
 * list stands in one cell, with {@code |} between its elements.
 *
 * <p>A line is {@code {"id": "…", "prompt": "…"}}, or has {@code "messages"} that end with the
 * user's turn, or {@code "turns"}, what the user says turn by turn. Optional are {@code category},
 * {@code attack}, {@code severity}, {@code tags}, {@code cluster} (default: the id), {@code kind},
 * {@code judged} ({@code last} or {@code every} answer of a script), and the marks {@code expected}
 * and {@code forbidden}, lists of strings. Other fields are for readers, but a name that is nearly
 * one of these is an error.
 *
 * @param file the file
 * @param kind what a good answer to these prompts is; empty where each line says it
 */
public record Prompts(Path file, Optional<Kind> kind) {

  /** Names that read like a misspelling of these are refused. */
  private static final List<String> FIELDS =
      List.of(
          "attack",
          "category",
          "cluster",
          "expected",
          "forbidden",
          "judged",
          "kind",
          "messages",
          "prompt",
          "severity",
          "tags",
          "turns");

  /** The prompts of one kind in a file. */
  public static Prompts in(Path file, Kind kind) {
    return new Prompts(file, Optional.of(kind));
  }

  /** Prompts of any kind in a file, each of which says its {@code kind}. */
  public static Prompts in(Path file) {
    return new Prompts(file, Optional.empty());
  }

  /**
   * Reads and checks the whole file.
   *
   * @return at least one prompt, in the order of the file
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public List<Prompt> read() {
    return Rows.read(file, this::prompt);
  }

  /** The line of each prompt by its id; see {@link #read} for what it throws. */
  public Map<String, Long> lines() {
    Map<String, Long> lines = new HashMap<>();
    Rows.forEach(file, row -> lines.putIfAbsent(prompt(row).id(), row.number()));
    return lines;
  }

  /**
   * Reads and checks JSON Lines that lie in no file, such as a resource.
   *
   * @throws BadInput naming the line of the first thing that is wrong
   */
  public List<Prompt> read(BufferedReader lines) throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    JsonLines.read(file, lines, row -> prompts.add(prompt(row)));
    return prompts;
  }

  private Prompt prompt(Row line) {
    line.refuseNearly(FIELDS);
    String id =
        Turns.label(line, "id")
            .filter(name -> !name.isBlank())
            .orElseThrow(
                () -> line.bad("The prompt has no id", "Write \"id\": \"…\", unique in the suite"));
    return new Prompt(
        id,
        turns(line),
        kindOf(line),
        new Labels(
            Turns.label(line, "category"),
            Turns.label(line, "attack"),
            Turns.label(line, "severity"),
            Turns.strings(line, "tags")),
        Turns.label(line, "cluster").orElse(id),
        new Marks(Turns.strings(line, "expected"), Turns.strings(line, "forbidden")),
        judged(line));
  }

  private static Judged judged(Row line) {
    String label = Turns.label(line, "judged").orElse(Judged.LAST.label());
    return Arrays.stream(Judged.values())
        .filter(judged -> judged.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                line.bad(
                    "The field 'judged' is '%s'".formatted(label),
                    "Use last, for the answer to the last turn, or every, in lower case"));
  }

  private Kind kindOf(Row line) {
    Optional<String> label = Turns.label(line, "kind");
    if (label.isEmpty()) {
      return kind.orElseThrow(
          () ->
              line.bad("The prompt has no kind", "Write \"kind\": harmful, borderline or helpful"));
    }
    Kind said =
        Kind.labelled(label.get())
            .orElseThrow(
                () ->
                    line.bad(
                        "The kind '" + label.get() + "' is unknown",
                        "Use harmful, borderline or helpful, in lower case"));
    if (kind.isPresent() && kind.get() != said) {
      throw line.bad(
          "The kind is '%s', but the file's is '%s'".formatted(said.label(), kind.get().label()),
          "Move the line to a file of its kind, or correct it");
    }
    return said;
  }

  private static List<Message> turns(Row line) {
    if (line.fields().hasNonNull("messages")) {
      List<Message> messages = Turns.of(line);
      if (messages.get(messages.size() - 1).role() != Role.USER) {
        throw line.bad("The last message is not the user's", "End with what is to be answered");
      }
      if (!Message.isVisible(messages.get(messages.size() - 1).content())) {
        throw line.bad("The last message is empty", "Write what is to be answered");
      }
      return messages;
    }
    List<String> turns = Turns.strings(line, "turns");
    if (!turns.isEmpty()) {
      return turns.stream().map(Message::user).toList();
    }
    Optional<String> text =
        Optional.of(line.fields().path("prompt"))
            .filter(value -> value.isTextual() || line.isTable())
            .map(JsonNode::asText)
            .filter(Message::isVisible);
    return List.of(
        Message.user(
            text.orElseThrow(() -> line.bad("The line has no prompt", "Write \"prompt\": \"…\""))));
  }
}
