package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.bulwark.data.WholeFile;
import dev.bulwark.gate.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A baseline with the reason why it was accepted, which stands in the file among its sorted keys.
 *
 * @param baseline the baseline
 * @param reason a sentence of whoever accepted it
 */
record ReasonedBaseline(Baseline baseline, String reason) {
  private static final String KEY = "  \"reason\": ";

  /** Writes it, whole or not at all. */
  void write(Path file) {
    Path plain = file.resolveSibling("." + file.getFileName() + ".plain");
    try {
      baseline.write(plain);
      WholeFile.write(file, with(Files.readAllLines(plain)));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + plain, e);
    } finally {
      WholeFile.remove(plain);
    }
  }

  private String with(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    int at = 1;
    while (!isKeyBeyond(all.get(at))) {
      at++;
    }
    all.add(at, KEY + TextNode.valueOf(reason) + ",");
    return String.join("\n", all) + "\n";
  }

  private static boolean isKeyBeyond(String line) {
    return line.startsWith("  \"") && line.compareTo(KEY) > 0;
  }
}
