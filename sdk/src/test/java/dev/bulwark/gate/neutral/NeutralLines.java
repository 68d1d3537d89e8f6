package dev.bulwark.gate.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.ItemResult;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of rows, line by line; a line too long to be a row is copied without being held.
 *
 * @param file the neutral file
 * @param format what the rows become
 */
record NeutralLines(Path file, NeutralRow format) {
  private static final int LONGEST = 1 << 20;

  /** Writes the product's file and gives the rows that the product can read. */
  List<ItemResult> write(Path target) throws IOException {
    List<ItemResult> rows = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), LONGEST)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] block = new byte[LONGEST];
      for (int size = in.read(block); size >= 0; size = in.read(block)) {
        int from = 0;
        for (int at = 0; at < size; at++) {
          if (block[at] == '\n') {
            line.write(block, from, at - from);
            flush(line, true, out, rows);
            out.write('\n');
            from = at + 1;
          }
        }
        line.write(block, from, size - from);
        if (line.size() > LONGEST) {
          flush(line, false, out, rows);
        }
      }
      flush(line, true, out, rows);
    }
    return rows;
  }

  private void flush(
      ByteArrayOutputStream line, boolean whole, OutputStream out, List<ItemResult> rows)
      throws IOException {
    Optional<ObjectNode> row = whole ? format.of(line.toByteArray()) : Optional.empty();
    if (row.isPresent()) {
      out.write(NeutralRow.text(row.get()).getBytes(StandardCharsets.UTF_8));
      NeutralRow.read(row.get()).ifPresent(rows::add);
    } else {
      line.writeTo(out);
    }
    line.reset();
  }
}
