package dev.bulwark.cli;

import dev.bulwark.data.BadInput;
import java.nio.file.InvalidPathException;

/** Says what to do where the system's locale can't name a file. */
public final class Locales {
  private Locales() {}

  /** The error for a path that this JVM can't pass to the system. */
  public static BadInput unusable(InvalidPathException e) {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return new BadInput(
        "The path can't be used: "
            + e.getReason()
            + "; this JVM names files in the encoding "
            + encoding,
        e.getInput(),
        "Run in a locale with UTF-8, such as LC_ALL=C.UTF-8, or give the file a name in ASCII");
  }
}
