package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import dev.bulwark.data.Require;
import dev.bulwark.model.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains a policy on what its own answers are worth (paper §3.2.3): draws answers, has all roles
 * read them, learns from them in mini-batches, and draws again.
 *
 * <p>A run that is killed goes on from its last checkpoint and ends with the same bits as one that
 * never was, on the same machine: everything random is a function of the seed and the iteration.
 */
public final class PolicyLoop {
  private final Roles roles;
  private final PolicyMethod method;
  private final PolicyPlan plan;
  private final Set<Long> stops;
  private final Checkpoints checkpoints;

  private PolicyLoop(
      Roles roles, PolicyMethod method, PolicyPlan plan, Set<Long> stops, Checkpoints checkpoints) {
    this.roles = roles;
    this.method = method;
    this.plan = plan;
    this.stops = stops;
    this.checkpoints = checkpoints;
  }

  /**
   * A loop that keeps no checkpoints.
   *
   * @param stops token ids that end an answer, at least one
   */
  public static PolicyLoop of(Roles roles, PolicyMethod method, PolicyPlan plan, Set<Long> stops) {
    Require.that(
        roles.critic().isPresent() == method.critic().isPresent(),
        "The critic",
        roles.critic().isPresent() ? "there" : "missing",
        method.critic().isPresent() ? "there for this method" : "missing for this method");
    return new PolicyLoop(roles, method, plan, stops, Checkpoints.NONE);
  }

  /** With a place for checkpoints. */
  public PolicyLoop checkpoints(Checkpoints place) {
    return new PolicyLoop(roles, method, plan, stops, place);
  }

  /**
   * Trains.
   *
   * @param seed of everything that is drawn
   * @param listener told of each iteration
   * @throws TrainingStopped with the weights of the last iteration
   */
  public void run(Environment environment, long seed, Consumer<PolicyIteration> listener) {
    try (Run run = new Run(environment, seed)) {
      run.toTheEnd(listener);
    }
  }

  /** One run: the tensors it needs, and where it stands. */
  private final class Run implements AutoCloseable {
    private static final String BETA = "beta";
    private static final String POLICY_STEPS = "policy.steps";
    private static final String CRITIC_STEPS = "critic.steps";

    private final Environment environment;
    private final long seed;
    private final RolloutDrawing drawing;
    private final RoleTraining policy;
    private final Optional<RoleTraining> critic;
    private final Schedule schedule;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private LoopState state;
    private long since = System.nanoTime();

    Run(Environment environment, long seed) {
      this.environment = environment;
      this.seed = seed;
      Optimisation optimisation = plan.optimisation();
      int reading = optimisation.memory().tokensOfReading();
      this.drawing = new RolloutDrawing(roles, stops, plan.drawing().longest(), reading);
      this.policy = new RoleTraining("policy", roles.policy(), optimisation);
      this.critic = roles.critic().map(role -> new RoleTraining("critic", role, optimisation));
      int answers = plan.drawing().prompts() * plan.drawing().answers();
      this.schedule = Schedule.of(optimisation, optimisation.steps(answers) * plan.iterations());
      tensors.putAll(policy.tensors());
      critic.ifPresent(role -> tensors.putAll(role.tensors()));
      this.state = checkpoints.restore(tensors).orElse(LoopState.START);
      policy.resumeAfter(state.more().getOrDefault(POLICY_STEPS, 0.0).intValue());
      int criticSteps = state.more().getOrDefault(CRITIC_STEPS, 0.0).intValue();
      critic.ifPresent(role -> role.resumeAfter(criticSteps));
    }

    void toTheEnd(Consumer<PolicyIteration> listener) {
      try {
        iterations(listener);
      } catch (CancellationException e) {
        // The threads of the engine were at work when the interrupt came.
        throw TrainingStopped.interrupted(state.step());
      }
      checkpoints.restoreBest(roles.policy().trainable());
    }

    private void iterations(Consumer<PolicyIteration> listener) {
      while (state.step() < plan.iterations() && !isOutOfPatience()) {
        if (Thread.currentThread().isInterrupted()) {
          throw TrainingStopped.interrupted(state.step());
        }
        listener.accept(iteration());
        if (checkpoints.isDue(state) && state.step() < plan.iterations()) {
          checkpoints.save(state, tensors);
        }
      }
    }

    private boolean isOutOfPatience() {
      return plan.looks().patience() > 0 && state.worse() >= plan.looks().patience();
    }

    private PolicyIteration iteration() {
      long number = state.step();
      int group = plan.drawing().answers();
      double beta = state.more().getOrDefault(BETA, method.penalty().beta());
      long start = System.nanoTime();
      List<long[]> prompts = environment.prompts(number, plan.drawing().prompts());
      List<Rollout> answers = drawing.draw(prompts, group, mixed(number));
      long drawn = System.nanoTime();
      try (RolloutReader reader = drawing.reader(answers)) {
        Experience experience = drawing.read(answers, reader);
        long read = System.nanoTime();
        double[] scores = environment.scores(number, prompts.size(), answers, reader);
        requireFinite(number, scores);
        long scored = System.nanoTime();
        Credit credit = method.credit(experience, scores, group, beta);
        MiniBatches batches =
            new MiniBatches(method, experience, credit, reader, beta, plan.entropy());
        PolicyIteration.Moved moved = learn(number, batches);
        PolicyIteration.Phases phases =
            new PolicyIteration.Phases(
                seconds(start, drawn),
                seconds(drawn, read),
                seconds(read, scored),
                seconds(scored, System.nanoTime()));
        return advance(
            PolicySampling.of(experience, scores, credit), moved, phases, reader.tokens());
      }
    }

    private void requireFinite(long number, double... scores) {
      for (int i = 0; i < scores.length; i++) {
        if (!Double.isFinite(scores[i])) {
          throw TrainingStopped.notFinite(
              number + 1, scores[i], Double.NaN, List.of("answer " + (i + 1)));
        }
      }
    }

    private PolicyIteration.Moved learn(long number, MiniBatches batches) {
      Optional<CriticPlan> critique = method.critic();
      boolean policyLearns = critique.map(CriticPlan::warmup).orElse(0) <= number;
      PolicyMovement movement = new PolicyMovement(batches);
      int count = batches.experience().answers().size();
      for (int epoch = 0; epoch < plan.optimisation().epochs(); epoch++) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, new Random(mixed(number * 31 + epoch + 1)));
        for (int from = 0; from < count; from += plan.optimisation().batch()) {
          List<Integer> places =
              order.subList(from, Math.min(count, from + plan.optimisation().batch()));
          boolean first = epoch == 0 && from == 0;
          if (policyLearns) {
            PpoLoss.Policy loss =
                batches.policy(policy, places, first ? ratios(number) : MiniBatches.Check.NONE);
            double norm = step(policy, loss.loss().value(), number);
            movement.policy(loss, norm);
          }
          if (critic.isPresent() && critique.isPresent()) {
            double loss = batches.critic(critic.get(), places, critique.get().clip());
            step(critic.get(), loss, number);
            movement.critic(loss);
          }
        }
      }
      return movement.mean();
    }

    /** Before the first step of an iteration the policy is the one that drew the answers. */
    private MiniBatches.Check ratios(long number) {
      Precision precision = roles.policy().compute().precision();
      double tolerance = precision == Precision.FP32 ? 1e-4 : 0.2;
      return (current, old) -> {
        double furthest = PpoLoss.furthest(current, old);
        if (!(furthest <= tolerance)) {
          throw TrainingStopped.notItsOwn(number + 1, furthest, tolerance);
        }
      };
    }

    private double step(RoleTraining role, double loss, long number) {
      double rate = schedule.rate(role.steps());
      double own = method.critic().map(CriticPlan::learningRate).orElse(0.0);
      if (role != policy && own > 0) {
        rate *= own / plan.optimisation().learningRate();
      }
      double norm = Double.isFinite(loss) ? role.step(rate) : loss;
      if (!Double.isFinite(norm)) {
        throw TrainingStopped.notFinite(
            number + 1, loss, norm, List.of("of answers of iteration " + (number + 1)));
      }
      return norm;
    }

    private PolicyIteration advance(
        PolicyIteration.Sampled sampled,
        PolicyIteration.Moved moved,
        PolicyIteration.Phases phases,
        long tokens) {
      long number = state.step() + 1;
      OptionalDouble look = look(number, moved.beta());
      double best = state.best();
      int worse = state.worse();
      if (look.isPresent()) {
        // The state keeps the lowest of something: here of what is lost.
        double loss = -look.getAsDouble();
        boolean gained = !(loss >= best);
        best = gained ? loss : best;
        worse = gained ? 0 : worse + 1;
        if (gained) {
          checkpoints.saveBest(roles.policy().trainable());
        }
      }
      Map<String, Double> more = new HashMap<>(PolicyGuard.first(sampled));
      more.putAll(state.more());
      int answers = plan.drawing().prompts() * plan.drawing().answers();
      more.put(BETA, method.penalty().after(moved.beta(), sampled.kl(), answers));
      more.put(POLICY_STEPS, (double) policy.steps());
      critic.ifPresent(role -> more.put(CRITIC_STEPS, (double) role.steps()));
      long now = System.nanoTime();
      double seconds = state.seconds() + seconds(since, now);
      since = now;
      TrainingStep.Pace pace = new TrainingStep.Pace(state.tokens() + tokens, seconds);
      PolicyIteration done =
          new PolicyIteration(number, plan.iterations(), sampled, moved, phases, pace, look);
      plan.guard().check(done, more);
      state = new LoopState(number, pace.tokens(), seconds, best, worse, state.calm(), more);
      return done;
    }

    private OptionalDouble look(long number, double beta) {
      boolean due = number % plan.looks().every() == 0 || number == plan.iterations();
      List<long[]> prompts = environment.heldOut();
      if (prompts.isEmpty() || !due) {
        return OptionalDouble.empty();
      }
      List<Rollout> answers = drawing.draw(prompts, 1, mixed(-1));
      try (RolloutReader reader = drawing.reader(answers)) {
        double[] scores = environment.heldOutScores(answers, reader);
        requireFinite(number - 1, scores);
        double mean = Arrays.stream(scores).average().orElse(Double.NaN);
        double kl = plan.looks().lessKl() ? drawing.read(answers, reader).kl() : 0;
        return OptionalDouble.of(mean - beta * kl);
      }
    }

    private long mixed(long salt) {
      return new Random(seed ^ (0x9E3779B97F4A7C15L * (salt + 2))).nextLong();
    }

    @Override
    public void close() {
      critic.ifPresent(RoleTraining::close);
      policy.close();
    }
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
