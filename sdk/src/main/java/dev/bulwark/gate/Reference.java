package dev.bulwark.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a rule's baseline comes from; two rules with equal ones have the same baseline. */
sealed interface Reference {
  /** The one that moves with each release. */
  String BASELINE = "baseline";

  /** The one that stays, which small steps add up against. */
  String ANCHOR = "anchor";

  /**
   * The baseline.
   *
   * @throws UnusableBaseline where there is none
   */
  Baseline get();

  /** How a sentence speaks of it. */
  String title();

  /**
   * A baseline in memory.
   *
   * @param baseline the baseline
   */
  record Given(Baseline baseline) implements Reference {
    @Override
    public Baseline get() {
      return baseline;
    }

    @Override
    public String title() {
      return BASELINE;
    }
  }

  /**
   * A baseline file, read when the gate checks.
   *
   * @param file the file
   * @param folder the folder that it must not leave by {@code ..} or through a link, where it
   *     begins in there
   * @param title how a sentence speaks of it
   */
  record InFile(Path file, Path folder, String title) implements Reference {

    static InFile anywhere(Path file) {
      return new InFile(file, file.toAbsolutePath().getRoot(), BASELINE);
    }

    /** The title says how to speak of it, not what it is; nor does the way to it. */
    @Override
    public boolean equals(Object other) {
      return other instanceof InFile that && place().equals(that.place());
    }

    @Override
    public int hashCode() {
      return place().hashCode();
    }

    private List<Path> place() {
      return List.of(file.toAbsolutePath().normalize(), folder.toAbsolutePath().normalize());
    }

    @Override
    public Baseline get() {
      Path root = folder.toAbsolutePath();
      Path start = file.toAbsolutePath();
      boolean leaves = start.startsWith(root) && !start.normalize().startsWith(root.normalize());
      if (leaves || linksAway(start.normalize(), root.normalize())) {
        throw new UnusableBaseline(
            "PATH_OUTSIDE_PROJECT",
            "The baseline " + file + " lies outside of " + folder + ". Put it into the project.");
      }
      return Baseline.read(file);
    }

    private static boolean linksAway(Path start, Path root) {
      if (!start.startsWith(root)) {
        return false;
      }
      try {
        return Files.isSymbolicLink(start)
            ? !start.resolveSibling(Files.readSymbolicLink(start)).normalize().startsWith(root)
            : !start.toRealPath().startsWith(root.toRealPath());
      } catch (IOException e) {
        // It is not there, which the reading says.
        return false;
      }
    }
  }
}
