package dev.bulwark.cli;

import dev.bulwark.data.Watcher;
import dev.bulwark.stage.GRPO;
import dev.bulwark.stage.PPO;
import dev.bulwark.stage.SettingsSection;
import dev.bulwark.stage.Stage;
import java.util.Map;

/** Trains a policy as a Java program would. */
final class PolicyJob {
  private PolicyJob() {}

  static Map<String, String> run(Tuning.TrainPolicy job, Watcher watcher) {
    Stage stage =
        switch (job.method()) {
          case PPO -> ppo(job);
          case GRPO -> grpo(job);
        };
    return FrontWork.trained(job, stage, job.page(), watcher);
  }

  private static Stage ppo(Tuning.TrainPolicy job) {
    PPO stage =
        PPO.on(job.prompts().first(), job.prompts().others()).reward(job.rewards().source());
    for (SettingsSection given : job.overlay().sections(job.name())) {
      stage = stage.settings(given);
    }
    return stage;
  }

  private static Stage grpo(Tuning.TrainPolicy job) {
    GRPO stage =
        GRPO.on(job.prompts().first(), job.prompts().others()).reward(job.rewards().source());
    for (SettingsSection given : job.overlay().sections(job.name())) {
      stage = stage.settings(given);
    }
    return stage;
  }
}
