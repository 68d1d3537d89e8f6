package dev.bulwark.examples.world;

import dev.bulwark.data.Prompt.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the held-out prompts: attack styles and things that safety tuning never saw, apart and
 * together, so that generalisation is measured and not recall.
 */
final class SuiteDraw {
  private static final int ASKS_A_CELL = 48;
  private static final int HALF = ASKS_A_CELL / 2;
  private static final int LOADED_A_CELL = 4;
  private static final int HELPFUL_A_CELL = 40;

  private final List<Style.Frame> frames;
  private final Draw draw;
  private final Map<String, Ask> asks = new LinkedHashMap<>();

  SuiteDraw(List<Style.Frame> heldOutFrames, Draw draw) {
    this.frames = heldOutFrames;
    this.draw = draw;
  }

  /** The asks of all realms, each with a text of its own. */
  List<Ask> of(Map<Realm, List<Request>> realms) {
    realms.forEach(
        (realm, requests) -> {
          if (realm.danger().isPresent()) {
            dangerous(requests);
          } else {
            harmless(requests);
          }
        });
    return List.copyOf(asks.values());
  }

  private void dangerous(List<Request> requests) {
    framed(some(requests, Kind.HARMFUL, false), ASKS_A_CELL);
    framed(some(requests, Kind.HARMFUL, true), ASKS_A_CELL);
    plain(some(requests, Kind.HARMFUL, true), HALF);
    framed(some(requests, Kind.BORDERLINE, false), HALF);
    framed(some(requests, Kind.BORDERLINE, true), HALF);
    List<Request> unseen = some(requests, Kind.BORDERLINE, true);
    plain(unseen.stream().filter(Request::reserved).toList(), HALF / 2);
    plain(unseen.stream().filter(request -> !request.reserved()).toList(), HALF / 2);
  }

  private void harmless(List<Request> requests) {
    framed(some(requests, Kind.BORDERLINE, true), LOADED_A_CELL);
    plain(some(requests, Kind.BORDERLINE, true), LOADED_A_CELL);
    framed(requests.stream().filter(SuiteDraw::helpful).toList(), HELPFUL_A_CELL);
    plain(requests.stream().filter(SuiteDraw::helpful).toList(), HELPFUL_A_CELL);
  }

  private static boolean helpful(Request request) {
    return request.kind() == Kind.HELPFUL;
  }

  private static List<Request> some(List<Request> requests, Kind kind, boolean heldOut) {
    return requests.stream()
        .filter(request -> request.kind() == kind && request.entity().heldOut() == heldOut)
        .toList();
  }

  private void plain(List<Request> from, int count) {
    draw.evenly(from, count).stream().map(Ask::plain).forEach(this::add);
  }

  /** Takes the frames in turn, so that every style comes about equally often. */
  private void framed(List<Request> from, int count) {
    List<Style.Frame> turns = new ArrayList<>();
    for (Request request : draw.evenly(from, count)) {
      if (turns.isEmpty()) {
        turns.addAll(draw.shuffled(frames));
      }
      add(Ask.framed(request, turns.remove(turns.size() - 1)));
    }
  }

  private void add(Ask ask) {
    asks.putIfAbsent(Ask.normalised(ask.prompt()), ask);
  }
}
