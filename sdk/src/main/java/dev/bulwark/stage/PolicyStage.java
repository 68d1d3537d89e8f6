package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.train.PolicyMethod;
import dev.bulwark.train.PolicyPlan;
import java.util.List;
import java.util.Set;

/**
 * A stage that trains a policy, whatever its method: the prompts and the reward are checked first,
 * then the policy learns.
 *
 * @param name of the stage
 * @param files of the prompts
 * @param reward where the reward comes from
 * @param plan what the methods have in common
 * @param method how the policy learns
 * @param settings for the record
 */
record PolicyStage(
    String name,
    List<Prompts> files,
    RewardSource reward,
    Plan plan,
    PolicyMethod method,
    Record settings) {

  /** What the methods have in common. */
  record Plan(PromptMix prompts, PolicyPlan policy, RewardUse use, Lora lora, Machine machine) {}

  Set<String> needs() {
    return reward.needs();
  }

  Stage.Prepared prepare(ModelFolder model) {
    reward.check(plan.use());
    PromptReading read = PromptReading.of(model, files, plan.policy().drawing().longest() + 1);
    PolicyPrompts prompts = PolicyPrompts.of(read.prompts(), plan.prompts(), files);
    return run -> {
      RewardSource.Found found = reward.find(run, plan.use());
      String data = Fingerprint.of(read.fingerprint() + " " + found.hash());
      StageRecord record = run.record(name, settings, data);
      PolicyTraining training = new PolicyTraining(run, record, plan, method, prompts, found);
      new StageWork(run, record, plan.machine().checkpoints(), List.of(TrainedPrompts.FILE))
          .unlessDone(training::on);
      return ModelFolder.open(run.output());
    };
  }
}
