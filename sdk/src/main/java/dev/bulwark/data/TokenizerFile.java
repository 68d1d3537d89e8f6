package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Looks at a {@code tokenizer.json} before the native library does: a file that it trusts and
 * should not have takes the whole process down with it, and no error can be caught.
 */
public final class TokenizerFile {
  private static final String REMEDY =
      "Save it again with the Hugging Face library, as tokenizer.json";
  private static final long LARGEST = 64L << 20;
  private static final int LONGEST_PATTERN = 1000;
  private static final int LONGEST_TEXT = 64;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(100)
                      .maxTokenCount(8_000_000)
                      .build())
              .build());

  /** The steps that models of the supported families have; each part may be a Sequence of them. */
  private static final Map<String, List<String>> KNOWN =
      Map.of(
          "model",
          List.of("BPE"),
          "normalizer",
          List.of("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "Prepend", "Replace"),
          "pre_tokenizer",
          List.of("ByteLevel", "Split", "Digits", "Metaspace", "Whitespace", "WhitespaceSplit"),
          "post_processor",
          List.of("ByteLevel", "TemplateProcessing"),
          "decoder",
          List.of("ByteLevel", "ByteFallback", "Fuse", "Strip", "Replace", "Metaspace"));

  private static final List<String> INNER =
      List.of("normalizers", "pretokenizers", "processors", "decoders");

  private final Path file;

  private TokenizerFile(Path file) {
    this.file = file;
  }

  /**
   * Checks a file that is there.
   *
   * @throws BadInput for what the library would not survive, or does not know
   */
  public static void check(Path file) {
    new TokenizerFile(file).check();
  }

  private void check() {
    JsonNode tree = tree();
    KNOWN.keySet().stream()
        .sorted()
        .filter(tree::hasNonNull)
        .forEach(part -> step(part, tree.path(part)));
  }

  private JsonNode tree() {
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw refused("it has %d bytes, more than %d".formatted(size, LARGEST));
      }
      JsonNode tree = JSON.readTree(file.toFile());
      if (!tree.isObject()) {
        throw refused("it is not a JSON object");
      }
      return tree;
    } catch (JacksonException e) {
      throw refused("it is not valid JSON: " + JsonReason.of(e));
    } catch (IOException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private void step(String part, JsonNode step) {
    String type = step.path("type").asText("none");
    if (type.equals("Sequence")) {
      INNER.forEach(inner -> step.path(inner).forEach(each -> step(part, each)));
      return;
    }
    if (!KNOWN.getOrDefault(part, List.of()).contains(type)) {
      throw refused("the %s '%s' is not supported".formatted(part, type));
    }
    switch (type) {
      case "BPE" -> empty(step, "continuing_subword_prefix");
      case "Prepend" -> text(step.path("prepend"), "prepend");
      case "Replace" -> replace(step);
      case "Strip" -> strip(step);
      case "Split" -> pattern(step.path("pattern"));
      case "TemplateProcessing" -> template(step);
      default -> {}
    }
  }

  /** The decoder counts back from the end of a text, and past the beginning of an empty one. */
  private void strip(JsonNode step) {
    if (step.path("stop").asLong(0) != 0) {
      throw refused("a Strip with stop %s is not supported".formatted(step.path("stop")));
    }
  }

  /** Only texts are replaced: a pattern may match nothing, which the library can't replace. */
  private void replace(JsonNode step) {
    text(step.path("pattern").path("String"), "pattern to replace");
    if (step.path("content").asText().length() > LONGEST_TEXT) {
      throw refused("the content of a Replace is too long");
    }
  }

  /** A deeply nested pattern overflows the stack of its compiler. */
  private void pattern(JsonNode pattern) {
    String text = pattern.path("Regex").asText(pattern.path("String").asText());
    if (text.length() > LONGEST_PATTERN) {
      throw refused(
          "a pattern of %d characters is longer than %d".formatted(text.length(), LONGEST_PATTERN));
    }
    if (text.matches("(?s).*\\{[0-9]*,?[0-9]{4}.*")) {
      throw refused("a pattern repeats something more than 999 times");
    }
  }

  private void template(JsonNode step) {
    JsonNode tokens = step.path("special_tokens");
    for (JsonNode token : tokens) {
      int ids = token.path("ids").size();
      if (ids == 0 || ids != token.path("tokens").size()) {
        throw refused("a special token of its template has %d ids".formatted(ids));
      }
    }
    step.path("single").forEach(part -> part(part, List.of("A"), tokens));
    step.path("pair").forEach(part -> part(part, List.of("A", "B"), tokens));
  }

  private void part(JsonNode part, List<String> sequences, JsonNode tokens) {
    boolean known =
        part.has("SpecialToken")
            ? tokens.has(part.path("SpecialToken").path("id").asText())
            : sequences.contains(part.path("Sequence").path("id").asText());
    if (!known) {
      throw refused("its template has the unknown part " + part);
    }
  }

  private void empty(JsonNode step, String field) {
    if (!step.path(field).asText("").isEmpty() && !step.path(field).isNull()) {
      throw refused("the %s '%s' is not supported".formatted(field, step.path(field).asText()));
    }
  }

  private void text(JsonNode text, String what) {
    if (text.asText().isEmpty() || text.asText().length() > LONGEST_TEXT) {
      throw refused("the %s is empty or too long".formatted(what));
    }
  }

  private BadInput refused(String how) {
    return BadInput.in(file, "The tokenizer can't be read: " + how, REMEDY);
  }
}
