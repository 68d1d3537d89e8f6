package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Answer;
import dev.bulwark.model.Ask;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Processor;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Benchmark.Options options;
  private final List<long[]> prompts = new ArrayList<>();
  private final List<Integer> limits = new ArrayList<>();

  GenerateRun(Path folder, Path data, Benchmark.Options options) {
    this.folder = folder;
    this.options = options;
    ModelFolder model = ModelFolder.open(folder);
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      for (String line : Files.readAllLines(data)) {
        JsonNode row = JSON.readTree(line);
        prompts.add(encoder.prompt(List.of(new Message(Role.USER, row.path("prompt").asText()))));
        limits.add(row.path("limit").asInt(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      asks.add(new Ask(prompts.get(i), limits.get(i)));
    }
    return measure("queue", List.of(asks));
  }

  private List<Ask> asks(int from, int count, int most) {
    return prompts.subList(from, from + count).stream().map(ids -> new Ask(ids, most)).toList();
  }

  private String measure(String what, List<List<Ask>> batches) {
    Precision precision =
        Precision.valueOf(options.word("precision", "fp32").toUpperCase(Locale.ROOT));
    Compute compute = new Compute(precision, Processor.CPU);
    Sampling sampling = new Sampling(1, 1, 1, 0, 1);
    try (Decoder decoder = ModelFolder.open(folder).decoder(compute, Adapter.Plan.NONE, 0)) {
      Generator generator = decoder.generator();
      List<Ask> warmUp = batches.get(0).stream().map(ask -> new Ask(ask.ids(), 4)).toList();
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
          precision,
          tokens,
          seconds,
          tokens / seconds);
    }
  }
}
