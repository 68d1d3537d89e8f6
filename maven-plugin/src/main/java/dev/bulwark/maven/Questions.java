package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.evaluate.attack.Attack;
import java.nio.file.Path;
import java.util.List;

/**
 * What is asked of a model besides, or instead of, the prompts in the suite's folder.
 *
 * @param standardSuite whether the suite that comes with Bulwark takes the folder's place
 * @param attacks attacks that the plain harmful prompts are asked in as well
 */
record Questions(boolean standardSuite, List<String> attacks) {
  /** The suite's prompts as they are. */
  static final Questions PLAIN = new Questions(false, List.of());

  /** The suite as it is asked. */
  Suite of(Path folder) {
    Suite suite = standardSuite ? Suite.standard() : Suite.in(folder);
    try {
      return suite.attackedBy(Attack.named(attacks));
    } catch (IllegalArgumentException e) {
      throw new BadInput(
          String.valueOf(e.getMessage()), "<attacks>", "Correct the name or remove it");
    }
  }
}
