package dev.bulwark.maven;

import dev.bulwark.cli.Locales;
import dev.bulwark.data.BadInput;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.gate.WrittenVerdict;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a site has to say of a verdict, or why it has nothing to say: a verdict that is missing or
 * broken is a status of its own, and never a pass.
 *
 * @param status the verdict's, or that of its absence
 * @param verdict empty where there is none to rely on
 * @param notes what else the build wrote into it, a sentence each
 * @param absence why there is no verdict; empty where there is one
 */
record SiteVerdict(Status status, Optional<Verdict> verdict, List<String> notes, String absence) {

  /**
   * Reads it.
   *
   * @param file the verdict's file
   * @param folder the module's folder; a site names no folders of the machine it was built on
   */
  static SiteVerdict read(File file, Path folder) {
    String name = file.getName();
    try {
      Path path = file.toPath();
      name = named(path, folder);
      if (!Files.exists(path)) {
        return none(Status.NO_RESULTS, "There is no verdict (" + name + "): check did not run.");
      }
      WrittenVerdict written = WrittenVerdict.in(path);
      Verdict verdict = written.verdict();
      List<String> notes = new VerdictFile(path).notes(written.fields());
      return new SiteVerdict(verdict.status(), Optional.of(verdict), notes, "");
    } catch (InvalidPathException e) {
      return none(Status.ERROR, String.valueOf(Locales.unusable(e).getMessage()));
    } catch (BadInput e) {
      return none(Status.ERROR, e.what() + " (" + name + "). " + e.remedy() + ".");
    }
  }

  private static SiteVerdict none(Status status, String why) {
    return new SiteVerdict(status, Optional.empty(), List.of(), why);
  }

  private static String named(Path file, Path folder) {
    Path whole = file.toAbsolutePath().normalize();
    Path from = folder.toAbsolutePath().normalize();
    return whole.startsWith(from)
        ? from.relativize(whole).toString().replace('\\', '/')
        : String.valueOf(whole.getFileName());
  }
}
