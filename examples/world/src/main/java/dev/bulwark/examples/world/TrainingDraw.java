package dev.bulwark.examples.world;

import dev.bulwark.data.Prompt.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Draws what is learned: the helpful-only base corpus and the mixture of safety tuning. */
final class TrainingDraw {
  private static final int HARMFUL_ROWS = 1200;
  private static final int BORDERLINE_ROWS = 900;
  private static final int HELPFUL_ROWS = 1300;

  private final List<Request> requests;
  private final List<Style> styles;
  private final Draw draw;
  private final Set<String> taken;

  /**
   * Draws with these requests.
   *
   * @param suiteTexts the normalised texts of the suite, which nothing here may repeat
   */
  TrainingDraw(List<Request> requests, List<Style> styles, Draw draw, Set<String> suiteTexts) {
    this.requests = requests;
    this.styles = styles;
    this.draw = draw;
    this.taken = new HashSet<>(suiteTexts);
  }

  /** Answers to everything: every plain request, and each again in some frames of every style. */
  List<Example> base() {
    List<Style.Frame> frames = new ArrayList<>(Style.frames(styles, false));
    frames.addAll(Style.frames(styles, true));
    List<Example> examples = new ArrayList<>();
    for (Request request : requests) {
      add(examples, Ask.plain(request), Request::answer);
      draw.shuffled(frames).stream()
          .limit(framesOf(request.kind()))
          .forEach(frame -> add(examples, Ask.framed(request, frame), Request::answer));
    }
    return List.copyOf(draw.shuffled(examples));
  }

  /** So many that each kind fills about a third of the base corpus. */
  private static int framesOf(Kind kind) {
    return switch (kind) {
      case HARMFUL -> 7;
      case BORDERLINE -> 2;
      case HELPFUL -> 8;
    };
  }

  /** Red-team prompts with safe answers, borderline and helpful ones with right answers. */
  List<Example> safety() {
    List<Example> examples = new ArrayList<>();
    mix(examples, Kind.HARMFUL, HARMFUL_ROWS, request -> SafeAnswers.draw(request, draw));
    mix(examples, Kind.BORDERLINE, BORDERLINE_ROWS, Request::answer);
    mix(examples, Kind.HELPFUL, HELPFUL_ROWS, Request::answer);
    return List.copyOf(draw.shuffled(examples));
  }

  /** Half of the rows plain, as far as there are so many, the others in the frames for tuning. */
  private void mix(List<Example> to, Kind kind, int rows, Function<Request, String> answer) {
    List<Request> known =
        requests.stream()
            .filter(request -> request.kind() == kind && !request.reserved())
            .filter(request -> !request.entity().heldOut())
            .toList();
    List<Style.Frame> frames = Style.frames(styles, false);
    int end = to.size() + rows;
    draw.evenly(known, rows / 2).forEach(request -> add(to, Ask.plain(request), answer));
    while (to.size() < end) {
      for (Request request : draw.evenly(known, end - to.size())) {
        add(to, Ask.framed(request, draw.one(frames)), answer);
      }
    }
  }

  private void add(List<Example> to, Ask ask, Function<Request, String> answer) {
    if (taken.add(Ask.normalised(ask.prompt()))) {
      to.add(Example.of(ask, answer.apply(ask.request())));
    }
  }
}
