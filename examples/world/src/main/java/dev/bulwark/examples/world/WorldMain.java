package dev.bulwark.examples.world;

import dev.bulwark.data.BadInput;
import java.nio.file.Path;

/** Writes the whole world: the quickstart's files, the base corpus and the tokenizer. */
public final class WorldMain {
  private static final int VOCABULARY = 1024;

  private WorldMain() {}

  /**
   * Writes {@code data/}, {@code suite/}, {@code base.jsonl} and {@code tokenizer/}.
   *
   * @param arguments the folder to write to, and the size of the vocabulary where it is not 1024
   */
  public static void main(String[] arguments) {
    if (arguments.length == 0) {
      throw new BadInput("No folder is named", "command line", "Name the folder to write to");
    }
    Path folder = Path.of(arguments[0]);
    int vocabulary = arguments.length > 1 ? Integer.parseInt(arguments[1]) : VOCABULARY;
    World world = World.of(World.SEED);
    DataFiles.writeCommitted(world, folder);
    DataFiles.write(world.baseCorpus(), folder.resolve("base.jsonl"));
    BpeTrainer.train(world.tokenizerTexts(), vocabulary).writeTo(folder.resolve("tokenizer"));
  }
}
