package dev.bulwark.gate.neutral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.UnusableResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A row of the neutral format as one of the product's; what is broken in it stays as it is.
 *
 * @param promptSet what the content of the prompts depends on
 * @param judge the judge's id, with its version
 */
record NeutralRow(String promptSet, String judge) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  /** The row, empty where the line is no JSON object. */
  Optional<ObjectNode> of(byte[] line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node instanceof ObjectNode object ? Optional.of(of(object)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  ObjectNode of(ObjectNode neutral) {
    ObjectNode row = JSON.createObjectNode();
    neutral.properties().forEach(field -> put(row, field.getKey(), field.getValue()));
    row.put("contentHash", hash(promptSet + neutral.path("id").asText()));
    return row.put("judge", judge).put("latencyMillis", 0);
  }

  private static void put(ObjectNode row, String key, JsonNode value) {
    switch (key) {
      case "set" -> row.put("kind", value.asText().equals("harmful") ? "harmful" : "helpful");
      case "transform" -> {
        if (!value.asText().equals("none")) {
          row.set("attack", value);
        }
      }
      case "response" -> row.set("answer", value);
      default -> row.set(key, value);
    }
  }

  static String text(ObjectNode row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The row as the product reads it, empty where it refuses to. */
  static Optional<ItemResult> read(ObjectNode row) {
    try {
      return Optional.of(ItemResult.of(row, "a row"));
    } catch (UnusableResults e) {
      return Optional.empty();
    }
  }

  static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
