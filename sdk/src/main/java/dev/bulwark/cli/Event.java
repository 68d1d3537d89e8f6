package dev.bulwark.cli;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/**
 * One line that a forked JVM says about its job. Events hold numbers, paths and the words of error
 * messages; prompts and answers never stand in them, because events end in build logs.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.Progressed.class, name = "progress"),
  @JsonSubTypes.Type(value = Event.Noted.class, name = "note"),
  @JsonSubTypes.Type(value = Event.Done.class, name = "done"),
  @JsonSubTypes.Type(value = Event.Mendable.class, name = "bad-input"),
  @JsonSubTypes.Type(value = Event.Failed.class, name = "failed")
})
public sealed interface Event {

  /** How far the job has come; the parts are those of {@link dev.bulwark.data.Progress}. */
  record Progressed(
      String stage, long done, long total, double secondsLeft, Map<String, Double> figures)
      implements Event {}

  /** Something worth one line of log. */
  record Noted(String line) implements Event {}

  /** The job is done; the facts are paths and rates by name. */
  record Done(Map<String, String> facts) implements Event {}

  /** The job ended on something that the user can mend. */
  record Mendable(String what, String where, String remedy) implements Event {}

  /** The job ended on an error of ours or of the machine. */
  record Failed(String type, String message) implements Event {}

  /** The event as one line of JSON, without its end. */
  default String toLine() {
    try {
      return new JsonMapper().writerFor(Event.class).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event of plain fields can always be written", e);
    }
  }

  /** The event in a line, or nothing where the line is no event, such as a library's chatter. */
  static Optional<Event> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JsonMapper().readValue(line, Event.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
