package dev.bulwark.stage;

import dev.bulwark.data.Message;
import dev.bulwark.stage.PoolRow.Asked;
import dev.bulwark.stage.PoolRow.Candidate;
import dev.bulwark.text.ChatEncoder;
import java.util.ArrayList;
import java.util.List;

/** Answers dialogues turn by turn, and counts those that come to nothing. */
final class DialogueDrawing {
  private final SamplingRound round;
  private final GhostAttentionSettings.Drawing drawing;
  private final ChatEncoder encoder;
  private final int window;
  private final List<Dialogue> answered = new ArrayList<>();
  private int tooLong;
  private int empty;
  private int unfinished;

  /**
   * A drawing.
   *
   * @param window most tokens that the model reads
   */
  DialogueDrawing(
      SamplingRound round,
      GhostAttentionSettings.Drawing drawing,
      ChatEncoder encoder,
      int window) {
    this.round = round;
    this.drawing = drawing;
    this.encoder = encoder;
    this.window = window;
  }

  /** Answers all that can be answered to the end. */
  void draw(List<Dialogue> dialogues) {
    List<Dialogue> open = dialogues;
    while (!open.isEmpty()) {
      List<Dialogue> fitting = open.stream().filter(this::fits).toList();
      tooLong += open.size() - fitting.size();
      List<Asked> asked = fitting.stream().map(this::asked).toList();
      round.draw(asked, 1, drawing.longest(), drawing.together());
      List<PoolRow> rows = round.rows(asked);
      open = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        take(fitting.get(i), rows.get(i).answers().get(0), open);
      }
    }
  }

  private boolean fits(Dialogue dialogue) {
    return (long) encoder.prompt(dialogue.given()).length + drawing.longest() <= window;
  }

  private Asked asked(Dialogue dialogue) {
    return new Asked(dialogue.where(), dialogue.given(), false, "", drawing.temperature());
  }

  /** Only the last answer is learned, so only there it matters that the model ended it. */
  private void take(Dialogue dialogue, Candidate answer, List<Dialogue> open) {
    Dialogue further = dialogue.answered(answer.text());
    if (!Message.isVisible(answer.text())) {
      empty++;
    } else if (!further.isAnswered()) {
      open.add(further);
    } else if (!answer.finished()) {
      unfinished++;
    } else {
      answered.add(further);
    }
  }

  /** The dialogues that were answered to the end; those with fewer turns first. */
  List<Dialogue> answered() {
    return List.copyOf(answered);
  }

  /**
   * What became of all dialogues.
   *
   * @param leftOut how many of the data can't be used
   */
  GhostReport report(int leftOut) {
    long shortened =
        answered.stream()
            .filter(each -> !each.instruction().asked().equals(each.instruction().learned()))
            .count();
    double questions =
        answered.stream().mapToInt(each -> each.questions().size()).average().orElse(0);
    return new GhostReport(
        answered.size() + tooLong + empty + unfinished,
        leftOut,
        new GhostReport.Dropped(tooLong, empty, unfinished),
        answered.size(),
        Math.toIntExact(shortened),
        questions);
  }
}
