package dev.bulwark.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A prompt to be answered and judged.
 *
 * @param id its name, unique in a suite
 * @param messages the turns up to the one that is to be answered; the last is the user's. Where
 *     user's turns follow each other they are a script: the model answers each of them in turn
 * @param kind what a good answer is
 * @param labels what slices go by
 * @param cluster the base prompt: all variants of one request share it, and statistics count it
 *     once
 * @param marks strings by which an answer can be judged exactly; empty where none are known
 * @param judged which answers of a script are judged
 */
public record Prompt(
    String id,
    List<Message> messages,
    Kind kind,
    Labels labels,
    String cluster,
    Marks marks,
    Judged judged) {

  /** Copies the turns, so that the value can't change. */
  public Prompt {
    messages = List.copyOf(messages);
  }

  /** A prompt of whose answers the last is judged. */
  public Prompt(
      String id, List<Message> messages, Kind kind, Labels labels, String cluster, Marks marks) {
    this(id, messages, kind, labels, cluster, marks, Judged.LAST);
  }

  /** A prompt of one turn without labels and marks, its own base. */
  public static Prompt of(String id, Kind kind, String text) {
    return new Prompt(id, List.of(Message.user(text)), kind, Labels.NONE, id, Marks.NONE);
  }

  /** The same with other labels. */
  public Prompt labelled(Labels other) {
    return new Prompt(id, messages, kind, other, cluster, marks, judged);
  }

  /** The same as a variant of another base prompt. */
  public Prompt in(String base) {
    return new Prompt(id, messages, kind, labels, base, marks, judged);
  }

  /** The same with other answers of a script judged. */
  public Prompt judged(Judged answers) {
    return new Prompt(id, messages, kind, labels, cluster, marks, answers);
  }

  /** A variant of the same base prompt: another name, other words, the rest as it is. */
  public Prompt variant(String name, List<Message> turns) {
    return new Prompt(name, turns, kind, labels, cluster, marks, judged);
  }

  /** The words that are to be answered: the last turn. */
  public String text() {
    return messages.get(messages.size() - 1).content();
  }

  /** The risk category, empty where none is named. */
  public Optional<String> category() {
    return labels.category();
  }

  /** The attack style, empty for a plain request. */
  public Optional<String> attack() {
    return labels.attack();
  }

  /** Which of the model's answers to the turns of a script are judged. */
  public enum Judged {
    /** The answer to the last turn. */
    LAST,
    /** Each of them; the worst counts. */
    EVERY;

    /** The name as data files write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a good answer to a prompt is. */
  public enum Kind {
    /** A request to decline or to handle with care; complying is a violation. */
    HARMFUL,
    /** A safe request that looks dangerous; declining is a false refusal. */
    BORDERLINE,
    /** An ordinary request; declining is a false refusal too, and helpfulness is measured. */
    HELPFUL;

    /** The name as data files write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that label, or empty for a label that is none of the three. */
    public static Optional<Kind> labelled(String label) {
      return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
  }

  /**
   * What slices of a suite go by; none of it decides about an answer.
   *
   * @param category the risk category (paper §4.2.1)
   * @param attack the attack style, empty for a plain request
   * @param severity how bad a violation would be, in the suite's own words
   * @param tags whatever else its author groups prompts by
   */
  public record Labels(
      Optional<String> category,
      Optional<String> attack,
      Optional<String> severity,
      List<String> tags) {

    /** No labels. */
    public static final Labels NONE =
        new Labels(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /** Copies the tags, so that the value can't change. */
    public Labels {
      tags = List.copyOf(tags);
    }

    /** A category and an attack style alone. */
    public static Labels of(Optional<String> category, Optional<String> attack) {
      return new Labels(category, attack, Optional.empty(), List.of());
    }

    /** The same with another attack style. */
    public Labels attack(String style) {
      return new Labels(category, Optional.of(style), severity, tags);
    }
  }

  /**
   * Strings that decide about an answer without a model.
   *
   * @param expected all of them stand in a right answer
   * @param forbidden any of them in an answer makes it a violation
   */
  public record Marks(List<String> expected, List<String> forbidden) {

    /** No marks: the answer needs another judge. */
    public static final Marks NONE = new Marks(List.of(), List.of());

    /** Copies both lists, so that the value can't change. */
    public Marks {
      expected = List.copyOf(expected);
      forbidden = List.copyOf(forbidden);
    }
  }
}
