package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Require;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.AnswerCache;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.evaluate.RunSettings;
import dev.bulwark.evaluate.remote.HttpResponder.Decoding;
import dev.bulwark.model.Sampling;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of an evaluation: how a local model answers.
 *
 * @param sampling how answers are drawn; greedy by default, so that two runs compare
 * @param batch prompts answered at once, from 1
 * @param keepTexts whether prompts and answers go into the results file
 * @param repeats answers to each prompt, from 1; without sampling they are all the same
 * @param cache folder of answers that are not asked for again; empty for none
 * @param precision in which type products run; fp32 by default, so that machines agree
 * @param device what computes
 */
public record Answering(
    Sampling sampling,
    int batch,
    boolean keepTexts,
    int repeats,
    String cache,
    PrecisionChoice precision,
    DeviceChoice device) {

  /** Checks the range. */
  public Answering {
    Require.atLeast(1, "batch", batch);
    Require.atLeast(1, "repeats", repeats);
  }

  /** Greedy, at most 128 new tokens, 128 prompts at once, texts kept, one answer each, fp32. */
  public static Answering defaults() {
    return new Answering(
        Sampling.greedy(128), 128, true, 1, "", PrecisionChoice.FP32, DeviceChoice.AUTO);
  }

  /** With settings from a file, a pom or a job, laid over these. */
  public Answering settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("evaluate")}.
   *
   * @throws dev.bulwark.data.BadInput for an unknown name or a value out of range
   */
  public Answering settings(SettingsSection given) {
    return Settings.overlay(this, given);
  }

  /** With at most that many new tokens an answer, from 1. */
  public Answering maxNewTokens(int tokens) {
    Sampling s = sampling;
    return new Answering(
        new Sampling(tokens, s.temperature(), s.topP(), s.topK(), s.seed()),
        batch,
        keepTexts,
        repeats,
        cache,
        precision,
        device);
  }

  /** What decides about the answers besides model and prompts, for the record. */
  public Map<String, String> decoding() {
    Map<String, String> decoding = new TreeMap<>();
    Settings.tree(sampling)
        .properties()
        .forEach(setting -> decoding.put(setting.getKey(), setting.getValue().asText()));
    return decoding;
  }

  /** How a run goes about its work; an interrupted one goes on where it stopped. */
  public RunSettings run() {
    return new RunSettings(batch, 1, repeats, keepTexts, true);
  }

  /** The same for a remote model, which knows neither {@code topP} nor {@code topK} of ours. */
  public Decoding remote() {
    return new Decoding(sampling.maxNewTokens(), sampling.temperature(), sampling.seed());
  }

  /** A responder that takes from the cache what is there, where there is one. */
  public Responder cached(Responder responder, String model) {
    if (cache.isEmpty()) {
      return responder;
    }
    Map<String, String> deciding = new TreeMap<>(decoding());
    deciding.put("model", model);
    deciding.put("precision", precision.name());
    deciding.put("device", device.name());
    return AnswerCache.in(Path.of(cache)).over(responder, deciding);
  }

  /** Loads the model; the caller closes it. */
  public LocalResponder responder(ModelFolder folder, Backend backend, Watcher watcher) {
    return new LocalResponder(folder, precision.decide(device, watcher), sampling, backend);
  }
}
