package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Role;
import dev.bulwark.data.RolloutSample;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Source;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.CriticPlan;
import dev.bulwark.train.PolicyLoop;
import dev.bulwark.train.PolicyMethod;
import dev.bulwark.train.Roles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * One training of a policy. Policy, reference and critic are roles of one base, which is in memory
 * once.
 */
record PolicyTraining(
    StageRun run,
    StageRecord record,
    PolicyStage.Plan plan,
    PolicyMethod method,
    PolicyPrompts prompts,
    RewardSource.Found reward) {

  void on(RunFolder folder) {
    Compute compute = folder.compute(plan.machine().precision(), plan.machine().device());
    Optional<SharedReward> shared = SharedReward.on(run.model(), reward);
    if (shared.isPresent()) {
      try (SharedReward worth = shared.get();
          Base base = run.model().base(compute)) {
        worth.open(base);
        train(folder, base, PolicyWorld.Worth.shared(worth), shared);
      }
    } else {
      try (Reward worth = reward.open(compute);
          Tokenizer tokenizer = run.model().tokenizer();
          Base base = run.model().base(compute)) {
        ChatEncoder encoder = run.model().encoder(tokenizer);
        train(folder, base, PolicyWorld.Worth.read(worth, encoder), shared);
      }
    }
  }

  private void train(
      RunFolder folder, Base base, PolicyWorld.Worth worth, Optional<SharedReward> shared) {
    Adapter.Plan adapters = plan.lora().plan(base.shape());
    Optional<Decoder> critic = method.critic().map(plan -> critic(base, plan, adapters, shared));
    try (Tokenizer tokenizer = run.model().tokenizer();
        Decoder policy = base.role(adapters, run.seed());
        Decoder reference = base.plain(adapters.from())) {
      RolloutSamples samples =
          new RolloutSamples(folder.file(RolloutSample.FILE), plan.policy().looks().every());
      PolicyWorld world =
          new PolicyWorld(prompts, run.seed(), run.model().encoder(tokenizer), worth, samples);
      Roles roles = new Roles(policy, reference, critic, adapters.from() > 0);
      PolicyReport report = new PolicyReport(record.stage(), run.watcher(), folder.metrics());
      GuardedTraining.run(
          record.stage(),
          () ->
              PolicyLoop.of(roles, method, plan.policy(), run.model().stops())
                  .checkpoints(folder)
                  .run(world, run.seed(), report));
      save(policy, folder, samples);
    } finally {
      critic.ifPresent(Decoder::close);
    }
  }

  private Decoder critic(
      Base base, CriticPlan critic, Adapter.Plan adapters, Optional<SharedReward> shared) {
    if (critic.start() == CriticPlan.Start.BASE) {
      return base.scorer(adapters, silent(base));
    }
    return shared
        .map(SharedReward::first)
        .filter(first -> first.plan().from() == adapters.from())
        .map(first -> base.scorer(first.plan(), first.source()))
        .orElseThrow(
            () ->
                new BadInput(
                    "The critic can't start from the reward model: its adapter does not sit on"
                        + " this model in the same layers as the policy's",
                    record.stage(),
                    "Set critic.start to base, or train the reward model on this model with an"
                        + " adapter and the same lora.upper"));
  }

  /** An adapter that changes nothing yet, and a head that says 0. */
  private Source silent(Base base) {
    Source drawn = Adapter.drawn(run.seed() + 1);
    String head = Adapter.scoreHead(base.shape()).name();
    return spec ->
        spec.name().equals(head)
            ? ByteBuffer.allocateDirect(Math.toIntExact(4 * spec.size()))
                .order(ByteOrder.nativeOrder())
            : drawn.read(spec);
  }

  private void save(Decoder policy, RunFolder folder, RolloutSamples samples) {
    List<String> asked =
        prompts.all().stream()
            .map(Prompt::messages)
            .flatMap(List::stream)
            .filter(message -> message.role() == Role.USER)
            .map(Message::content)
            .toList();
    run.model()
        .save(
            policy,
            run.output(),
            record,
            beside -> {
              folder.metrics().copyInto(beside);
              samples.copyInto(beside);
              TrainedPrompts.in(run.model().path()).with(record.stage(), asked).write(beside);
            });
  }
}
