package dev.bulwark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A seeded breach for each rule: small trees under {@code breach}, each of which must fail. */
class ArchitectureBreachTest {

  static List<Arguments> breaches() {
    return List.of(
        imports("gate", "engine", "breach.engine.gate.SeesTensors"),
        imports("evaluate", "engine", "breach.engine.evaluate.SeesTensors"),
        imports("report", "engine", "breach.engine.report.SeesTensors"),
        imports("stage", "guice", "breach.guice.stage.SeesGuice"),
        imports("front", "guice", "breach.guice.SeesInjector"),
        imports("stage", "frontward", "breach.frontward.Front"),
        imports("data", "upward", "breach.upward.stage.Later"),
        imports("train", "stagewise", "breach.stagewise.stage.Later"),
        breach(Architecture::roomsHaveNoCycles, "upward", "Cycle detected"),
        breach(Architecture::everyRoomIsListed, "unlisted", "breach.unlisted.pantry.Shelf"),
        breach(Architecture::onlyTheCommandLinePrints, "habits", "java.lang.System.out"),
        breach(Architecture::nothingLogsThroughTheJdk, "habits", "java.util.logging.Logger"),
        breach(
            Architecture::nothingThrowsGenericExceptions, "habits", "java.lang.RuntimeException"),
        breach(Architecture::frontShowsNoModel, "signature", "breach.signature.model.Tensor"),
        breach(Architecture::frontShowsNoModel, "signature", "breach.signature.train.Step"),
        breach(Architecture::namesSayWhatAThingIs, "names", "breach.names.data.FileHelper"),
        breach(Architecture::namesSayWhatAThingIs, "names", "breach.names.utils.Paths"),
        breach(Architecture::everyPackageIsNullMarked, "names", "breach.names.data"));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void ruleBites(Function<Architecture, ArchRule> rule, String tree, String named) {
    String root = "breach." + tree;
    assertThatThrownBy(() -> rule.apply(new Architecture(root)).check(read(root)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was violated")
        .hasMessageContaining(named);
  }

  @Test
  void frontMaySeeGuicesModule() {
    new Architecture("breach.permitted")
        .importsOnlyWhatItMay(Room.named(Room.FRONT))
        .check(read("breach.permitted"));
  }

  @Test
  void listedRoomThatIsMissingFails() {
    Architecture rules = new Architecture("breach.names");
    assertThatThrownBy(
            () -> rules.importsOnlyWhatItMay(Room.named("gate")).check(read("breach.names")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed to check any classes");
  }

  @Test
  void treeOfPublicTypesFails() {
    assertThatThrownBy(() -> Budgets.assertEnoughPackagePrivate(read("breach.names")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("share of package-private types, 0 of 2");
  }

  @Test
  void longFilesFail(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("Long.java"), "\n".repeat(91));
    assertThatThrownBy(() -> Budgets.assertMedianLength(List.of(file)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("median length of 1 files in lines");
  }

  private static Arguments imports(String room, String tree, String named) {
    return breach(rules -> rules.importsOnlyWhatItMay(Room.named(room)), tree, named);
  }

  private static Arguments breach(
      Function<Architecture, ArchRule> rule, String tree, String named) {
    return Arguments.of(rule, tree, named);
  }

  private static JavaClasses read(String root) {
    return new ClassFileImporter().importPackages(root);
  }
}
