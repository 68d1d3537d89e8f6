package dev.bulwark.cli;

import dev.bulwark.stage.RewardSource;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folders of the reward models that score a job's answers.
 *
 * @param safety the safety model
 * @param helpfulness the helpfulness model; without it the safety model alone decides
 */
public record RewardFolders(Path safety, @Nullable Path helpfulness) {
  Places in(Places places) {
    Places more = places.reading("safety reward model", safety);
    return helpfulness == null ? more : more.reading("helpfulness reward model", helpfulness);
  }

  RewardSource source() {
    return RewardSource.of(Optional.of(safety), Optional.ofNullable(helpfulness));
  }
}
