package dev.bulwark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The budgets that are counts over the whole tree and not rules about one class. */
final class Budgets {
  private static final double PACKAGE_PRIVATE = 0.30;
  private static final int MEDIAN_LINES = 90;

  private Budgets() {}

  static void assertEnoughPackagePrivate(JavaClasses classes) {
    List<JavaClass> types = classes.stream().filter(Architecture::isTopLevel).toList();
    long hidden = types.stream().filter(Architecture::isPackagePrivate).count();
    assertThat((double) hidden / types.size())
        .as("share of package-private types, %d of %d", hidden, types.size())
        .isGreaterThanOrEqualTo(PACKAGE_PRIVATE);
  }

  static void assertMedianLength(List<Path> files) {
    assertThat(files).as("source files").isNotEmpty();
    List<Long> lengths = files.stream().map(Budgets::lines).sorted().toList();
    assertThat(lengths.get(lengths.size() / 2))
        .as("median length of %d files in lines", files.size())
        .isLessThanOrEqualTo(MEDIAN_LINES);
  }

  private static long lines(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
