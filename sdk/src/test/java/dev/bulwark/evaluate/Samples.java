package dev.bulwark.evaluate;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import java.util.List;
import java.util.Optional;

/** Prompts for tests. */
public final class Samples {
  private Samples() {}

  public static Prompt prompt(String id, Kind kind) {
    return prompt(id, kind, id, Marks.NONE);
  }

  public static Prompt prompt(String id, Kind kind, String cluster, Marks marks) {
    return new Prompt(
        id,
        List.of(Message.user("What about " + id + "?")),
        kind,
        Prompt.Labels.of(Optional.of("weapons"), Optional.empty()),
        cluster,
        marks);
  }
}
