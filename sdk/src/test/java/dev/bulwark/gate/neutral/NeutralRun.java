package dev.bulwark.gate.neutral;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.RunHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Results in the neutral format, plain or gzipped, as a completed run. */
public final class NeutralRun {
  private static final NeutralRow FORMAT = new NeutralRow("prompts", "judge-1");

  private NeutralRun() {}

  /** Reads a file of rows. */
  public static Evaluation read(Path file) {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<ItemResult> rows =
          lines
              .lines()
              .map(line -> FORMAT.of(line.getBytes(StandardCharsets.UTF_8)).orElseThrow())
              .map(row -> NeutralRow.read(row).orElseThrow())
              .toList();
      return of(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A completed run of exactly these rows, of an unknown model. */
  public static Evaluation of(List<ItemResult> rows) {
    RunHeader header =
        RunHeader.begin(
            Item.hash(rows.stream().map(ItemResult::item).distinct().toList()),
            "",
            "judge-1",
            Map.of("strategy", "greedy"),
            rows.size());
    return new Evaluation(header.completed(rows), rows);
  }
}
