package dev.bulwark;

import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the room table: a package of the SDK and what it may see besides itself and the JDK.
 *
 * @param name the package under the root; {@link #FRONT} is the root itself
 * @param rooms rooms it may see
 * @param libraries packages of libraries it may see, as ArchUnit patterns
 */
record Room(String name, List<String> rooms, List<String> libraries) {
  static final String FRONT = "front";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String ENGINE = "ai.djl..";

  /** All rooms; arrows point only to earlier rows. */
  static List<Room> table() {
    return List.of(
        new Room("data", List.of(), List.of(JACKSON, "org.apache.parquet..")),
        new Room(
            "text",
            List.of("data"),
            List.of("ai.djl.huggingface.tokenizers..", "com.hubspot.jinjava..")),
        new Room("model", List.of("text"), List.of(ENGINE, "com.sun.jna..")),
        new Room("checkpoint", List.of("data", "text", "model"), List.of(ENGINE, JACKSON)),
        new Room("train", List.of("data", "text", "model"), List.of(ENGINE)),
        new Room("backend", List.of(), List.of()),
        new Room("evaluate", List.of("data"), List.of(JACKSON, "org.apache.commons.statistics..")),
        new Room("gate", List.of("data", "evaluate"), List.of(JACKSON)),
        new Room(
            "stage",
            List.of("data", "text", "model", "checkpoint", "train", "backend", "evaluate"),
            List.of(ENGINE, JACKSON)),
        new Room("langchain4j", List.of("data", "evaluate"), List.of("dev.langchain4j..")),
        new Room("mlflow", List.of("data"), List.of("org.mlflow..")),
        new Room("report", List.of("data", "evaluate", "gate"), List.of(JACKSON)),
        new Room("wiring", allAbove("wiring"), List.of("com.google.inject..")),
        // Guice's Module is let through by its name: see Architecture.
        new Room(
            FRONT,
            Stream.concat(allAbove("wiring").stream(), Stream.of("wiring")).toList(),
            List.of()),
        new Room(
            "junit",
            List.of(FRONT, "data", "evaluate", "gate"),
            List.of("org.junit..", "org.assertj..")),
        new Room(
            "cli",
            List.of(FRONT, "data", "checkpoint", "evaluate", "gate", "stage", "report"),
            List.of(JACKSON)));
  }

  /** The row of a name. */
  static Room named(String name) {
    return table().stream().filter(room -> room.name().equals(name)).findFirst().orElseThrow();
  }

  /** The room's packages under a root, as an ArchUnit pattern. */
  static String pattern(String root, String room) {
    return room.equals(FRONT) ? root : root + "." + room + "..";
  }

  private static List<String> allAbove(String room) {
    return Stream.of(
            "data",
            "text",
            "model",
            "checkpoint",
            "train",
            "backend",
            "evaluate",
            "gate",
            "stage",
            "report")
        .takeWhile(name -> !name.equals(room))
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
