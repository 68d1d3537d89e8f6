package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.AdapterFolder;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Preference;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.PairLoss;
import dev.bulwark.train.PairObjective;
import dev.bulwark.train.PreferencePair;
import dev.bulwark.train.SafetyLabel;
import dev.bulwark.train.SafetyLoss;
import dev.bulwark.train.Scoring;
import dev.bulwark.train.TrainingLoop;
import dev.bulwark.train.TrainingStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A reward model's accuracy on pairs that it never saw, for comparison with {@code
 * accuracy_trl.py}: what it starts from, learns and is asked goes into a folder, so that the other
 * side has the same tokens in the same order, the same adapter at the start and the same rates.
 */
final class AccuracyRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path out;
  private final Benchmark.Options options;
  private final List<PreferencePair> learned = new ArrayList<>();
  private final List<PreferencePair> heldOut = new ArrayList<>();

  AccuracyRun(Path folder, Path data, Benchmark.Options options) {
    this.folder = folder;
    this.options = options;
    this.out = Path.of(options.word("out", "accuracy"));
    ModelFolder model = ModelFolder.open(folder);
    int longest = options.number("longest", 128);
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      Preferences.in(data).read().stream()
          .sorted(Comparator.comparing(AccuracyRun::key))
          .forEach(pair -> take(pair, encoder, longest));
    }
  }

  /** Prompts in an order that says nothing about them; pairs of one prompt stay together. */
  private static String key(Preference pair) {
    return Fingerprint.of(pair.prompt().toString());
  }

  /** A third of the prompts is held out. */
  private void take(Preference pair, ChatEncoder encoder, int longest) {
    boolean out = Integer.parseInt(key(pair).substring(4, 6), 16) % 3 == 0;
    List<PreferencePair> into = out ? heldOut : learned;
    if (into.size() >= options.number(out ? "held-out" : "pairs", out ? 320 : 640)) {
      return;
    }
    Optional<Encoded> chosen = encoder.conversation(pair.withChosen()).upToAnswer(longest + 1);
    Optional<Encoded> rejected = encoder.conversation(pair.withRejected()).upToAnswer(longest + 1);
    if (fits(chosen, longest) && fits(rejected, longest)) {
      into.add(
          new PreferencePair(
              chosen.get(), rejected.get(), 0, SafetyLabel.UNKNOWN, SafetyLabel.UNKNOWN));
    }
  }

  /** Longer ones lost the start of their prompt. */
  private static boolean fits(Optional<Encoded> answer, int longest) {
    return answer.isPresent() && answer.get().length() <= longest;
  }

  String run() {
    write("train.jsonl", learned);
    write("held-out.jsonl", heldOut);
    int batch = options.number("batch", 16);
    Optimisation optimisation = new Optimisation(5e-4, 0.1, 0.1, 0.1, 1, batch, 1);
    PairObjective objective = new PairObjective(new PairLoss(0), new SafetyLoss(1, 1), 0);
    ModelFolder model = ModelFolder.open(folder);
    ObjectNode said = JSON.createObjectNode();
    try (Base base = RewardFolder.trunk(model, options.compute());
        Decoder decoder = base.scorer(options.adapter(16), Adapter.drawn(1))) {
      AdapterFolder.save(decoder, out.resolve("start"), folder.toString());
      ArrayNode rates = said.put("batch", batch).putArray("rates");
      ArrayNode losses = said.putArray("losses");
      double before = accuracy(decoder, JSON.createArrayNode());
      long start = System.nanoTime();
      TrainingLoop.of(decoder, objective, optimisation)
          .run(new InOrder<>(learned), step -> note(step, rates, losses));
      double seconds = (System.nanoTime() - start) / 1e9;
      double after = accuracy(decoder, said.putArray("scores"));
      WholeFile.write(out.resolve("ours.json"), said.toString());
      return String.format(
          Locale.ROOT,
          "{\"what\":\"accuracy\",\"model\":\"%s\",\"pairs\":%d,\"heldOut\":%d,\"before\":%.4f,"
              + "\"accuracy\":%.4f,\"seconds\":%.1f}",
          folder.getFileName(),
          learned.size(),
          heldOut.size(),
          before,
          after,
          seconds);
    }
  }

  private static void note(TrainingStep step, ArrayNode rates, ArrayNode losses) {
    rates.add(step.learningRate());
    losses.add(step.loss());
  }

  /** Share of the pairs whose chosen answer has the higher score. */
  private double accuracy(Decoder decoder, ArrayNode scores) {
    List<Encoded> answers = new ArrayList<>();
    heldOut.forEach(pair -> answers.addAll(List.of(pair.chosen(), pair.rejected())));
    double[] found = Scoring.of(decoder, answers);
    int right = 0;
    for (int i = 0; i < found.length; i += 2) {
      right += found[i] > found[i + 1] ? 1 : 0;
      scores.addArray().add(found[i]).add(found[i + 1]);
    }
    return (double) right / heldOut.size();
  }

  private void write(String file, List<PreferencePair> pairs) {
    StringBuilder lines = new StringBuilder();
    for (PreferencePair pair : pairs) {
      ObjectNode row = JSON.createObjectNode();
      Arrays.stream(pair.chosen().ids()).forEach(row.putArray("chosen_ids")::add);
      Arrays.stream(pair.rejected().ids()).forEach(row.putArray("rejected_ids")::add);
      lines.append(row).append('\n');
    }
    WholeFile.write(out.resolve(file), lines.toString());
  }
}
