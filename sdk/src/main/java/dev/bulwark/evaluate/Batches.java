package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.ItemResult.Failure;
import dev.bulwark.evaluate.ItemResult.Texts;
import dev.bulwark.evaluate.TurnJudging.Verdict;
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

  /**
   * Prompts that are answered at once.
   *
   * @param prompts at least one
   * @param repeat which of their answers, from 0
   */
  record Batch(List<Prompt> prompts, int repeat) {
    private List<Batch> singly() {
      return prompts.stream().map(prompt -> new Batch(List.of(prompt), repeat)).toList();
    }
  }

  List<ItemResult> answer(Batch batch) {
    try {
      return judged(batch);
    } catch (TargetFailed e) {
      return batch.prompts().size() == 1
          ? List.of(failed(batch, e))
          : batch.singly().stream().map(this::answerAlone).toList();
    }
  }

  private ItemResult answerAlone(Batch single) {
    try {
      return judged(single).get(0);
    } catch (TargetFailed e) {
      return failed(single, e);
    }
  }

  private ItemResult failed(Batch single, TargetFailed e) {
    Row row = new Row(single.prompts().get(0), single.repeat(), Effort.NONE, Optional.empty());
    return row.error(Outcome.ERROR_TARGET, e.failure, judge.id());
  }

  private List<ItemResult> judged(Batch batch) {
    long start = System.nanoTime();
    List<Dialogue> dialogues = play(batch);
    long millis = (System.nanoTime() - start) / 1_000_000 / batch.prompts().size();
    return dialogues.stream().map(dialogue -> judged(dialogue, batch.repeat(), millis)).toList();
  }

  private List<Dialogue> play(Batch batch) {
    try {
      List<Dialogue> dialogues = Dialogue.play(batch.prompts(), batch.repeat(), responder);
      stopIfInterrupted(null);
      return dialogues;
    } catch (BudgetSpent e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TargetFailed(failure(e));
    }
  }

  private ItemResult judged(Dialogue dialogue, int repeat, long millis) {
    TurnJudging said = new TurnJudging(judge, Batches::failure);
    Verdict verdict = said.of(dialogue);
    Optional<Texts> texts =
        keepTexts
            ? Optional.of(new Texts(verdict.turn().asked().text(), verdict.turn().reply().text()))
            : Optional.empty();
    Row row = new Row(dialogue.prompt(), repeat, new Effort(millis, dialogue.tokens()), texts);
    return row.result(verdict.judgement(), judge.id(), verdict.failure());
  }

  private static Failure failure(RuntimeException e) {
    stopIfInterrupted(e);
    return e instanceof CallFailed call
        ? new Failure(call.kind(), String.valueOf(call.getMessage()))
        : Failure.of(e.toString());
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

  /** What a row holds whatever became of the prompt. */
  private record Row(Prompt prompt, int repeat, Effort effort, Optional<Texts> texts) {
    ItemResult result(Judgement judgement, String judge, Optional<Failure> failure) {
      return new ItemResult(Item.of(prompt), repeat, judgement, judge, effort, texts, failure);
    }

    ItemResult error(Outcome outcome, Failure failure, String judge) {
      return result(Judgement.error(outcome), judge, Optional.of(failure));
    }
  }

  /** The responder gave no usable answers. */
  private static final class TargetFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    TargetFailed(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }
  }
}
