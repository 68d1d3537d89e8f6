package dev.bulwark.cli;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of prompts that a job's model answers.
 *
 * @param data prompts that each say their kind
 * @param helpful prompts that all are helpful; may be missing
 */
public record AskedPrompts(Path data, @Nullable Path helpful) {
  Places in(Places places) {
    Places more = places.reading("prompts", data);
    return helpful == null ? more : more.reading("helpful prompts", helpful);
  }

  Prompts first() {
    return Prompts.in(data);
  }

  Prompts[] others() {
    return Stream.ofNullable(helpful)
        .map(file -> Prompts.in(file, Prompt.Kind.HELPFUL))
        .toArray(Prompts[]::new);
  }
}
