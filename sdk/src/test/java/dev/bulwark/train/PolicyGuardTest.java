package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.bulwark.model.Base;
import dev.bulwark.model.Decoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy that leaves its bounds is stopped, and the reason is told. */
class PolicyGuardTest {
  /** Of the first iteration: 2 nats, 30 tokens. */
  private static final Map<String, Double> FIRST = PolicyGuard.first(sampled(0, 2, 30, 1));

  private static PolicyIteration.Sampled sampled(
      double kl, double entropy, double length, double unique) {
    return new PolicyIteration.Sampled(1, 1, kl, entropy, length, 1, unique);
  }

  private static PolicyIteration iteration(PolicyIteration.Sampled sampled, double clipped) {
    return new PolicyIteration(
        7,
        9,
        sampled,
        new PolicyIteration.Moved(0, 0, 0, 0, clipped, 1, 0),
        new PolicyIteration.Phases(0, 0, 0, 0),
        new TrainingStep.Pace(0, 0),
        OptionalDouble.empty());
  }

  /** Bounds: 100 nats, 0.01 of 2 nats, 0.1 of 30 tokens, 0.5 unique, 0.5 clipped. */
  @ParameterizedTest
  @CsvSource({
    "101, 1, 20, 1, 0, 'the mean KL of an answer is 101.0, but must be at most 100.0'",
    "NaN, 1, 20, 1, 0, 'the mean KL of an answer is NaN, but must be at most 100.0'",
    "1, 0.019, 20, 1, 0, 'the mean entropy of a choice is 0.01900, but must be at least 0.02000'",
    "1, 1, 2.9, 1, 0, 'the mean length of an answer is 2.900, but must be at least 3.000'",
    "1, 1, 20, 0.4, 0, 'the share of unique answers is 0.4000, but must be at least 0.5000'",
    "1, 1, 20, 1, 0.6, 'the share of clipped choices is 0.6000, but must be at most 0.5000'"
  })
  void tellsTheBoundThatWasLeft(
      double kl, double entropy, double length, double unique, double clipped, String message) {
    PolicyGuard guard = new PolicyGuard(100, 0.01, 0.1, 0.5, 0.5);
    PolicyIteration done = iteration(sampled(kl, entropy, length, unique), clipped);
    assertThatThrownBy(() -> guard.check(done, FIRST))
        .isInstanceOf(TrainingStopped.class)
        .hasMessage("at iteration 7 " + message);
    assertThatCode(() -> PolicyGuard.off().check(iteration(sampled(1e9, 0, 0, 0), 1), FIRST))
        .doesNotThrowAnyException();
  }

  /** The policy is moved after it was read: the ratios before the first step are not 1. */
  @Test
  void stopsWhereLogProbabilitiesAreNotThePolicysOwn() {
    try (Base base = Solvable.base(1);
        Decoder policy = base.role(Solvable.PLAN, 1);
        Decoder reference = base.plain()) {
      Solvable.Task moving =
          new Solvable.Task(
              Solvable.count().each(),
              rollout -> {
                policy.trainable().values().forEach((NDArray tensor) -> tensor.addi(0.01f));
                return rollout.place();
              });
      PolicyLoop loop =
          PolicyLoop.of(
              new Roles(policy, reference, Optional.empty(), false),
              new GrpoMethod(
                  ScoreShape.plain(),
                  KlPenalty.paper(),
                  new PpoLoss(0.2, 0.2),
                  GroupAdvantages.GROUP,
                  TokenMean.OVER_TOKENS),
              new PolicyPlan(
                  1,
                  new Drawing(2, 4, 6),
                  Tiny.optimisation(1e-3, 8, 1),
                  0,
                  PolicyGuard.off(),
                  PolicyPlan.Looks.defaults()),
              Solvable.STOPS);
      assertThatThrownBy(() -> loop.run(moving, 1, done -> {}))
          .isInstanceOfSatisfying(
              TrainingStopped.class,
              stopped -> assertThat(stopped.reason()).isEqualTo(TrainingStopped.Reason.NOT_ITS_OWN))
          .hasMessageMatching(
              "at iteration 1 a ratio of probabilities is [\\d.e+-]+ from 1 before the first step,"
                  + " but must be within 0\\.000100");
    }
  }

  @Test
  void criticIsThereExactlyWhereTheMethodNeedsOne() {
    PolicyMethod ppo =
        new PpoMethod(
            ScoreShape.whitened(), KlPenalty.paper(), new PpoLoss(0.2, 0.2), CriticPlan.defaults());
    try (Base base = Solvable.base(1);
        Decoder policy = base.plain()) {
      Roles roles = new Roles(policy, policy, Optional.empty(), false);
      PolicyPlan plan =
          new PolicyPlan(
              1,
              new Drawing(1, 1, 1),
              Tiny.optimisation(1e-3, 8, 1),
              0,
              PolicyGuard.off(),
              PolicyPlan.Looks.defaults());
      assertThatThrownBy(() -> PolicyLoop.of(roles, ppo, plan, Solvable.STOPS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The critic is missing, but must be there for this method");
    }
    assertThat(List.of(ppo.critic().orElseThrow().warmup())).containsExactly(0);
  }
}
