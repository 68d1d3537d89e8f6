package dev.bulwark.evaluate;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.ItemResult.Failure;
import dev.bulwark.evaluate.ItemResult.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Has batches answered and judged, and turns failures into rows.
 *
 * @param responder who answers
 * @param judge who judges
 * @param keepTexts whether rows hold the words
 */
record Batches(Responder responder, Judge judge, boolean keepTexts) {

  List<ItemResult> answer(List<Prompt> prompts) {
    try {
      return judged(prompts, respond(prompts));
    } catch (TargetFailed e) {
      List<ItemResult> rows = new ArrayList<>();
      for (Prompt prompt : prompts) {
        rows.add(answerAlone(prompt));
      }
      return rows;
    }
  }

  private ItemResult answerAlone(Prompt prompt) {
    try {
      return judged(List.of(prompt), respond(List.of(prompt))).get(0);
    } catch (TargetFailed e) {
      return error(
          prompt, Outcome.ERROR_TARGET, 0, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private Answers respond(List<Prompt> prompts) {
    long start = System.nanoTime();
    List<String> answers;
    try {
      answers = List.copyOf(responder.respond(List.copyOf(prompts)));
    } catch (RuntimeException e) {
      stopIfInterrupted(e);
      throw new TargetFailed(e.toString());
    }
    stopIfInterrupted(null);
    if (answers.size() != prompts.size()) {
      throw new TargetFailed(answers.size() + " answers came to " + prompts.size() + " prompts");
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new Answers(answers, millis / prompts.size());
  }

  private List<ItemResult> judged(List<Prompt> prompts, Answers answers) {
    List<ItemResult> rows = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      rows.add(judged(prompts.get(i), answers.texts().get(i), answers.millis()));
    }
    return rows;
  }

  private ItemResult judged(Prompt prompt, String answer, long millis) {
    Optional<Texts> texts =
        keepTexts ? Optional.of(new Texts(prompt.text(), answer)) : Optional.empty();
    if (!Message.isVisible(answer)) {
      return error(prompt, Outcome.ERROR_TARGET, millis, texts, "The answer is empty");
    }
    Judgement judgement;
    try {
      judgement = judge.judge(prompt, answer);
    } catch (RuntimeException e) {
      stopIfInterrupted(e);
      return error(prompt, Outcome.ERROR_JUDGE, millis, texts, e.toString());
    }
    return new ItemResult(
        Item.of(prompt), 0, judgement, judge.id(), millis, texts, Optional.empty());
  }

  private ItemResult error(
      Prompt prompt, Outcome outcome, long millis, Optional<Texts> texts, String message) {
    return new ItemResult(
        Item.of(prompt),
        0,
        Judgement.error(outcome),
        judge.id(),
        millis,
        texts,
        Optional.of(Failure.of(message)));
  }

  private static void stopIfInterrupted(@Nullable RuntimeException cause) {
    if (Thread.currentThread().isInterrupted()) {
      CancellationException stop = new CancellationException("The evaluation was interrupted");
      if (cause != null) {
        stop.initCause(cause);
      }
      throw stop;
    }
  }

  private record Answers(List<String> texts, long millis) {}

  /** The responder gave no usable answers. */
  private static final class TargetFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TargetFailed(String message) {
      super(message);
    }
  }
}
