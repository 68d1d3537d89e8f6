package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Answer;
import dev.bulwark.model.Ask;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.ChatEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Generation: sampling at temperature 1 with no end token, so that every answer has its full
 * length; new tokens per second, prefill included, after a warm-up.
 */
final class GenerateRun {
  private static final Set<Long> NOTHING_STOPS = Set.of(-1L);

  private final Path folder;
  private final Benchmark.Options options;
  private final List<Ask> rows;

  GenerateRun(Path folder, Path data, Benchmark.Options options) {
    this.folder = folder;
    this.options = options;
    this.rows = new Workload(data).rows(folder, Integer.MAX_VALUE, GenerateRun::ask);
  }

  private static Ask ask(ChatEncoder encoder, JsonNode row) {
    return new Ask(
        encoder.prompt(List.of(Message.user(row.path("prompt").asText()))),
        row.path("limit").asInt(1));
  }

  /** Whole batches of prompts, all answers equally long, in the peers' order. */
  String batches() {
    int batch = options.number("batch", 16);
    int most = options.number("new-tokens", 128);
    List<List<Ask>> batches = new ArrayList<>();
    for (int i = 0; i < options.number("batches", 2); i++) {
      batches.add(asks(i * batch, batch, most));
    }
    return measure("generate", batches);
  }

  /** One queue of prompts, each with the limit that its row names. */
  String queue() {
    return measure("queue", List.of(rows));
  }

  private List<Ask> asks(int from, int count, int most) {
    return limited(rows.subList(from, from + count), most);
  }

  private static List<Ask> limited(List<Ask> asks, int most) {
    return asks.stream().map(ask -> new Ask(ask.ids(), most)).toList();
  }

  private String measure(String what, List<List<Ask>> batches) {
    Compute compute = options.compute();
    Sampling sampling = new Sampling(1, 1, 1, 0, 1);
    try (Decoder decoder = ModelFolder.open(folder).decoder(compute, Adapter.Plan.NONE, 0)) {
      Generator generator = decoder.generator();
      List<Ask> warmUp = limited(batches.get(0), 4);
      generator.answer(warmUp, NOTHING_STOPS, sampling, Generator.Listener.NONE);
      long start = System.nanoTime();
      long tokens = 0;
      for (List<Ask> batch : batches) {
        for (Answer answer :
            generator.answer(batch, NOTHING_STOPS, sampling, Generator.Listener.NONE)) {
          tokens += answer.ids().length;
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return String.format(
          Locale.ROOT,
          "{\"what\":\"%s\",\"model\":\"%s\",\"precision\":\"%s\",\"tokens\":%d,\"seconds\":%.2f,"
              + "\"tokensPerSecond\":%.1f}",
          what,
          folder.getFileName(),
          compute.precision(),
          tokens,
          seconds,
          tokens / seconds);
    }
  }
}
