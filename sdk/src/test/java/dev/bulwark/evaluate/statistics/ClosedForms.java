package dev.bulwark.evaluate.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.statistics.RoganGladen.Labelled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Reads the inputs of the closed-form fixtures and calls the statistic that each is about. */
final class ClosedForms {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final Map<String, Method> METHODS =
      Map.ofEntries(
          Map.entry(
              "wilson",
              in ->
                  bounds(
                      in,
                      (k, c) -> Wilson.twoSided(k, n(in), c),
                      (k, c) -> Wilson.oneSided(k, n(in), c))),
          Map.entry(
              "clopper-pearson",
              in ->
                  bounds(
                      in,
                      (k, c) -> ClopperPearson.twoSided(k.intValue(), (int) n(in), c),
                      (k, c) -> ClopperPearson.oneSided(k.intValue(), (int) n(in), c))),
          Map.entry("mcnemar", ClosedForms::mcNemar),
          Map.entry("newcombe-paired", ClosedForms::newcombe),
          Map.entry("tango", ClosedForms::tango),
          Map.entry("holm", ClosedForms::holm),
          Map.entry("westfall-young", ClosedForms::westfallYoung),
          Map.entry("zero-failure-cap", ClosedForms::zeroFailures),
          Map.entry(
              "cohen-kappa",
              in ->
                  number(
                      "kappa",
                      CohenKappa.of(
                          table(in.path("table")),
                          CohenKappa.Weights.valueOf(word(in, "weights"))))),
          Map.entry(
              "fleiss-kappa", in -> number("kappa", FleissKappa.of(table(in.path("counts"))))),
          Map.entry(
              "krippendorff-alpha",
              in ->
                  number(
                      "alpha",
                      KrippendorffAlpha.of(
                          table(in.path("ratings")),
                          KrippendorffAlpha.Level.valueOf(word(in, "level"))))),
          Map.entry(
              "best-of-n",
              in ->
                  number(
                      "value",
                      SampledAnswers.bestOfN(
                          values(in.path("proxy")), values(in.path("gold")), (int) n(in)))),
          Map.entry(
              "any-of-k",
              in ->
                  number(
                      "value",
                      SampledAnswers.anyOfK(
                          in.path("samples").asInt(),
                          in.path("successes").asInt(),
                          in.path("k").asInt()))),
          Map.entry("kolmogorov-smirnov", ClosedForms::kolmogorovSmirnov),
          Map.entry("wilcoxon-signed-rank", ClosedForms::signedRanks),
          Map.entry("connor", ClosedForms::connor),
          Map.entry("rogan-gladen", ClosedForms::roganGladen),
          Map.entry(
              "quantile-type7",
              in -> number("value", Quantiles.of(values(in.path("x")), in.path("p").asDouble()))),
          Map.entry("cvar", ClosedForms::lowerTail),
          Map.entry("cvar-difference-se", ClosedForms::tailDifference),
          Map.entry("design-effect", ClosedForms::designEffect),
          Map.entry("calibration-error", ClosedForms::calibrationError));

  private ClosedForms() {}

  /** A statistic of a fixture's input, by the names of the fixture. */
  interface Method {
    ObjectNode of(JsonNode input);
  }

  static String method(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }

  private static ObjectNode number(String key, double value) {
    return JSON.createObjectNode().put(key, value);
  }

  private static double n(JsonNode in) {
    return in.path("n").asDouble();
  }

  private static String word(JsonNode in, String key) {
    return in.path(key).asText().toUpperCase(Locale.ROOT);
  }

  private static boolean isTwoSided(JsonNode in) {
    return in.path("sided").asText().equals("two");
  }

  private static ObjectNode bounds(
      JsonNode in,
      BiFunction<Double, Double, Interval> two,
      BiFunction<Double, Double, Interval> one) {
    return put(
        JSON.createObjectNode(),
        (isTwoSided(in) ? two : one)
            .apply(in.path("k").asDouble(), in.path("confidence").asDouble()));
  }

  private static ObjectNode put(ObjectNode node, Interval interval) {
    return node.put("lower", interval.lower()).put("upper", interval.upper());
  }

  static double[] values(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(value -> value.asDouble(Double.NaN))
        .toArray();
  }

  static double[][] table(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                StreamSupport.stream(row.spliterator(), false)
                    .mapToDouble(value -> value.isNull() ? Double.NaN : value.asDouble())
                    .toArray())
        .toArray(double[][]::new);
  }

  /** Names of clusters as numbers, in the order of their appearance. */
  static int[] clusters(JsonNode names) {
    List<String> seen = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    int[] clusters = new int[names.size()];
    for (int i = 0; i < clusters.length; i++) {
      String name = names.path(i).asText();
      clusters[i] = numbers.computeIfAbsent(name, key -> seen.size());
      if (clusters[i] == seen.size()) {
        seen.add(name);
      }
    }
    return clusters;
  }

  private static ObjectNode mcNemar(JsonNode in) {
    McNemar test = new McNemar(in.path("b").asInt(), in.path("c").asInt());
    return JSON.createObjectNode()
        .put("midPOneSided", test.midPOneSided())
        .put("midPTwoSided", test.midPTwoSided())
        .put("exactOneSided", test.exactOneSided())
        .put("exactTwoSided", test.exactTwoSided());
  }

  private static ObjectNode newcombe(JsonNode in) {
    NewcombePaired pairs =
        new NewcombePaired(
            in.path("bothBad").asInt(),
            in.path("newlyBad").asInt(),
            in.path("newlyGood").asInt(),
            in.path("neither").asInt());
    double confidence = in.path("confidence").asDouble();
    return put(
        JSON.createObjectNode().put("estimate", pairs.estimate()).put("phi", pairs.phi()),
        isTwoSided(in) ? pairs.twoSided(confidence) : pairs.oneSided(confidence));
  }

  private static ObjectNode tango(JsonNode in) {
    Tango tango =
        new Tango(in.path("newlyBad").asInt(), in.path("newlyGood").asInt(), in.path("n").asInt());
    double confidence = in.path("confidence").asDouble();
    return put(
        number("estimate", tango.estimate()),
        isTwoSided(in) ? tango.twoSided(confidence) : tango.oneSided(confidence));
  }

  private static ObjectNode holm(JsonNode in) {
    List<Double> adjusted = Holm.adjust(Arrays.stream(values(in.path("p"))).boxed().toList());
    ObjectNode node = JSON.createObjectNode();
    adjusted.forEach(node.putArray("adjusted")::add);
    List<Boolean> rejected = new ArrayList<>();
    adjusted.forEach(p -> rejected.add(p <= in.path("alpha").asDouble()));
    rejected.forEach(node.putArray("rejected")::add);
    return node;
  }

  private static ObjectNode westfallYoung(JsonNode in) {
    WestfallYoung adjusted =
        WestfallYoung.of(values(in.path("observed")), table(in.path("resamples")));
    return JSON.valueToTree(
        Map.of(
            "raw", adjusted.raw(),
            "singleStep", adjusted.singleStep(),
            "stepDown", adjusted.stepDown()));
  }

  private static ObjectNode zeroFailures(JsonNode in) {
    ZeroFailures none = new ZeroFailures(in.path("confidence").asDouble());
    if (in.has("cap")) {
      return JSON.createObjectNode().put("requiredN", none.needed(in.path("cap").asDouble()));
    }
    long n = in.path("n").asLong();
    return JSON.createObjectNode()
        .put("exactUpper", none.upper(n))
        .put("logApprox", none.approximateUpper(n))
        .put("ruleOfThree", ZeroFailures.ruleOfThree(n));
  }

  private static ObjectNode kolmogorovSmirnov(JsonNode in) {
    KolmogorovSmirnov test =
        KolmogorovSmirnov.of(values(in.path("baseline")), values(in.path("candidate")));
    return JSON.createObjectNode()
        .put("D", test.distance())
        .put("DLowerTail", test.lowerTail())
        .put("pAsymptotic", test.p());
  }

  private static ObjectNode signedRanks(JsonNode in) {
    SignedRanks ranks = SignedRanks.of(values(in.path("differences")));
    return JSON.createObjectNode()
        .put("nNonZero", ranks.count())
        .put("wPlus", ranks.plus())
        .put("wMinus", ranks.minus())
        .put("z", orNull(ranks.z()))
        .put("pTwoSided", ranks.twoSided())
        .put("pLess", ranks.lower())
        .put("zCorrected", orNull(ranks.correctedZ()))
        .put("pTwoSidedCorrected", ranks.correctedTwoSided());
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }

  private static ObjectNode connor(JsonNode in) {
    double alpha = in.path("alphaOneSided").asDouble();
    double power = in.path("power").asDouble();
    double n = n(in);
    switch (in.path("kind").asText()) {
      case "sampleSize":
        Connor.Plan plan =
            new Connor(alpha, power)
                .plan(
                    in.path("baseRate").asDouble(),
                    in.path("candidateRate").asDouble(),
                    in.path("rho").asDouble());
        return JSON.createObjectNode()
            .put("p10", plan.newlyGood())
            .put("p01", plan.newlyBad())
            .put("psi", plan.discordance())
            .put("nRaw", plan.pairs())
            .put("n", plan.wholePairs());
      case "mdeFromMarginals":
        return number(
            "mde",
            new Connor(alpha, power)
                .detectable(in.path("baseRate").asDouble(), in.path("rho").asDouble(), n)
                .orElseThrow());
      default:
        double psi = in.path("discordance").asDouble();
        double mde = new DetectableChange(alpha, power).of(psi * n, n).orElseThrow();
        return number("mde", mde).put("feasible", mde <= psi);
    }
  }

  private static ObjectNode roganGladen(JsonNode in) {
    RoganGladen rate =
        RoganGladen.of(
            new Labelled(in.path("k").asInt(), in.path("n").asInt()),
            new Labelled(in.path("sePositives").asInt(), in.path("seN").asInt()),
            new Labelled(in.path("spNegatives").asInt(), in.path("spN").asInt()));
    Interval raw = rate.rawInterval(in.path("confidence").asDouble());
    return put(
        number("estimateRaw", rate.raw())
            .put("estimate", rate.estimate())
            .put("se", rate.standardError())
            .put("seIgnoringSeSp", rate.samplingError())
            .put("lowerRaw", raw.lower())
            .put("upperRaw", raw.upper()),
        rate.interval(in.path("confidence").asDouble()));
  }

  private static ObjectNode lowerTail(JsonNode in) {
    LowerTail tail = new LowerTail(in.path("a").asDouble());
    double[] x = values(in.path("x"));
    return number("cvar", tail.mean(x)).put("seInfluence", tail.standardError(x));
  }

  private static ObjectNode tailDifference(JsonNode in) {
    LowerTail tail = new LowerTail(in.path("a").asDouble());
    double[] before = values(in.path("baseline"));
    double[] now = values(in.path("candidate"));
    PairedScores scores = PairedScores.of(before, now, clusters(in.path("cluster")));
    return number("cvarBaseline", tail.mean(before))
        .put("cvarCandidate", tail.mean(now))
        .put("difference", scores.tailChange(tail))
        .put("seInfluenceClustered", scores.tailError(tail));
  }

  private static ObjectNode designEffect(JsonNode in) {
    DesignEffect effect =
        DesignEffect.of(values(in.path("difference")), clusters(in.path("cluster")));
    return JSON.createObjectNode()
        .put("items", effect.items())
        .put("clusters", effect.clusters())
        .put("m0", effect.meanSize())
        .put("mSizeWeighted", effect.weightedSize())
        .put("icc", effect.icc())
        .put("deff", effect.effect())
        .put("deffNonNegative", effect.cautious())
        .put("effectiveN", effect.effectiveItems())
        .put("mean", effect.errors().mean())
        .put("naiveSe", effect.errors().naive())
        .put("clusterSe", effect.errors().clustered())
        .put("clusterSeSmallSample", effect.fewClustersError());
  }

  private static ObjectNode calibrationError(JsonNode in) {
    int[] labels =
        IntStream.range(0, in.path("label").size())
            .map(i -> in.path("label").path(i).asInt())
            .toArray();
    CalibrationError error =
        CalibrationError.of(values(in.path("probability")), labels, in.path("bins").asInt());
    ObjectNode node =
        number("ece", error.expected()).put("mce", error.largest()).put("brier", error.brier());
    for (CalibrationError.Bin bin : error.bins()) {
      node.withArray("bins")
          .addObject()
          .put("count", bin.count())
          .put("meanPredicted", known(bin.predicted()).orElse(null))
          .put("observed", known(bin.observed()).orElse(null));
    }
    return node;
  }

  private static Optional<Double> known(double value) {
    return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
  }
}
