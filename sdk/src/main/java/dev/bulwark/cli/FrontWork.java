package dev.bulwark.cli;

import dev.bulwark.SafetyTuning;
import dev.bulwark.TunedModel;
import dev.bulwark.checkpoint.gguf.GgufFile;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.report.ErrorLines;
import dev.bulwark.report.RewardPage;
import dev.bulwark.report.TrainingPage;
import dev.bulwark.stage.DPO;
import dev.bulwark.stage.RewardModel;
import dev.bulwark.stage.SafetySFT;
import dev.bulwark.stage.SettingsSection;
import dev.bulwark.stage.Stage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Does jobs as a Java program would. */
final class FrontWork implements JobMain.Work {
  @Override
  public Map<String, String> run(Job job, Watcher watcher) {
    if (job instanceof Job.Evaluate evaluate) {
      // From here on old results are none, even if the model can't be opened.
      job.places().clear();
      return evaluate(evaluate, watcher);
    }
    job.places().check();
    if (job instanceof Job.Tune tune) {
      return tune(tune, watcher);
    }
    if (job instanceof Job.TrainReward reward) {
      return train(reward, watcher);
    }
    if (job instanceof Tuning.SampleBest sampling) {
      return OwnAnswersJob.run(sampling, watcher);
    }
    if (job instanceof Tuning.Distil distilling) {
      return OwnAnswersJob.run(distilling, watcher);
    }
    if (job instanceof Tuning.Instruct instructing) {
      return OwnAnswersJob.run(instructing, watcher);
    }
    if (job instanceof Tuning.Prefer preferring) {
      return prefer(preferring, watcher);
    }
    if (job instanceof Tuning.TrainPolicy policy) {
      return PolicyJob.run(policy, watcher);
    }
    if (job instanceof Job.ImportGguf gguf) {
      GgufFile.in(gguf.gguf()).importTo(gguf.model());
      return Map.of("model", gguf.model().toString());
    }
    Job.ExportGguf gguf = (Job.ExportGguf) job;
    GgufFile.export(gguf.model(), gguf.storage(), gguf.gguf());
    return Map.of("gguf", gguf.gguf().toString(), "storage", gguf.storage().label());
  }

  private static Map<String, String> tune(Job.Tune job, Watcher watcher) {
    SafetySFT stage = SafetySFT.on(Conversations.in(job.data()));
    if (!job.others().isEmpty()) {
      stage = stage.beside(all(job.others()));
    }
    for (SettingsSection given : job.overlay().sections("safety-sft")) {
      stage = stage.settings(given);
    }
    return trained(job, stage, job.page(), watcher);
  }

  /** The conversations of files, at least one. */
  static Conversations all(List<Path> files) {
    return Conversations.mixed(
        Conversations.in(files.get(0)),
        files.stream().skip(1).map(Conversations::in).toArray(Conversations[]::new));
  }

  /** Runs a stage that tunes a model, and writes the page of its training. */
  static Map<String, String> trained(Tuning job, Stage stage, Path page, Watcher watcher) {
    TunedModel tuned = run(job, stage, watcher);
    TrainingPage.in(tuned.folder()).write(page);
    return Map.of("model", tuned.folder().toString(), "report", page.toString());
  }

  private static TunedModel run(Tuning job, Stage stage, Watcher watcher) {
    return SafetyTuning.of(job.model())
        .seed(job.seed())
        .output(job.output())
        .then(stage)
        .watch(watcher)
        .run();
  }

  private static Map<String, String> prefer(Tuning.Prefer job, Watcher watcher) {
    DPO stage = DPO.on(Preferences.in(job.data()));
    for (SettingsSection given : job.overlay().sections("dpo")) {
      stage = stage.settings(given);
    }
    return trained(job, stage, job.page(), watcher);
  }

  private static Map<String, String> train(Job.TrainReward job, Watcher watcher) {
    Preferences data = Preferences.in(job.data());
    RewardModel stage =
        job.kind() == Job.RewardKind.SAFETY
            ? RewardModel.safety(data)
            : RewardModel.helpfulness(data.choosingBetter());
    if (!job.beside().isEmpty()) {
      stage =
          stage.beside(
              Preferences.mixed(
                  Preferences.in(job.beside().get(0)),
                  job.beside().stream().skip(1).map(Preferences::in).toArray(Preferences[]::new)));
    }
    for (SettingsSection given : job.overlay().sections("reward-model")) {
      stage = stage.settings(given);
    }
    run(job, stage, watcher);
    Path folder = stage.folderIn(job.output());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", folder.toString());
    RewardReport.in(folder)
        .ifPresent(
            report -> {
              new RewardPage("Reward model: " + job.kind().label(), report).write(job.page());
              facts.put("report", job.page().toString());
            });
    return facts;
  }

  private static Map<String, String> evaluate(Job.Evaluate job, Watcher watcher) {
    EvaluateWork work = new EvaluateWork(job, watcher);
    Evaluation evaluation = work.run();
    ErrorLines.of(evaluation).forEach(watcher::noted);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("results", job.results().toString());
    for (Metric metric : Metric.values()) {
      Measurement measured = metric.on(evaluation.results());
      if (measured.assessed() > 0) {
        facts.put(metric.label(), rate(measured));
      }
    }
    facts.putAll(work.usage());
    return facts;
  }

  private static String rate(Measurement measured) {
    return String.format(Locale.ROOT, "%.4f (n = %d)", measured.estimate(), measured.assessed());
  }
}
