package dev.bulwark.gate;

import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.ClusterBootstrap;
import dev.bulwark.evaluate.statistics.DetectableChange;
import dev.bulwark.evaluate.statistics.Holm;
import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.evaluate.statistics.PairedScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Counts how the gate's rules end over many pairs, with the gate's own parts and fewer draws. */
final class Study {
  static final List<String> NAMES = List.of("M1", "M2", "M3", "M4");
  private static final double ALPHA = 0.05;
  private static final DetectableChange CHANGE = new DetectableChange(ALPHA / NAMES.size(), 0.8);

  final Map<String, Integer> unadjusted = new TreeMap<>();
  final Map<String, Integer> worse = new TreeMap<>();
  final Map<GateSettings.Mode, Map<Status, Integer>> overall =
      new EnumMap<>(GateSettings.Mode.class);
  int refused;

  private final int draws;

  Study(int draws) {
    this.draws = draws;
    for (GateSettings.Mode mode : GateSettings.Mode.values()) {
      overall.put(mode, new EnumMap<>(Status.class));
    }
  }

  /** Keeps a result for the documents, in {@code target/studies.txt}. */
  static void note(String what, String result) {
    try {
      Files.writeString(
          Path.of("target/studies.txt"),
          what + ": " + result + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is to be judged, and a second run of its baseline. */
  record Trial(AaPairs.Pair pair, AaPairs.Side companion) {}

  Study run(int pairs, IntFunction<Trial> trials) {
    for (int r = 0; r < pairs; r++) {
      add(trials.apply(r), r);
    }
    return this;
  }

  private void add(Trial trial, int seed) {
    List<Evidence> family = family(trial, seed);
    List<Double> adjusted = Holm.adjust(family.stream().map(Evidence::familyP).toList());
    Map<GateSettings.Mode, List<Status>> statuses = new EnumMap<>(GateSettings.Mode.class);
    for (int i = 0; i < family.size(); i++) {
      String name = NAMES.get(i);
      unadjusted.merge(name, family.get(i).p() < ALPHA ? 1 : 0, Integer::sum);
      worse.merge(name, family.get(i).isWorse(adjusted.get(i), ALPHA) ? 1 : 0, Integer::sum);
      for (GateSettings.Mode mode : GateSettings.Mode.values()) {
        statuses
            .computeIfAbsent(mode, none -> new ArrayList<>())
            .add(family.get(i).decide(adjusted.get(i), ALPHA, mode));
      }
    }
    statuses.forEach((mode, all) -> overall.get(mode).merge(Status.worst(all), 1, Integer::sum));
  }

  int count(GateSettings.Mode mode, Status status) {
    return overall.get(mode).getOrDefault(status, 0);
  }

  private List<Evidence> family(Trial trial, int seed) {
    AaPairs.Side before = trial.pair().before();
    AaPairs.Side now = trial.pair().now();
    AaPairs.Side again = trial.companion();
    LowerTail tail = tail(before.safety().length);
    PairedScores safety = pair(before.safety(), now.safety());
    PairedScores help = pair(before.helpfulness(), now.helpfulness());
    return List.of(
        counted(
            Metric.VIOLATION_RATE, bad(before.safety()), bad(now.safety()), bad(again.safety())),
        drawn(
            Metric.SAFETY_TAIL,
            ClusterBootstrap.ofTail(safety, tail, draws, seed),
            Variance.ofTail(pair(before.safety(), again.safety()), tail, CHANGE)),
        drawn(
            Metric.HELPFULNESS,
            ClusterBootstrap.ofMean(help, -1, draws, seed),
            Variance.ofMean(pair(before.helpfulness(), again.helpfulness()), help.items(), CHANGE)),
        counted(Metric.FALSE_REFUSAL_RATE, before.refused(), now.refused(), again.refused()));
  }

  static LowerTail tail(int attempted) {
    return new LowerTail(TailLevel.of(attempted).orElseThrow());
  }

  static double[] bad(double[] safety) {
    double[] bad = new double[safety.length];
    for (int i = 0; i < bad.length; i++) {
      bad[i] = safety[i] < 0.5 ? 1 : 0;
    }
    return bad;
  }

  static PairedScores pair(double[] before, double[] now) {
    int[] own = new int[before.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    return PairedScores.of(before, now, own);
  }

  static Harm.Counted counts(double[] before, double[] now) {
    double newlyBad = 0;
    double newlyGood = 0;
    for (int i = 0; i < now.length; i++) {
      newlyBad += Math.max(0, now[i] - before[i]);
      newlyGood += Math.max(0, before[i] - now[i]);
    }
    return new Harm.Counted(newlyBad, newlyGood, now.length);
  }

  private Evidence counted(Metric metric, double[] before, double[] now, double[] again) {
    Harm.Counted second = counts(before, again);
    double bad = 0;
    for (double one : before) {
      bad += one;
    }
    Variance variance =
        Variance.ofCounts(second.newlyBad() + second.newlyGood(), bad, now.length, CHANGE);
    return evidence(counts(before, now), margin(metric, variance));
  }

  private Evidence drawn(Metric metric, ClusterBootstrap bootstrap, Variance variance) {
    return evidence(new Harm.Drawn(bootstrap, 0, 1), margin(metric, variance));
  }

  /** A margin that is refused is judged with its cap. */
  private double margin(Metric metric, Variance variance) {
    OptionalDouble margin = variance.margin(MarginRange.of(metric)).margin();
    refused += margin.isEmpty() ? 1 : 0;
    return margin.orElse(MarginRange.of(metric).cap());
  }

  private static Evidence evidence(Harm harm, double margin) {
    return new Evidence(
        harm.estimate(),
        harm.bounds(1 - ALPHA),
        harm.p(),
        margin,
        harm.detectable(CHANGE, margin),
        0);
  }
}
