package dev.bulwark.cli;

import dev.bulwark.data.Conversations;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.stage.ContextDistillation;
import dev.bulwark.stage.GhostAttention;
import dev.bulwark.stage.RejectionSampling;
import dev.bulwark.stage.RewardSource;
import dev.bulwark.stage.SettingsSection;
import java.util.Map;

/** Lets a model learn from answers of its own, as a Java program would. */
final class OwnAnswersJob {
  private OwnAnswersJob() {}

  static Map<String, String> run(Tuning.SampleBest job, Watcher watcher) {
    RejectionSampling stage =
        RejectionSampling.on(job.prompts().first(), job.prompts().others())
            .reward(job.rewards().source());
    if (job.pool() != null) {
      stage = stage.pool(job.pool());
    }
    for (SettingsSection given : job.overlay().sections("rejection-sampling")) {
      stage = stage.settings(given);
    }
    return FrontWork.trained(job, stage, job.page(), watcher);
  }

  static Map<String, String> run(Tuning.Distil job, Watcher watcher) {
    ContextDistillation stage =
        ContextDistillation.on(Prompts.in(job.data()))
            .reward(RewardSource.model(job.safetyReward()));
    for (SettingsSection given : job.overlay().sections("context-distillation")) {
      stage = stage.settings(given);
    }
    return FrontWork.trained(job, stage, job.page(), watcher);
  }

  static Map<String, String> run(Tuning.Instruct job, Watcher watcher) {
    GhostAttention stage = GhostAttention.on(Conversations.in(job.data()));
    if (!job.helpful().isEmpty()) {
      stage = stage.beside(FrontWork.all(job.helpful()));
    }
    for (SettingsSection given : job.overlay().sections("ghost-attention")) {
      stage = stage.settings(given);
    }
    return FrontWork.trained(job, stage, job.page(), watcher);
  }
}
