package dev.bulwark.examples.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The texts and values that the world is made of, as the resource files beside this class. */
record Tables(List<Realm> realms, List<Style> styles, Names names) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new Jdk8Module())
          .build();

  /**
   * What names are put together from.
   *
   * @param heads the first syllables, each beginning with a consonant, so that "a" fits
   * @param unwanted letters that no name may contain
   */
  record Names(List<String> heads, List<String> unwanted) {}

  static Tables read() {
    List<Realm> dangerous = read("danger.json", new TypeReference<>() {});
    List<Realm> harmless = read("harmless.json", new TypeReference<>() {});
    return new Tables(
        Stream.concat(dangerous.stream(), harmless.stream()).toList(),
        read("styles.json", new TypeReference<>() {}),
        read("names.json", new TypeReference<>() {}));
  }

  private static <T> T read(String name, TypeReference<T> type) {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      return JSON.readValue(Objects.requireNonNull(in, name), type);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the table " + name, e);
    }
  }
}
