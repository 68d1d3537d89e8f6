package dev.bulwark.maven;

import dev.bulwark.data.Fingerprint;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A published baseline as the resolver left it.
 *
 * @param as which of the two baselines it is
 * @param coordinates what it is called, such as {@code com.example:assistant:1.2.0:json:safety}
 * @param file where it lies; empty where it can't be resolved
 * @param absence why it can't, in whole sentences
 */
record PublishedBaseline(Compared as, String coordinates, Optional<Path> file, String absence) {

  /** SHA-256 over the file's bytes; empty where there is none. */
  Optional<String> sha256() {
    return file.map(Fingerprint::of);
  }

  /**
   * The path for the gate to read.
   *
   * @param nowhere where no file can be, for one that can't be resolved
   */
  Path in(Path nowhere) {
    return file.orElseGet(() -> nowhere.resolve(as.word() + ".json"));
  }
}
