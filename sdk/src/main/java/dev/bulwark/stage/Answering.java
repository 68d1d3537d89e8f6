package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Watcher;
import dev.bulwark.model.Sampling;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of an evaluation: how a local model answers.
 *
 * @param sampling how answers are drawn; greedy by default, so that two runs compare
 * @param batch prompts answered at once, from 1
 * @param keepTexts whether prompts and answers go into the results file
 * @param precision in which type products run; fp32 by default, so that machines agree
 * @param device what computes
 */
public record Answering(
    Sampling sampling,
    int batch,
    boolean keepTexts,
    PrecisionChoice precision,
    DeviceChoice device) {

  /** Checks the range. */
  public Answering {
    if (batch < 1) {
      throw new IllegalArgumentException("batch is " + batch + ", but must be at least 1");
    }
  }

  /** Greedy, at most 128 new tokens, 128 prompts at once, texts kept, fp32. */
  public static Answering defaults() {
    return new Answering(Sampling.greedy(128), 128, true, PrecisionChoice.FP32, DeviceChoice.AUTO);
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

  /** Loads the model; the caller closes it. */
  public LocalResponder responder(ModelFolder folder, Backend backend, Watcher watcher) {
    return new LocalResponder(folder, precision.decide(device, watcher), sampling, backend);
  }
}
