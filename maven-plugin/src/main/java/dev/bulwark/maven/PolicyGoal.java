package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;

/** A goal that trains a policy on what its answers are worth. */
abstract class PolicyGoal extends RewardedGoal {
  @Override
  final void run() {
    Tuning.TrainPolicy job =
        new Tuning.TrainPolicy(
            method(), model("chat model"), asked(), rewards(), output(), seed(), overlay());
    trained("Tuned model", fork(job.name(), job));
  }

  abstract Tuning.Method method();
}
