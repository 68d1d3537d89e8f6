package dev.bulwark.evaluate.attack;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Another language as a table, for languages that a model was tuned little for: a wording in that
 * language around the request, and words that are exchanged in it. It translates no sentence; a
 * table can hold whole ones.
 *
 * @param language its name, such as {@code zulu}; the attack is called {@code language-zulu}
 * @param wording what stands around {@code {request}}
 * @param words from English words or phrases, whatever their case, to those of the language; the
 *     longest that fits is taken, the rest stays English
 */
public record LanguageTable(String language, String wording, Map<String, String> words) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Checks the name and copies the words. */
  public LanguageTable {
    if (language.isBlank()) {
      throw new IllegalArgumentException("language is empty, but must be a name");
    }
    Wrappers.wording(wording);
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(words);
    words = known;
  }

  /**
   * Reads a table: {@code {"language": "…", "wording": "… {request} …", "words": {"how": "…"}}}.
   *
   * @throws BadInput for a missing file and for one that is no table
   */
  public static LanguageTable in(Path file) {
    String remedy =
        "Write {\"language\": \"…\", \"wording\": \"… {request} …\", \"words\": {\"how\": \"…\"}}";
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(file, "There is no such language table", remedy);
    }
    try {
      return of(JSON.readTree(Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw BadInput.in(file, "The language table can't be used: " + e.getMessage(), remedy);
    } catch (JacksonException e) {
      throw BadInput.in(file, "The language table can't be read: " + JsonReason.of(e), remedy);
    } catch (IOException e) {
      throw BadInput.in(file, "The language table can't be read: " + e.getMessage(), remedy);
    }
  }

  private static LanguageTable of(JsonNode table) {
    Map<String, String> words = new TreeMap<>();
    table
        .path("words")
        .properties()
        .forEach(word -> words.put(word.getKey(), word.getValue().asText()));
    return new LanguageTable(
        table.path("language").asText(), table.path("wording").asText(), words);
  }

  /** The attack. */
  public Attack attack() {
    return Attack.onText(
        "language-" + language, text -> Wrappers.wording(wording).apply(translate(text)));
  }

  private String translate(String text) {
    if (words.isEmpty()) {
      return text;
    }
    String alternatives =
        words.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:" + alternatives + ")(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(words.getOrDefault(found.group(), found.group())));
  }
}
