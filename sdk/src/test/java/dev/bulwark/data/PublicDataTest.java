package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Public safety data as its README counts it; it is no part of this repository, and nothing of it
 * is printed. The folder is {@code -Dbulwark.data}, or {@code shared/data} beside the repository.
 */
class PublicDataTest {
  private static final Path DATA = Path.of(System.getProperty("bulwark.data", "../../shared/data"));

  @ParameterizedTest
  @CsvSource({"sft-safety.jsonl.gz, 1988", "sft-helpful.jsonl.gz, 4223"})
  void everyDemonstrationIsRead(String name, long count) {
    DataReport report = Conversations.in(present(name)).sift(conversation -> Fate.KEPT);
    assertThat(report.read()).isEqualTo(report.kept()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"preferences-safety.jsonl.gz, 4055", "preferences-helpful.jsonl.gz, 3164"})
  void everyPairIsRead(String name, long count) {
    DataReport report = Preferences.in(present(name)).sift(pair -> Fate.KEPT);
    assertThat(report.read()).as(report.line()).isEqualTo(count);
    assertThat(report.kept()).as(report.line()).isGreaterThan(count * 99 / 100);
  }

  private static Path present(String name) {
    Path file = DATA.resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is not there; set -Dbulwark.data to its folder");
    return file;
  }
}
