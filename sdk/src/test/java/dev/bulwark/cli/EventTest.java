package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  static List<Event> events() {
    return List.of(
        new Event.Progressed("safety-sft", 3, 20, 7.5, Map.of("loss", 2.25)),
        new Event.Noted("Two lines\nin one “event”"),
        new Event.Done(Map.of("output", "target/tuned")),
        new Event.Mendable("what", "where", "remedy"),
        new Event.Failed("java.io.IOException", "no"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatItWrote(Event event) {
    assertThat(event.toLine()).doesNotContain("\n").startsWith("{\"event\":\"");
    assertThat(Event.parse(event.toLine())).contains(event);
  }

  @Test
  void keepsALossThatIsNoNumber() {
    Event event = new Event.Progressed("safety-sft", 1, 2, 0, Map.of("loss", Double.NaN));

    assertThat(Event.parse(event.toLine())).contains(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Loading library", "{not json", "{\"event\":\"dance\"}", "[]"})
  void passesOverLinesThatAreNoEvents(String line) {
    assertThat(Event.parse(line)).isEmpty();
  }
}
