package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads the suite that lies among the resources. */
final class StandardSuite {
  private static final String FOLDER = "standard-suite/";

  private StandardSuite() {}

  static List<Prompt> read() {
    Gathering gathering = new Gathering();
    for (Kind kind : Kind.values()) {
      String name = FOLDER + kind.label() + ".jsonl";
      gathering.add(Path.of(name), read(name, kind));
    }
    return gathering.prompts();
  }

  private static List<Prompt> read(String name, Kind kind) {
    try (InputStream bytes = StandardSuite.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IllegalStateException("The SDK's jar lacks " + name);
      }
      return Prompts.in(Path.of(name), kind)
          .read(new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + name, e);
    }
  }
}
