package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.remote.Endpoint;
import dev.bulwark.evaluate.remote.Limits;
import dev.bulwark.evaluate.remote.Limits.Budget;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a model behind an OpenAI-compatible endpoint, as a target or as a judge.
 *
 * @param url the base that {@code /chat/completions} is appended to
 * @param model the model's name there
 * @param key name of the environment variable that holds the key, empty for none; never the key
 * @param concurrency calls under way at once, from 1
 * @param patience how long and how often a call is tried
 * @param callsPerSecond most calls a second, 0 for no limit
 * @param budget what may be spent in all
 */
public record RemoteSettings(
    String url,
    String model,
    String key,
    int concurrency,
    Patience patience,
    double callsPerSecond,
    Budget budget) {

  /**
   * How long and how often a call is tried.
   *
   * @param seconds longest wait for one answer, more than 0
   * @param attempts tries of one call, from 1; only errors of the transport are tried again
   * @param longestWait longest wait between two tries in seconds, from 0
   */
  public record Patience(double seconds, int attempts, double longestWait) {}

  /**
   * Four calls at once, two minutes an answer, five tries, waits of at most a minute, no budget.
   */
  public static RemoteSettings defaults() {
    return new RemoteSettings("", "", "", 4, new Patience(120, 5, 60), 0, Budget.NONE);
  }

  /**
   * These settings with others laid over them.
   *
   * @param where what to call the tree's place in an error, such as {@code <endpoint>}
   * @throws BadInput for an unknown name and for a value out of its range
   */
  public RemoteSettings settings(JsonNode tree, String where) {
    RemoteSettings laid = Settings.overlay(this, tree, where);
    try {
      laid.endpoint();
    } catch (IllegalArgumentException e) {
      throw new BadInput(
          String.valueOf(e.getMessage()),
          where,
          "Set a value in that range, or leave it out for the default");
    }
    return laid;
  }

  /** The endpoint. */
  public Endpoint endpoint() {
    return new Endpoint(
        URI.create(url.strip()),
        model,
        Optional.of(key).filter(name -> !name.isBlank()),
        new Limits(
            seconds(patience.seconds()),
            patience.attempts(),
            seconds(patience.longestWait()),
            callsPerSecond,
            budget));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
