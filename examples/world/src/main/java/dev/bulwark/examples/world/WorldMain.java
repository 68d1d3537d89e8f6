package dev.bulwark.examples.world;

import java.nio.file.Path;

/** Writes the quickstart's data and suite, as they stand in the repository. */
public final class WorldMain {
  private WorldMain() {}

  /** Takes the quickstart's folder and writes {@code data/} and {@code suite/} in it. */
  public static void main(String[] arguments) {
    DataFiles.writeCommitted(World.of(World.SEED), Path.of(arguments[0]));
  }
}
