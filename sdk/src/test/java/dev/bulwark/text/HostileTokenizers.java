package dev.bulwark.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Reads hundreds of spoiled {@code tokenizer.json}; a main of its own, because the native library
 * may end the process. Prints how many were read and how many refused.
 */
final class HostileTokenizers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VALUES =
      List.of(
          "-1",
          "0",
          "1",
          "4294967295",
          "18446744073709551615",
          "1e400",
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "[]",
          "{}",
          "[[0]]",
          "\"\\ud800\"",
          "\"NFKC\"",
          "\"(\"",
          "\"(((a*)*)*)*$\"",
          "{\"type\":\"FixedLength\",\"length\":0}",
          "{\"length\":0}",
          "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
          "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"\"},\"content\":\"xx\"}",
          "{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"xx\"}",
          "{\"type\":\"Prepend\",\"prepend\":\"\"}",
          "{\"type\":\"BPE\",\"continuing_subword_prefix\":\"####\",\"vocab\":{\"h\":0,\"e\":1,\"he\":2},\"merges\":[\"h e\"]}",
          "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"FixedLength\",\"length\":0}]}",
          "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"zz\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
          "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{}}",
          "{\"type\":\"Split\",\"pattern\":{\"Regex\":\""
              + "(".repeat(30_000)
              + "\"},\"behavior\":\"Isolated\",\"invert\":false}",
          "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"((a{1,9999}){1,9999}){1,9999}\"},\"behavior\":\"Isolated\",\"invert\":false}",
          "{\"strategy\":{\"Fixed\":9223372036854775807},\"direction\":\"Right\",\"pad_to_multiple_of\":0,\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"x\"}");
  private static final List<String> PLACES =
      List.of(
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model",
          "padding",
          "truncation",
          "added_tokens");

  private final Path file;
  private final String whole;
  private final Random random = new Random(22);
  private int refused;

  private HostileTokenizers(Path file, String whole) {
    this.file = file;
    this.whole = whole;
  }

  /** {@code MODEL_TOKENIZER SCRATCH_FILE TIMES}. */
  public static void main(String[] arguments) throws IOException {
    int times = Integer.parseInt(arguments[2]);
    HostileTokenizers all =
        new HostileTokenizers(Path.of(arguments[1]), Files.readString(Path.of(arguments[0])));
    for (int i = 0; i < times; i++) {
      String text = i % 3 == 0 ? all.spoiled() : all.changed(i);
      Files.write(all.file, text.getBytes(StandardCharsets.UTF_8));
      all.read();
    }
    System.out.printf("%d cases, %d refused%n", times, all.refused);
  }

  private void read() {
    try (Tokenizer tokenizer = Tokenizer.in(file)) {
      for (String text : List.of("Hello w\u00f6rld 12 \ud83d\ude00", "", "x\u0000 the  heeee")) {
        tokenizer.idsWithSpecial(text);
        tokenizer.spans(text);
        long[] ids = tokenizer.ids(text);
        tokenizer.text(ids);
        tokenizer.textWithSpecial(ids);
      }
    } catch (BadInput e) {
      refused++;
    }
  }

  private String spoiled() {
    if (i(3) == 0) {
      return whole.substring(0, i(whole.length()));
    }
    if (i(20) == 0) {
      return whole.replaceFirst("\\{", "{\"deep\": " + "[".repeat(100_000) + ",");
    }
    boolean letters = i(2) == 0;
    StringBuilder spoiled = new StringBuilder(whole);
    for (int flips = 1 + i(4); flips > 0; flips--) {
      int at = i(2) == 0 ? i(whole.length()) : i(Math.min(3000, whole.length()));
      if (!letters) {
        spoiled.setCharAt(at, (char) (spoiled.charAt(at) ^ (1 << i(7))));
      } else if (Character.isLetterOrDigit(spoiled.charAt(at))) {
        spoiled.setCharAt(at, Character.isDigit(spoiled.charAt(at)) ? digit() : letter());
      }
    }
    return spoiled.toString();
  }

  /** Puts a hostile value in a named place or anywhere; the first ones in every named place. */
  private String changed(int number) throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(whole);
    int named = number * 2 / 3;
    JsonNode value = JSON.readTree(VALUES.get((named / PLACES.size()) % VALUES.size()));
    if (named < PLACES.size() * VALUES.size()) {
      tree.set(PLACES.get(named % PLACES.size()), value);
    } else {
      List<JsonNode> parents = new ArrayList<>();
      collect(tree, parents);
      put(parents.get(i(parents.size())));
    }
    return JSON.writeValueAsString(tree);
  }

  private void put(JsonNode parent) throws IOException {
    if (parent instanceof ObjectNode object) {
      List<String> names = object.properties().stream().map(Map.Entry::getKey).toList();
      String name = names.get(i(names.size()));
      object.set(name, like(object.path(name)));
    } else if (parent instanceof ArrayNode array) {
      int at = i(array.size());
      array.set(at, like(array.path(at)));
    }
  }

  /** Three times in four something of the same kind, which reading lets pass. */
  private JsonNode like(JsonNode old) throws IOException {
    if (i(4) > 0 && old.isBoolean()) {
      return BooleanNode.valueOf(!old.asBoolean());
    }
    if (i(4) > 0 && old.isNumber()) {
      return new LongNode(List.of(0L, 1L, 7L, 319L, 320L, 4_294_967_295L).get(i(6)));
    }
    if (i(4) > 0 && old.isTextual()) {
      return new TextNode(
          List.of("", "x", "<s>", "\u2581", "\ud83d\ude00", "e e", "\u0000").get(i(7)));
    }
    return JSON.readTree(VALUES.get(i(VALUES.size())));
  }

  private char digit() {
    return (char) ('0' + i(10));
  }

  private char letter() {
    return (char) ('a' + i(26));
  }

  /** All objects and lists with something in them, a long list's parts left out. */
  private static void collect(JsonNode node, List<JsonNode> to) {
    if (node.isContainerNode() && !node.isEmpty()) {
      to.add(node);
      if (node.size() < 50) {
        node.forEach(child -> collect(child, to));
      }
    }
  }

  private int i(int below) {
    return random.nextInt(below);
  }
}
