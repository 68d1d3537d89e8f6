package dev.bulwark.evaluate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Labels;
import dev.bulwark.data.PublicSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is known of a suite as a whole: {@code suite.yaml} in its folder, or {@code NAME.yaml}
 * beside its one file.
 *
 * <pre>{@code
 * name: release
 * version: "3"
 * licence: CC-BY-4.0
 * layout: harmbench
 * severity: high
 * tags: [quarterly]
 * }</pre>
 *
 * @param file where it stands
 * @param fields its fields, none where there is no card
 */
record SuiteCard(Path file, JsonNode fields) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The first four are for readers, the others hold for prompts that don't say otherwise. */
  private static final TreeSet<String> KNOWN =
      new TreeSet<>(
          List.of(
              "name",
              "version",
              "licence",
              "description",
              "layout",
              "kind",
              "category",
              "severity",
              "tags"));

  private static final String REMEDY = "Correct it or remove it";

  /** The card of a suite's one file. */
  static SuiteCard beside(Path prompts) {
    String name = prompts.getFileName().toString().replaceFirst("\\.[a-z]+(\\.gz)?$", "");
    return in(prompts.resolveSibling(name + ".yaml"));
  }

  /**
   * Reads a card, which need not be there.
   *
   * @throws BadInput for one that is no YAML or has a field that no card has
   */
  static SuiteCard in(Path file) {
    if (!Files.isRegularFile(file)) {
      return new SuiteCard(file, YAML.createObjectNode());
    }
    JsonNode fields;
    try {
      fields = YAML.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw BadInput.in(file, "The file is not valid YAML: " + JsonReason.of(e), "Mend it");
    } catch (IOException e) {
      throw BadInput.in(
          file, "The file can't be read: " + e.getMessage(), "Make it readable, as UTF-8");
    }
    if (!fields.isObject()) {
      throw BadInput.in(file, "The file holds no fields", "Write name: … or remove the file");
    }
    for (String field : (Iterable<String>) fields::fieldNames) {
      if (!KNOWN.contains(field)) {
        throw BadInput.in(
            file,
            "The field '%s' is unknown, known here are %s"
                .formatted(field, String.join(", ", KNOWN)),
            "Correct the name or remove it");
      }
    }
    return new SuiteCard(file, fields);
  }

  /** The public layout of the prompts, where they have one. */
  Optional<PublicSet> layout() {
    return text("layout")
        .map(
            label ->
                PublicSet.labelled(label)
                    .orElseThrow(
                        () ->
                            BadInput.in(
                                file,
                                "The layout '%s' is unknown, known are %s"
                                    .formatted(label, String.join(", ", PublicSet.labels())),
                                REMEDY)));
  }

  /** What a good answer to all the prompts is, where the card says it. */
  Optional<Kind> kind() {
    return text("kind")
        .map(
            label ->
                Kind.labelled(label)
                    .orElseThrow(
                        () ->
                            BadInput.in(
                                file,
                                "The kind '" + label + "' is unknown",
                                "Use harmful, borderline or helpful, in lower case")));
  }

  /** A prompt with the card's labels where it has none of its own, and with its tags as well. */
  Prompt label(Prompt prompt) {
    Labels own = prompt.labels();
    List<String> tags = new ArrayList<>(own.tags());
    fields.path("tags").forEach(tag -> tags.add(tag.asText()));
    return prompt.labelled(
        new Labels(
            own.category().or(() -> text("category")),
            own.attack(),
            own.severity().or(() -> text("severity")),
            tags.stream().distinct().toList()));
  }

  private Optional<String> text(String field) {
    return Optional.of(fields.path(field).asText("")).filter(text -> !text.isBlank());
  }
}
