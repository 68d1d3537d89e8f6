package dev.bulwark.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Answers prompts in batches with cached keys and values; the whole loop is one kernel call. */
public final class Generator {
  private final DecoderShape shape;
  private final Kernels kernels;
  private final NDManager manager;
  private final NDArray frequencies;

  Generator(DecoderShape shape, Kernels kernels, NDManager manager, NDArray frequencies) {
    this.shape = shape;
    this.kernels = kernels;
    this.manager = manager;
    this.frequencies = frequencies;
  }

  /**
   * Answers a batch; prompts of like length waste least.
   *
   * @param prompts token ids of each prompt, none empty
   * @param stops ids that end an answer; they are not part of it
   * @return the new tokens of each prompt, in order
   * @throws IllegalArgumentException if a prompt fills the model's window
   */
  public List<long[]> generate(List<long[]> prompts, Set<Long> stops, Sampling sampling) {
    int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
    int room = shape.attention().window() - longest;
    if (longest == 0 || room < 1) {
      throw new IllegalArgumentException(
          "prompt length is %d tokens, but must be in 1 to %d"
              .formatted(longest, shape.attention().window() - 1));
    }
    int most = Math.min(sampling.maxNewTokens(), room);
    List<long[]> answers = new ArrayList<>();
    Decoder.withoutGradients(
        () -> {
          try (NDManager scope = manager.newSubManager()) {
            Engine.getEngine("PyTorch").setRandomSeed((int) sampling.seed());
            long[] flat = tokens(scope, prompts, longest, stops, most, sampling).toLongArray();
            int width = flat.length / prompts.size();
            for (int row = 0; row < prompts.size(); row++) {
              long[] tokens = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
              answers.add(upToStop(tokens, stops));
            }
          }
        });
    return answers;
  }

  private NDArray tokens(
      NDManager scope,
      List<long[]> prompts,
      int longest,
      Set<Long> stops,
      int most,
      Sampling sampling) {
    long[] ids = new long[prompts.size() * longest];
    long[] mask = new long[ids.length];
    for (int row = 0; row < prompts.size(); row++) {
      long[] prompt = prompts.get(row);
      int from = (row + 1) * longest - prompt.length;
      System.arraycopy(prompt, 0, ids, from, prompt.length);
      Arrays.fill(mask, from, from + prompt.length, 1);
    }
    Shape rows = new Shape(prompts.size(), longest);
    double[] options = {most, sampling.temperature(), sampling.topP(), sampling.topK()};
    return kernels.call(
        scope,
        "generate",
        List.of(
            scope.create(ids, rows),
            scope.create(mask, rows),
            scope.create(stops.stream().mapToLong(Long::longValue).toArray()),
            frequencies,
            scope.create(options)));
  }

  private static long[] upToStop(long[] tokens, Set<Long> stops) {
    int length = 0;
    while (length < tokens.length && tokens[length] >= 0 && !stops.contains(tokens[length])) {
      length++;
    }
    return Arrays.copyOf(tokens, length);
  }
}
