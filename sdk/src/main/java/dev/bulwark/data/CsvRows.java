package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * CSV with a header, as RFC 4180 has it: a quoted cell may hold separators, line breaks and doubled
 * quotes. Every value is text; an empty cell is null.
 *
 * @param separator what stands between cells
 */
record CsvRows(char separator) {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final String REMEDY =
      "Quote cells that hold separators, quotes or line breaks, and give every row all columns";

  void read(DataFile data, Consumer<Row> row) throws IOException {
    Path file = data.path();
    try (Reader text = withoutMark(data.text());
        MappingIterator<ObjectNode> values = reader().readValues(text)) {
      boolean first = true;
      while (values.hasNextValue()) {
        if (first) {
          refuseDoubledColumns(file, (CsvParser) values.getParser());
          first = false;
        }
        // Taken before the values are: a quoted cell may go on for lines.
        long line = values.getCurrentLocation().getLineNr();
        row.accept(new Row(file, line, values.nextValue()));
      }
    } catch (JacksonException e) {
      long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw BadInput.at(file, line, "The line is not valid CSV: " + JsonReason.of(e), REMEDY);
    }
  }

  private ObjectReader reader() {
    return CsvMapper.csvBuilder()
        .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
        .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
        .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
        .build()
        .readerFor(ObjectNode.class)
        .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator));
  }

  private static Reader withoutMark(Reader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  private static void refuseDoubledColumns(Path file, CsvParser parser) {
    Set<String> names = new HashSet<>();
    for (CsvSchema.Column column : parser.getSchema()) {
      if (!names.add(column.getName())) {
        throw BadInput.at(
            file,
            1,
            "The column '%s' stands twice in the header".formatted(column.getName()),
            "Rename or remove one of them");
      }
    }
  }
}
