package dev.bulwark.stage;

import dev.bulwark.data.Conversation;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.stage.GhostAttentionSettings.Turns;
import dev.bulwark.stage.Instructions.Instruction;
import dev.bulwark.stage.Instructions.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dialogue that is answered under an instruction, as far as it has got.
 *
 * @param where its file and line
 * @param system what its own system message says; empty where it has none
 * @param questions the user's turns, at least two
 * @param answers the assistant's turns so far
 * @param instruction what is to hold over all of it
 */
record Dialogue(
    String where,
    String system,
    List<String> questions,
    List<String> answers,
    Instruction instruction) {
  private static final String BREAK = "\n\n";

  /** Copies the turns, so that the value can't change. */
  Dialogue {
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
  }

  /** A dialogue that waits for its answers: those that are not to be drawn are the data's. */
  static Dialogue of(Conversation conversation, Instruction instruction, Turns drawn) {
    List<String> questions = said(conversation, Role.USER);
    List<String> answers =
        drawn == Turns.ALL
            ? List.of()
            : said(conversation, Role.ASSISTANT).subList(0, questions.size() - 1);
    String system = said(conversation, Role.SYSTEM).stream().findFirst().orElse("");
    return new Dialogue(conversation.where(), system, questions, answers, instruction);
  }

  private static List<String> said(Conversation conversation, Role role) {
    return conversation.messages().stream()
        .filter(message -> message.role() == role)
        .map(Message::content)
        .toList();
  }

  /** Whether person and model speak in turn, the person first. */
  static boolean isInOrder(Conversation conversation) {
    Role before = Role.ASSISTANT;
    for (Message message : conversation.messages()) {
      if (message.role() == before) {
        return false;
      }
      before = message.role() == Role.SYSTEM ? before : message.role();
    }
    return true;
  }

  /** How often the person speaks. */
  static int questions(Conversation conversation) {
    return said(conversation, Role.USER).size();
  }

  /** Whether every question has its answer. */
  boolean isAnswered() {
    return answers.size() == questions.size();
  }

  /** With one more answer. */
  Dialogue answered(String answer) {
    return new Dialogue(
        where,
        system,
        questions,
        Stream.concat(answers.stream(), Stream.of(answer)).toList(),
        instruction);
  }

  /** What the model is given for its next answer: the instruction stands in every question. */
  List<Message> given() {
    List<String> instructed =
        questions.subList(0, answers.size() + 1).stream()
            .map(question -> instruction.asked() + BREAK + question)
            .toList();
    return turns(system, instructed);
  }

  /** What is learned: the instruction stands in front only, the last answer is the target. */
  Scored learned(Place place) {
    List<String> plain = new ArrayList<>(questions);
    String front = system;
    if (place == Place.FIRST_TURN) {
      plain.set(0, instruction.learned() + BREAK + questions.get(0));
    } else {
      front = system.isEmpty() ? instruction.learned() : system + BREAK + instruction.learned();
    }
    return new Scored(turns(front, plain), answers.get(answers.size() - 1), false);
  }

  /** The system's words, then questions with the answers between them, up to the last question. */
  private List<Message> turns(String front, List<String> asked) {
    List<Message> turns = new ArrayList<>();
    if (!front.isEmpty()) {
      turns.add(new Message(Role.SYSTEM, front));
    }
    for (int i = 0; i < asked.size(); i++) {
      turns.add(Message.user(asked.get(i)));
      if (i + 1 < asked.size()) {
        turns.add(Message.assistant(answers.get(i)));
      }
    }
    return turns;
  }
}
