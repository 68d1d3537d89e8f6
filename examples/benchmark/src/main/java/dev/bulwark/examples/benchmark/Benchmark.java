package dev.bulwark.examples.benchmark;

import dev.bulwark.data.BadInput;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Processor;
import dev.bulwark.model.Products;
import dev.bulwark.model.Products.Attention;
import dev.bulwark.model.Products.Decoding;
import dev.bulwark.model.Products.Learning;
import dev.bulwark.model.Projection;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Prints one line of JSON a measurement. {@code --products usual} does without oneDNN, {@code
 * --device gpu} computes on the first GPU.
 *
 * <pre>
 * generate MODEL PROMPTS --batch 16 --batches 4 --new-tokens 128 --precision fp32|bf16
 * queue    MODEL QUEUE --precision fp32|bf16    (QUEUE is made by queue_hf.py)
 * sft      MODEL CONVERSATIONS --rows 512 --batch 32 --lora 0|16 --precision fp32|bf16
 * rm       MODEL PREFERENCES --rows 256 --batch 32 --lora 0|16 --precision fp32|bf16
 * accuracy MODEL PREFERENCES --out DIR --pairs 640 --held-out 320 --longest 128    (for accuracy_trl.py)
 * dpo      MODEL PREFERENCES --rows 128 --batch 32 --lora 0|16 --precision fp32|bf16
 * ppo      MODEL PROMPTS --batch 64 --response 64 --iterations 2 --warmup 1 --lora 16 --upper 0|10 --precision fp32|bf16
 * losses   MODEL CONVERSATIONS --rows 400 --batch 8    (for losses_trl.py)
 * </pre>
 */
public final class Benchmark {
  private Benchmark() {}

  /** Runs what the arguments ask for. */
  public static void main(String[] arguments) {
    if (arguments.length < 3) {
      throw new BadInput("Three arguments are needed", "command line", "See the class's Javadoc");
    }
    Path model = Path.of(arguments[1]);
    Path data = Path.of(arguments[2]);
    Options options = Options.of(Arrays.copyOfRange(arguments, 3, arguments.length));
    System.out.println(
        switch (arguments[0]) {
          case "generate" -> new GenerateRun(model, data, options).batches();
          case "queue" -> new GenerateRun(model, data, options).queue();
          case "sft" -> new TrainRun(model, data, options).run();
          case "rm" -> new PairRun(model, data, options).run();
          case "accuracy" -> new AccuracyRun(model, data, options).run();
          case "dpo" -> new DpoRun(model, data, options).run();
          case "ppo" -> new PolicyRun(model, data, options).run();
          case "losses" -> new TrainRun(model, data, options).losses();
          default ->
              throw new BadInput(
                  "There is no measurement '%s'".formatted(arguments[0]),
                  "command line",
                  "Use generate, queue, sft, rm, dpo, accuracy, ppo or losses");
        });
  }

  /** Pairs of {@code --name value}. */
  record Options(Map<String, String> values) {

    static Options of(String[] arguments) {
      Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
      Map<String, String> values = new HashMap<>();
      while (rest.size() > 1) {
        values.put(rest.remove().replaceFirst("^--", ""), rest.remove());
      }
      return new Options(values);
    }

    int number(String name, int standard) {
      return Integer.parseInt(values.getOrDefault(name, String.valueOf(standard)));
    }

    /** On the device, in the precision and by the products asked for. */
    Compute compute() {
      String precision = word("precision", "fp32");
      Compute compute =
          new Compute(Precision.valueOf(precision.toUpperCase(Locale.ROOT)), processor());
      return switch (word("products", "fastest")) {
        case "fastest" -> compute;
        case "usual" -> compute.by(new Products(Decoding.PLAIN, Learning.PLAIN, Attention.FLASH));
        default ->
            throw new BadInput("There are no such products", "--products", "Use fastest or usual");
      };
    }

    private Processor processor() {
      return switch (word("device", "cpu")) {
        case "cpu" -> Processor.CPU;
        case "gpu" -> Processor.gpu(0);
        default -> throw new BadInput("There is no such device", "--device", "Use cpu or gpu");
      };
    }

    String word(String name, String standard) {
      return values.getOrDefault(name, standard);
    }

    /** An adapter of the rank asked for on all matrices; none for 0. */
    Adapter.Plan adapter() {
      return adapter(0);
    }

    Adapter.Plan adapter(int standard) {
      int rank = number("lora", standard);
      return rank == 0 ? Adapter.Plan.NONE : new Adapter.Plan(rank, 2.0 * rank, Projection.ALL);
    }
  }
}
