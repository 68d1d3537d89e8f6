package dev.bulwark.evaluate.remote;

import dev.bulwark.evaluate.CallFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

/** Waits before a call: for its turn in the rate, and between two tries. */
final class Waits {
  private static final long FIRST_MILLIS = 500;
  private static final int MOST_DOUBLINGS = 16;

  private final Limits limits;
  private long nextTurn = System.nanoTime();

  Waits(Limits limits) {
    this.limits = limits;
  }

  /** Waits until the rate lets one more call go. */
  void forTurn() {
    if (limits.callsPerSecond() > 0) {
      sleep(Duration.ofNanos(turn() - System.nanoTime()));
    }
  }

  private synchronized long turn() {
    long turn = Math.max(nextTurn, System.nanoTime());
    nextTurn = turn + (long) (1e9 / limits.callsPerSecond());
    return turn;
  }

  /**
   * Waits between two tries.
   *
   * @param failed how many tries have failed, from 1
   * @param asked what the endpoint asks for
   * @throws CallFailed where it asks for more than the limit
   */
  void betweenTries(int failed, Optional<Duration> asked) {
    Duration wait = asked.orElseGet(() -> backoff(failed));
    if (wait.compareTo(limits.longestWait()) > 0) {
      if (asked.isPresent()) {
        throw new CallFailed(
            "RATE_LIMITED",
            "The endpoint asks to wait %d s, but the longest wait is %d s"
                .formatted(wait.toSeconds(), limits.longestWait().toSeconds()));
      }
      wait = limits.longestWait();
    }
    sleep(wait);
  }

  /** Doubles with each failed try; up to half of it is left to chance, so that clients scatter. */
  private static Duration backoff(int failed) {
    long whole = FIRST_MILLIS << Math.min(failed - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 2));
  }

  /**
   * Reads {@code Retry-After}, which is seconds or a date.
   *
   * @return empty where it is neither
   */
  static Optional<Duration> retryAfter(String header, Instant now) {
    try {
      if (header.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
      }
      Instant then = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void sleep(Duration wait) {
    if (wait.isNegative() || wait.isZero()) {
      return;
    }
    try {
      Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  /** Keeps the interrupt, so that the run sees it. */
  static CancellationException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    CancellationException stop = new CancellationException("The call was interrupted");
    stop.initCause(e);
    return stop;
  }
}
