package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.train.Adam;
import dev.bulwark.train.CriticPlan;
import dev.bulwark.train.Drawing;
import dev.bulwark.train.Environment;
import dev.bulwark.train.KlPenalty;
import dev.bulwark.train.Memory;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.PolicyGuard;
import dev.bulwark.train.PolicyIteration;
import dev.bulwark.train.PolicyLoop;
import dev.bulwark.train.PolicyPlan;
import dev.bulwark.train.PpoLoss;
import dev.bulwark.train.PpoMethod;
import dev.bulwark.train.Roles;
import dev.bulwark.train.Rollout;
import dev.bulwark.train.RolloutReader;
import dev.bulwark.train.ScheduleShape;
import dev.bulwark.train.ScoreShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Whole iterations of PPO with policy, reference, critic and reward model on one base: one answer
 * to each prompt, always of its full length, one pass in four mini-batches.
 */
final class PolicyRun {
  private final ModelFolder model;
  private final Benchmark.Options options;
  private final List<long[]> prompts;

  PolicyRun(Path folder, Path data, Benchmark.Options options) {
    this.model = ModelFolder.open(folder);
    this.options = options;
    int rounds = options.number("warmup", 1) + options.number("iterations", 2);
    this.prompts =
        new Workload(data).rows(folder, rounds * options.number("batch", 64), PolicyRun::prompt);
  }

  private static long[] prompt(ChatEncoder encoder, JsonNode row) {
    return encoder.prompt(List.of(Message.user(row.path("prompt").asText())));
  }

  /** Tokens of prompts and answers a second, after the warm-up, and where the time went. */
  String run() {
    int warmup = options.number("warmup", 1);
    int batch = options.number("batch", 64);
    int iterations = warmup + options.number("iterations", 2);
    int upper = options.number("upper", 0);
    int from = upper == 0 ? 0 : model.shape().layers() - upper;
    Adapter.Plan adapters = options.adapter().from(from);
    List<PolicyIteration> done = new ArrayList<>();
    try (Base base = model.base(options.compute());
        Decoder policy = base.role(adapters, 1);
        Decoder reference = base.plain(from);
        Decoder critic = base.scorer(adapters, Adapter.drawn(2));
        Decoder reward = base.scorer(adapters, Adapter.drawn(3))) {
      PolicyLoop.of(
              new Roles(policy, reference, Optional.of(critic), from > 0),
              new PpoMethod(
                  ScoreShape.whitened(),
                  KlPenalty.paper(),
                  new PpoLoss(0.2, 0.2),
                  CriticPlan.defaults()),
              plan(batch, iterations),
              // No answer draws it in practice, so that all have their full length.
              Set.of(model.shape().vocabulary() - 1L))
          .run(new InOrder(prompts, reward), 1, done::add);
    }
    return line(done, warmup, upper);
  }

  private PolicyPlan plan(int batch, int iterations) {
    int response = options.number("response", 64);
    return new PolicyPlan(
        iterations,
        new Drawing(batch, 1, response),
        new Optimisation(
            1e-6,
            ScheduleShape.constant(),
            Adam.paper(),
            1,
            batch / 4,
            1,
            new Memory(options.number("micro", 0), false)),
        0,
        PolicyGuard.off(),
        PolicyPlan.Looks.defaults());
  }

  /** The file's prompts, a batch an iteration; a role of the base scores the answers. */
  private record InOrder(List<long[]> prompts, Decoder reward) implements Environment {
    @Override
    public List<long[]> prompts(long iteration, int count) {
      int from = Math.toIntExact(iteration * count);
      return prompts.subList(from, from + count);
    }

    @Override
    public double[] scores(long iteration, int count, List<Rollout> answers, RolloutReader reader) {
      return reader.scores(reward);
    }
  }

  private String line(List<PolicyIteration> done, int warmup, int upper) {
    PolicyIteration last = done.get(done.size() - 1);
    PolicyIteration before = done.get(warmup - 1);
    long tokens = last.pace().tokens() - before.pace().tokens();
    double seconds = last.pace().seconds() - before.pace().seconds();
    List<PolicyIteration> measured = done.subList(warmup, done.size());
    return String.format(
        Locale.ROOT,
        "{\"what\":\"ppo\",\"model\":\"%s\",\"precision\":\"%s\",\"lora\":%d,\"upper\":%d,"
            + "\"tokens\":%d,\"seconds\":%.2f,\"tokensPerSecond\":%.1f,\"drawing\":%.2f,"
            + "\"scoring\":%.2f,\"reading\":%.2f,\"learning\":%.2f,\"peakMegabytes\":%d}",
        model.path().getFileName(),
        options.compute().precision(),
        options.adapter().rank(),
        upper,
        tokens,
        seconds,
        tokens / seconds,
        sum(measured, PolicyIteration.Phases::drawing),
        sum(measured, PolicyIteration.Phases::scoring),
        sum(measured, PolicyIteration.Phases::reading),
        sum(measured, PolicyIteration.Phases::learning),
        Timed.peakMegabytes());
  }

  private static double sum(
      List<PolicyIteration> iterations, ToDoubleFunction<PolicyIteration.Phases> phase) {
    return iterations.stream().map(PolicyIteration::phases).mapToDouble(phase).sum();
  }
}
