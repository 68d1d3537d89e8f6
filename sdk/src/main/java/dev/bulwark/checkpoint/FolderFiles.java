package dev.bulwark.checkpoint;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of a model folder: listing, copying, and replacing the folder as one. */
public final class FolderFiles {
  private static final String WEIGHTS = ".*\\.(safetensors|safetensors\\.index\\.json)";

  private FolderFiles() {}

  /** The files that make the model: JSON, Jinja and weights, in the order of their names. */
  static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> String.valueOf(file.getFileName()).matches(".*\\.(json|jinja|safetensors)"))
          .filter(file -> !file.endsWith(StageRecord.FILE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw BadInput.in(
          folder, "The folder can't be listed: " + e.getMessage(), "Make it readable");
    }
  }

  /** The text of a file that must be readable. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw BadInput.in(file, "The file can't be read: " + e.getMessage(), "Make it readable");
    }
  }

  static void copyAllButWeights(Path from, Path to) {
    for (Path file : in(from)) {
      String name = String.valueOf(file.getFileName());
      if (!name.matches(WEIGHTS)) {
        WholeFile.write(to.resolve(name), out -> Files.copy(file, out));
      }
    }
  }

  /**
   * Fills a folder beside the target, then puts it in the target's place. A folder can't be renamed
   * over a full one, so the old one steps aside first; what a kill leaves is found and cleared here
   * the next time.
   */
  public static void replace(Path target, Consumer<Path> fill) {
    Path absolute = target.toAbsolutePath();
    Path beside = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    Path old = absolute.resolveSibling("." + absolute.getFileName() + ".old");
    try {
      delete(beside);
      Files.createDirectories(beside);
      fill.accept(beside);
      delete(old);
      if (Files.exists(absolute)) {
        Files.move(absolute, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } catch (IOException e) {
      throw WholeFile.unwritable(target, e);
    } catch (RuntimeException e) {
      deleteQuietly(beside);
      throw e;
    }
  }

  private static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // The error that led here is the one to report.
      return;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
