package dev.bulwark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules of the architecture for the packages under a root: the SDK's own, or that of a breach
 * which proves that a rule bites.
 */
record Architecture(String root) {
  private static final String GUICE_MODULE = "com.google.inject.Module";
  private static final String BANNED_SUFFIX = ".*(Utils?|Common|Impl|Core|Helper|Manager)";
  private static final String BANNED_PACKAGE = "utils?|common|impl|core|helpers?|managers?";

  /** A room sees its own packages, the JDK, JSpecify, and what its row lists. */
  ArchRule importsOnlyWhatItMay(Room room) {
    List<String> may = new ArrayList<>(List.of("java..", "org.jspecify.annotations"));
    may.add(Room.pattern(root, room.name()));
    room.rooms().forEach(other -> may.add(Room.pattern(root, other)));
    may.addAll(room.libraries());
    boolean front = room.name().equals(Room.FRONT);
    Predicate<JavaClass> module =
        type -> front && type.getBaseComponentType().getName().equals(GUICE_MODULE);
    return classes()
        .that()
        .resideInAPackage(Room.pattern(root, room.name()))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(may.toArray(String[]::new))
                .or(describe("are Guice's Module, seen by the front", module)));
  }

  /** Every package belongs to a row of the table. */
  ArchRule everyRoomIsListed() {
    String[] listed =
        Room.table().stream().map(room -> Room.pattern(root, room.name())).toArray(String[]::new);
    return classes().should().resideInAnyPackage(listed);
  }

  ArchRule roomsHaveNoCycles() {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  /** The command line talks through standard output; nothing else does. */
  ArchRule onlyTheCommandLinePrints() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(Room.pattern(root, "cli"))
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
  }

  ArchRule nothingLogsThroughTheJdk() {
    return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
  }

  ArchRule nothingThrowsGenericExceptions() {
    return GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
  }

  /** A user of the front meets no tensor: neither the model nor its training shows in it. */
  ArchRule frontShowsNoModel() {
    return methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(root)
        .and()
        .arePublic()
        .should(notMention(resideInAnyPackage(root + ".model..", root + ".train..")));
  }

  /** Names say what a thing is. */
  ArchRule namesSayWhatAThingIs() {
    return classes()
        .should(
            new ArchCondition<>("bear a name that says what they are") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean banned =
                    type.getSimpleName().matches(BANNED_SUFFIX)
                        || Stream.of(type.getPackageName().split("\\."))
                            .anyMatch(part -> part.matches(BANNED_PACKAGE));
                events.add(new SimpleConditionEvent(type, !banned, type.getName()));
              }
            });
  }

  /** Every package is null-marked, so that NullAway looks at it. */
  ArchRule everyPackageIsNullMarked() {
    return classes()
        .should(
            new ArchCondition<>("reside in a package marked by @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked =
                    type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName()));
              }
            });
  }

  private static ArchCondition<JavaMethod> notMention(Predicate<JavaClass> banned) {
    return new ArchCondition<>("not mention the model or its training") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .filter(banned)
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " mentions " + type.getName())));
      }
    };
  }

  /** Whether a type is one of its own file. */
  static boolean isTopLevel(JavaClass type) {
    return type.isTopLevelClass() && !type.getSimpleName().equals("package-info");
  }

  static boolean isPackagePrivate(JavaClass type) {
    return !type.getModifiers().contains(JavaModifier.PUBLIC);
  }
}
