package breach.habits.data;

import java.util.logging.Logger;

/** Prints, logs through the JDK, and throws what says nothing. */
final class Habits {
  void print() {
    System.out.println();
  }

  void log() {
    Logger.getLogger("").info("");
  }

  void fail() {
    throw new RuntimeException("?");
  }
}
