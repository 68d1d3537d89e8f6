package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One JSON array of objects, as some public sets come; none of it is kept but the present object.
 */
final class JsonArray {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String REMEDY = "Write one array of objects, or save it as JSON Lines";

  private JsonArray() {}

  static void read(DataFile data, Consumer<Row> row) throws IOException {
    Path file = data.path();
    try (Reader text = data.text();
        MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      // The iterator swallows the token that opens an array, and no other.
      if (values.getParser().hasCurrentToken()) {
        throw BadInput.at(file, 1, "The file is not a JSON array", REMEDY);
      }
      while (values.hasNextValue()) {
        long line = values.getCurrentLocation().getLineNr();
        JsonNode value = values.nextValue();
        if (!value.isObject()) {
          throw BadInput.at(file, line, "The array's element is not a JSON object", REMEDY);
        }
        row.accept(new Row(file, line, value));
      }
    } catch (JacksonException e) {
      long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw BadInput.at(file, line, "The file is not valid JSON: " + JsonReason.of(e), REMEDY);
    }
  }
}
