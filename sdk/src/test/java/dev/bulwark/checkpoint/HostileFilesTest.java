package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.text.Tokenizer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of spoiled files: each is read, or refused as bad input, and nothing else happens. */
class HostileFilesTest {
  private static final int TIMES = 300;
  private static final List<BiConsumer<ObjectNode, String>> HOSTILE =
      List.of(
          (object, name) -> object.put(name, Long.MAX_VALUE),
          (object, name) -> object.put(name, Integer.MAX_VALUE),
          (object, name) -> object.put(name, Integer.MIN_VALUE),
          (object, name) -> object.put(name, BigInteger.ONE.shiftLeft(900)),
          (object, name) -> object.put(name, 1e308),
          (object, name) -> object.put(name, -0.5),
          (object, name) -> object.put(name, 0),
          (object, name) -> object.put(name, ""),
          (object, name) -> object.put(name, "\u0000../\ud83d\ude00"),
          (object, name) -> object.putNull(name),
          (object, name) -> object.putArray(name).add(1L << 62).add(1L << 62),
          (object, name) -> object.putObject(name).put("rope_type", 3),
          (object, name) -> object.remove(name));

  @TempDir Path parent;
  private final Random random = new Random(20);
  private Path folder;

  @BeforeEach
  void copy() {
    folder = Folders.copyIn(parent);
  }

  @Test
  void spoiledHeaders() throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    int header = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(file, spoil(whole, header));
      refused += refused(() -> open(file));
    }
    assertThat(refused).isGreaterThan(TIMES / 2);
  }

  @Test
  void hostileNumbersInHeaders() throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(file, whole);
      Folders.editHeader(
          file,
          tree -> {
            JsonNode tensor = tree.path(anyName(tree));
            hostile(tensor.isObject() && i(2) > 0 ? (ObjectNode) tensor : tree);
          });
      refused += refused(() -> open(file));
    }
    assertThat(refused).isGreaterThan(TIMES / 2);
  }

  @Test
  void spoiledConfigurations() throws IOException {
    Path file = folder.resolve("config.json");
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(file, spoil(whole, whole.length));
      refused += refused(this::configure);
    }
    assertThat(refused).isGreaterThan(TIMES / 4);
  }

  @Test
  void hostileNumbersInConfigurations() throws IOException {
    Path file = folder.resolve("config.json");
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(file, whole);
      Folders.editJson(file, this::hostile);
      refused += refused(this::configure);
    }
    assertThat(refused).isGreaterThan(TIMES / 4);
  }

  @Test
  void spoiledAdapters() throws IOException {
    adapters(
        (file, whole) -> {
          int header = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
          boolean json = file.toString().endsWith(".json");
          Files.write(file, spoil(whole, json ? whole.length : header));
        });
  }

  @Test
  void hostileNumbersInAdapters() throws IOException {
    adapters(
        (file, whole) -> {
          if (file.toString().endsWith(".json")) {
            Folders.editJson(file, this::hostile);
          } else {
            Folders.editHeader(
                file,
                tree -> {
                  JsonNode tensor = tree.path(anyName(tree));
                  hostile(tensor.isObject() && i(2) > 0 ? (ObjectNode) tensor : tree);
                });
          }
        });
  }

  private interface Spoiling {
    void spoil(Path file, byte[] whole) throws IOException;
  }

  private void adapters(Spoiling spoiling) throws IOException {
    DecoderShape base = ModelConfig.in(folder).shape();
    Path adapter = Folders.copyOfAdapterIn(parent);
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      String name = i % 2 == 0 ? "adapter_config.json" : "adapter_model.safetensors";
      byte[] whole = Files.readAllBytes(adapter.resolve(name));
      spoiling.spoil(adapter.resolve(name), whole);
      refused +=
          refused(
              () -> {
                AdapterFolder opened = AdapterFolder.open(adapter, base);
                opened.plan().specs(base).forEach(opened.source()::read);
              });
      Files.write(adapter.resolve(name), whole);
    }
    assertThat(refused).isGreaterThan(TIMES / 4);
  }

  @Test
  void spoiledTokenizerConfigurations() throws IOException {
    Path file = folder.resolve("tokenizer_config.json");
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Files.write(file, i % 2 == 0 ? spoil(whole, whole.length) : whole);
      if (i % 2 > 0) {
        Folders.editJson(file, this::hostile);
      }
      refused += refused(() -> ModelFolder.open(folder));
    }
    assertThat(refused).isGreaterThan(TIMES / 8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ (",
        "{% if x %}",
        "{% for x in y %}",
        "{{ [[",
        "{{ not ",
        "{%",
        "{{ {'a':",
        "{{ -"
      })
  void deepTemplates(String part) {
    Folders.editJson(
        folder.resolve("tokenizer_config.json"),
        config -> config.put("chat_template", part.repeat(20_000)));
    refused(
        () -> {
          ModelFolder model = ModelFolder.open(folder);
          try (Tokenizer tokenizer = model.tokenizer()) {
            model.encoder(tokenizer).prompt(List.of(new Message(Role.USER, "Hello")));
          }
        });
  }

  /** Small on disk and large in memory, or deep: lists of lists, and long ones of empty ones. */
  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer_config.json", "tokenizer.json"})
  void deepAndBloatedJson(String name) throws IOException {
    Path file = folder.resolve(name);
    for (String value :
        List.of("[".repeat(1_000_000), "[],".repeat(9_000_000) + "[]", "9".repeat(5000))) {
      Files.writeString(file, "{\"a\": [" + value + "]}");
      assertThat(refused(() -> ModelFolder.open(folder))).as(value.substring(0, 4)).isOne();
    }
  }

  @Test
  void hostileIndexes() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    Path index = folder.resolve("model.safetensors.index.json");
    for (String map :
        List.of("7", "[]", "{\"a\": \"\\u0000.safetensors\"}", "{\"a\": \"\"}", "{\"a\": {}}")) {
      Files.writeString(index, "{\"weight_map\": " + map + "}", StandardCharsets.UTF_8);
      assertThat(refused(this::configure)).as(map).isOne();
    }
  }

  private static void open(Path file) {
    SafeTensors tensors = SafeTensors.in(file);
    tensors.entries().values().forEach(tensors::read);
  }

  private void configure() {
    ModelConfig config = ModelConfig.in(folder);
    StoredWeights.in(folder).fitting(config.shape());
    config.stops();
  }

  /** 1 where it was refused, 0 where it was read; anything else thrown fails the test. */
  private static int refused(Runnable reading) {
    try {
      reading.run();
      return 0;
    } catch (BadInput e) {
      assertThat(e.getMessage()).isNotBlank();
      return 1;
    }
  }

  /** Cuts the file somewhere, or flips a few bits among its first bytes. */
  private byte[] spoil(byte[] whole, int among) {
    if (i(3) == 0) {
      return Arrays.copyOf(whole, i(among));
    }
    byte[] spoiled = whole.clone();
    for (int flips = 1 + i(4); flips > 0; flips--) {
      spoiled[i(among)] ^= (byte) (1 << i(8));
    }
    return spoiled;
  }

  private void hostile(ObjectNode object) {
    HOSTILE.get(i(HOSTILE.size())).accept(object, anyName(object));
  }

  private String anyName(ObjectNode object) {
    List<String> names = object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    return names.get(i(names.size()));
  }

  private int i(int below) {
    return random.nextInt(below);
  }
}
