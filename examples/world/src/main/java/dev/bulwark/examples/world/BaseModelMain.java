package dev.bulwark.examples.world;

import dev.bulwark.SafetyTuning;
import dev.bulwark.checkpoint.FreshModel;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;
import dev.bulwark.stage.SafetySFT;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains the quickstart's base model from nothing: data, tokenizer, fresh weights, then answers to
 * everything in the base corpus. Takes about a quarter of an hour on two cores.
 */
public final class BaseModelMain {
  private static final int VOCABULARY = 1024;
  private static final DecoderShape SHAPE =
      new DecoderShape(
          VOCABULARY,
          192,
          512,
          4,
          DecoderShape.Attention.plain(6, 3, 32, Rotary.plain(10_000), 256),
          1e-5,
          DecoderShape.Output.TIED);
  private static final int REPORT_EVERY = 50;

  private BaseModelMain() {}

  /**
   * Writes {@code work/safety-sft}, the model folder that stands in the quickstart as {@code
   * model}.
   *
   * @param arguments the folder to work in, and the number of epochs where it is not 2
   */
  public static void main(String[] arguments) {
    Path work = Path.of(arguments[0]);
    int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    World world = World.of(World.SEED);
    Path corpus = work.resolve("base.jsonl");
    DataFiles.write(world.baseCorpus(), corpus);
    Path fresh = work.resolve("fresh");
    BpeTrainer.train(world.tokenizerTexts(), VOCABULARY).writeTo(fresh);
    FreshModel.write(fresh, SHAPE, 2, 0, World.SEED);
    SafetyTuning.of(fresh)
        .seed(World.SEED)
        .output(work)
        .then(
            SafetySFT.on(Conversations.in(corpus))
                .with(settings -> settings.learningRate(2e-3).batch(128).epochs(epochs)))
        .watch(printer())
        .run();
  }

  private static Watcher printer() {
    return new Watcher() {
      @Override
      public void progressed(Progress progress) {
        if (progress.done() % REPORT_EVERY == 0 || progress.done() == progress.total()) {
          System.out.printf(
              Locale.ROOT,
              "step %d of %d, %s, %.0f s left%n",
              progress.done(),
              progress.total(),
              progress.figures(),
              progress.secondsLeft());
        }
      }

      @Override
      public void noted(String line) {
        System.out.println(line);
      }
    };
  }
}
