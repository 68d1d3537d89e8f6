package dev.bulwark.cli;

import dev.bulwark.TunedModel;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.RecordedAnswers;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.RecordedResponder;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.evaluate.attack.Attack;
import dev.bulwark.evaluate.remote.HttpResponder;
import dev.bulwark.evaluate.remote.LlmJudge;
import dev.bulwark.evaluate.remote.Usage;
import dev.bulwark.stage.Answering;
import dev.bulwark.stage.RemoteSettings;
import dev.bulwark.stage.RewardJudging;
import dev.bulwark.stage.SettingsSection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Evaluates a model, in a folder or behind an endpoint, or answers that were recorded. */
final class EvaluateWork {
  private final Job.Evaluate job;
  private final Watcher watcher;
  private final Map<String, String> usage = new LinkedHashMap<>();

  EvaluateWork(Job.Evaluate job, Watcher watcher) {
    this.job = job;
    this.watcher = watcher;
  }

  Evaluation run() {
    Answering answering = Answering.defaults();
    for (SettingsSection given : job.overlay().sections("evaluate")) {
      answering = answering.settings(given);
    }
    Suite suite = suite();
    Job.@Nullable Overlay judged = job.chosen().judge();
    if (judged == null) {
      return run(answering, suite, null);
    }
    if (!RewardJudging.folders(judged.settings()).isEmpty()) {
      RewardJudging judging = RewardJudging.defaults().settings(judged.settings(), judged.from());
      try (RewardJudging.Opened opened = judging.open()) {
        return run(answering, suite, opened.judge());
      }
    }
    RemoteSettings settings = remote(judged);
    LlmJudge judge = new LlmJudge(settings.endpoint());
    Evaluation evaluation = run(answering, suite, judge);
    usage.put("asked of the judge", words(judge.usage(), settings));
    return evaluation;
  }

  private Evaluation run(Answering answering, Suite suite, @Nullable Judge judge) {
    long start = System.nanoTime();
    Evaluation evaluation = answered(answering, suite, judge);
    usage.put("seconds", String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9));
    return evaluation;
  }

  /** What was asked of endpoints, and how long it took. */
  Map<String, String> usage() {
    return usage;
  }

  private Suite suite() {
    Suite suite = job.chosen().standardSuite() ? Suite.standard() : Suite.in(job.suite());
    try {
      return suite.attackedBy(Attack.named(job.chosen().attacks()));
    } catch (IllegalArgumentException e) {
      throw new BadInput(
          String.valueOf(e.getMessage()), "<attacks>", "Correct the name or remove it");
    }
  }

  private Evaluation answered(Answering answering, Suite suite, @Nullable Judge judge) {
    Job.@Nullable Overlay endpoint = job.chosen().endpoint();
    Path recorded = job.chosen().responses();
    if (recorded != null) {
      if (endpoint != null) {
        throw new BadInput(
            "Both <endpoint> and <responses> say who answers", "evaluate", "Keep one of them");
      }
      return recorded(answering, suite, judge, recorded);
    }
    return endpoint == null
        ? local(answering, suite, judge)
        : remote(answering, suite, judge, remote(endpoint));
  }

  private Evaluation recorded(
      Answering answering, Suite suite, @Nullable Judge judge, Path responses) {
    if (answering.repeats() > 1) {
      throw new BadInput(
          "repeats is %d, but there is one recorded answer a prompt".formatted(answering.repeats()),
          "<responses>",
          "Set repeats to 1, or evaluate each file of answers by itself");
    }
    List<Prompt> prompts = suite.read();
    RecordedResponder responder = RecordedResponder.of(RecordedAnswers.in(responses), prompts);
    if (responder.unused() > 0) {
      watcher.noted(
          "Lines of %s that belong to no prompt of the suite: %d"
              .formatted(responses.getFileName(), responder.unused()));
    }
    return Evaluator.of(responder)
        .judge(judge == null ? Judge.standard() : judge)
        .model(responder.fingerprint(), responder.decoding())
        .environment(Map.of(RunHeader.RESPONSES, String.valueOf(responses.getFileName())))
        .with(run -> answering.run())
        .watch(watcher)
        .evaluate(prompts, job.results());
  }

  private Evaluation local(Answering answering, Suite suite, @Nullable Judge judge) {
    TunedModel model = TunedModel.open(job.model()).answering(answering).watch(watcher);
    return judge == null
        ? model.evaluate(suite, job.results())
        : model.judge(judge).evaluate(suite, job.results());
  }

  private Evaluation remote(
      Answering answering, Suite suite, @Nullable Judge judge, RemoteSettings settings) {
    HttpResponder responder = new HttpResponder(settings.endpoint(), answering.remote());
    Responder cached = answering.cached(responder, settings.endpoint().fingerprint());
    Evaluation evaluation =
        Evaluator.of(cached)
            .judge(judge == null ? Judge.standard() : judge)
            .model(responder.subject().model(), responder.subject().decoding())
            .with(run -> answering.run().batch(1).concurrency(settings.concurrency()))
            .watch(watcher)
            .evaluate(suite.read(), job.results());
    usage.put("asked of the model", words(responder.usage(), settings));
    return evaluation;
  }

  private static String words(Usage usage, RemoteSettings settings) {
    OptionalDouble cost = usage.cost(settings.budget().price());
    return cost.isPresent()
        ? String.format(Locale.ROOT, "%s, cost %.4f", usage, cost.getAsDouble())
        : usage.toString();
  }

  private static RemoteSettings remote(Job.Overlay overlay) {
    return RemoteSettings.defaults().settings(overlay.settings(), overlay.from());
  }
}
