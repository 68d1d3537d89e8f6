package dev.bulwark.stage;

import dev.bulwark.model.Compute;
import java.util.List;

/** A reward that somebody else made and closes. */
record GivenReward(Reward reward) implements RewardSource.Found, Reward {

  @Override
  public double[] scores(List<Scored> answers) {
    return reward.scores(answers);
  }

  @Override
  public String hash() {
    return reward.hash();
  }

  @Override
  public Reward open(Compute compute) {
    return this;
  }

  @Override
  public void close() {
    // It is not ours: another stage may use it next.
  }
}
