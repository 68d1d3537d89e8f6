package dev.bulwark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SDK keeps the rules; {@link ArchitectureBreachTest} shows that each of them bites. */
class ArchitectureTest {
  private static final Architecture RULES = new Architecture("dev.bulwark");
  private static final JavaClasses SDK =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bulwark");

  static List<Room> rooms() {
    return Room.table();
  }

  @Test
  void theSdkWasRead() {
    assertThat(SDK.size()).isGreaterThan(150);
    assertThat(SDK.contain("dev.bulwark.SafetyTuning")).isTrue();
  }

  /** A listed room without classes fails here too: ArchUnit refuses a rule that finds nothing. */
  @ParameterizedTest
  @MethodSource("rooms")
  void importsOnlyWhatItMay(Room room) {
    RULES.importsOnlyWhatItMay(room).check(SDK);
  }

  @Test
  void everyRoomIsListed() {
    RULES.everyRoomIsListed().check(SDK);
  }

  @Test
  void roomsHaveNoCycles() {
    RULES.roomsHaveNoCycles().check(SDK);
  }

  @Test
  void onlyTheCommandLinePrints() {
    RULES.onlyTheCommandLinePrints().check(SDK);
  }

  @Test
  void nothingLogsThroughTheJdk() {
    RULES.nothingLogsThroughTheJdk().check(SDK);
  }

  @Test
  void nothingThrowsGenericExceptions() {
    RULES.nothingThrowsGenericExceptions().check(SDK);
  }

  @Test
  void frontShowsNoModel() {
    RULES.frontShowsNoModel().check(SDK);
  }

  @Test
  void namesSayWhatAThingIs() {
    RULES.namesSayWhatAThingIs().check(SDK);
  }

  @Test
  void everyPackageIsNullMarked() {
    RULES.everyPackageIsNullMarked().check(SDK);
  }

  @Test
  void threeOfTenTypesAreTheirRoomsOwn() {
    Budgets.assertEnoughPackagePrivate(SDK);
  }

  @Test
  void filesAreShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Budgets.assertMedianLength(files.filter(file -> file.toString().endsWith(".java")).toList());
    }
  }
}
