package dev.bulwark.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a stage has come.
 *
 * @param stage what is running, such as {@code safety-sft} or {@code evaluate}
 * @param done steps or prompts behind us
 * @param total steps or prompts in all
 * @param secondsLeft estimated seconds to the end, not negative
 * @param figures what to show beside the bar in this order, such as {@code loss} in nats a token or
 *     {@code tokens/s}
 */
public record Progress(
    String stage, long done, long total, double secondsLeft, Map<String, Double> figures) {

  /** Copies the figures in their order, so that the value can't change. */
  public Progress {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }
}
