package dev.bulwark.evaluate;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.RecordedAnswer;
import dev.bulwark.data.RecordedAnswers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the answers that a file holds, so that those of any model, and answers made by people, are
 * judged and gated as a model's own. It has one answer to every prompt of a suite, or is not made.
 */
public final class RecordedResponder implements Responder {
  private final Path file;
  private final String fingerprint;
  private final Map<String, Recorded> answers = new HashMap<>();
  private final Map<List<Message>, List<Prompt>> sameWords = new HashMap<>();
  private int unused;

  /** The prompt that an answer was given to, and the answer. */
  private record Recorded(Prompt prompt, RecordedAnswer answer) {

    /** The answer to the turn at which a dialogue is. */
    String at(Prompt asked) {
      List<Integer> stops = Dialogue.stops(prompt);
      for (int k = 0; k < stops.size(); k++) {
        // So far the prompt's own turns were said, and one answer at each earlier stop.
        if (asked.messages().size() == stops.get(k) + k) {
          return answer.answers().get(k);
        }
      }
      throw unknown(asked.id());
    }
  }

  private RecordedResponder(Path file, String fingerprint) {
    this.file = file;
    this.fingerprint = fingerprint;
  }

  /**
   * Holds recorded answers against prompts.
   *
   * @param recorded where the answers are; lines that belong to no prompt are counted and not used
   * @param prompts all that will be asked; each is found by its id, or else by its words
   * @throws BadInput naming the prompt that has no answer, or the line of one that has two, that
   *     answers other words than the prompt's, or that answers fewer or more turns
   */
  public static RecordedResponder of(RecordedAnswers recorded, List<Prompt> prompts) {
    RecordedAnswers.Hashed read = recorded.readHashed();
    RecordedResponder responder = new RecordedResponder(recorded.file(), read.sha256());
    Map<String, Prompt> byId = new HashMap<>();
    for (Prompt prompt : prompts) {
      byId.put(prompt.id(), prompt);
      responder.sameWords.computeIfAbsent(prompt.messages(), none -> new ArrayList<>()).add(prompt);
    }
    read.answers().forEach(answer -> responder.add(answer, byId));
    responder.demandAll(prompts);
    return responder;
  }

  private void add(RecordedAnswer answer, Map<String, Prompt> byId) {
    Prompt named = answer.id().map(byId::get).orElse(null);
    if (named == null) {
      List<Prompt> same = sameWords.getOrDefault(answer.prompt(), List.of());
      unused += same.isEmpty() ? 1 : 0;
      same.forEach(prompt -> add(prompt, answer));
      return;
    }
    if (!answer.prompt().isEmpty() && !answer.prompt().equals(named.messages())) {
      throw new BadInput(
          "The line answers '%s', but in other words than the suite asks it".formatted(named.id()),
          answer.place(),
          "Have the suite's prompt answered, or correct the id");
    }
    add(named, answer);
  }

  private void add(Prompt prompt, RecordedAnswer answer) {
    int turns = Dialogue.stops(prompt).size();
    if (answer.answers().size() != turns) {
      throw new BadInput(
          "The prompt '%s' has turns to answer: %d, but the line holds answers: %d"
              .formatted(prompt.id(), turns, answer.answers().size()),
          answer.place(),
          "Write \"responses\" with one answer a turn");
    }
    Recorded earlier = answers.putIfAbsent(prompt.id(), new Recorded(prompt, answer));
    if (earlier != null) {
      throw new BadInput(
          "The prompt '%s' has another answer already, at %s"
              .formatted(prompt.id(), earlier.answer().place()),
          answer.place(),
          "Keep one of the two");
    }
  }

  private void demandAll(List<Prompt> prompts) {
    List<Prompt> missing =
        prompts.stream().filter(prompt -> !answers.containsKey(prompt.id())).toList();
    if (!missing.isEmpty()) {
      Prompt first = missing.get(0);
      throw BadInput.in(
          file,
          "%d of %d prompts have no recorded answer, the first is '%s', number %d of the suite"
              .formatted(missing.size(), prompts.size(), first.id(), prompts.indexOf(first) + 1),
          "Add a line with its id or its words, or take it out of the suite");
    }
  }

  @Override
  public List<String> respond(List<Prompt> prompts) {
    return prompts.stream().map(this::answer).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws CallFailed for a further answer: there is one a prompt, and the same again is no second
   *     draw
   */
  @Override
  public List<Reply> replies(List<Prompt> prompts, int repeat) {
    if (repeat > 0) {
      throw new CallFailed(
          "REPEAT",
          "There is one recorded answer a prompt, but answer %d was asked for"
              .formatted(repeat + 1));
    }
    return respond(prompts).stream().map(Reply::of).toList();
  }

  private String answer(Prompt asked) {
    Recorded recorded = answers.get(asked.id());
    if (recorded == null) {
      throw unknown(asked.id());
    }
    return recorded.at(asked);
  }

  private static CallFailed unknown(String id) {
    return new CallFailed("NO_ANSWER", "There is no recorded answer to '%s'".formatted(id));
  }

  /** How many lines belong to no prompt. */
  public int unused() {
    return unused;
  }

  /** Whose answers they are: the file's, by the SHA-256 of the bytes that were read. */
  public String fingerprint() {
    return fingerprint;
  }

  /** How the answers were drawn, for the record: nobody here knows. */
  public Map<String, String> decoding() {
    return Map.of("strategy", "recorded");
  }
}
