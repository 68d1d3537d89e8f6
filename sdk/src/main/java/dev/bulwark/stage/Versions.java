package dev.bulwark.stage;

import ai.djl.engine.Engine;
import dev.bulwark.model.Native;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a result may depend on besides its inputs. */
final class Versions {
  private Versions() {}

  static Map<String, String> here() {
    Map<String, String> versions = new TreeMap<>();
    versions.put(
        "bulwark",
        Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
            .orElse("development"));
    versions.put("djl", Engine.getDjlVersion());
    versions.put("pytorch", Native.engine().getVersion());
    versions.put("java", System.getProperty("java.version"));
    versions.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
