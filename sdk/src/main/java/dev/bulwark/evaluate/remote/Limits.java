package dev.bulwark.evaluate.remote;

import dev.bulwark.data.Require;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How much may be asked of an endpoint.
 *
 * @param timeout longest wait for one answer, more than 0
 * @param attempts tries of one call, from 1; only errors of the transport, 408, 429 and 5xx are
 *     tried again, after a wait that doubles from half a second or is what {@code Retry-After} says
 * @param longestWait longest wait between two tries; an endpoint that asks for more has failed
 * @param callsPerSecond most calls a second, tries included; 0 for no limit
 * @param budget what may be spent in all
 */
public record Limits(
    Duration timeout, int attempts, Duration longestWait, double callsPerSecond, Budget budget) {

  /** Checks the ranges. */
  public Limits {
    boolean positive = !timeout.isNegative() && !timeout.isZero();
    Require.that(positive, "timeout", timeout.toMillis() + " ms", "more than 0");
    Require.that(attempts >= 1, "attempts", attempts, "at least 1");
    boolean counted = !longestWait.isNegative();
    Require.that(counted, "longestWait", longestWait.toMillis() + " ms", "at least 0");
    boolean finite = callsPerSecond >= 0 && callsPerSecond < Double.POSITIVE_INFINITY;
    Require.that(finite, "callsPerSecond", callsPerSecond, "a number from 0");
  }

  /**
   * What may be spent in all; 0 stands for no limit.
   *
   * @param calls most calls, tries included
   * @param tokens most tokens, asked and answered, as the endpoint counts them; calls under way
   *     when it is reached are still paid for
   * @param price what tokens cost, so that results can say it
   */
  public record Budget(long calls, long tokens, Price price) {
    /** No limit. */
    public static final Budget NONE = new Budget(0, 0);

    /** Of calls and tokens whose price is not known. */
    public Budget(long calls, long tokens) {
      this(calls, tokens, Price.UNKNOWN);
    }

    /** Checks the ranges. */
    public Budget {
      String both = "%d calls and %d tokens".formatted(calls, tokens);
      Require.that(calls >= 0 && tokens >= 0, "budget", both, "at least 0");
    }
  }

  /**
   * What a million tokens cost, in whatever currency; both 0 where that is not known.
   *
   * @param read a million tokens of questions, from 0 to a million
   * @param written a million tokens of answers, from 0 to a million
   */
  public record Price(double read, double written) {
    /** Nobody said. */
    public static final Price UNKNOWN = new Price(0, 0);

    private static final double MILLION = 1e6;

    /** Checks the ranges. */
    public Price {
      Require.that(isPrice(read), "price.read", read, "a number from 0 to 1000000");
      Require.that(isPrice(written), "price.written", written, "a number from 0 to 1000000");
    }

    /** A sum of what larger prices make may be no number, which no row can hold. */
    private static boolean isPrice(double value) {
      return value >= 0 && value <= MILLION;
    }

    /** What so many tokens cost; empty where the price is not known. */
    public OptionalDouble of(long tokensRead, long tokensWritten) {
      return equals(UNKNOWN)
          ? OptionalDouble.empty()
          : OptionalDouble.of(tokensRead / MILLION * read + tokensWritten / MILLION * written);
    }
  }

  /** Two minutes an answer, five tries, waits of at most one minute, nothing else limited. */
  public static Limits defaults() {
    return new Limits(Duration.ofMinutes(2), 5, Duration.ofMinutes(1), 0, Budget.NONE);
  }

  /** With another longest wait for an answer. */
  public Limits timeout(Duration longest) {
    return new Limits(longest, attempts, longestWait, callsPerSecond, budget);
  }

  /** With that many tries of a call. */
  public Limits attempts(int tries) {
    return new Limits(timeout, tries, longestWait, callsPerSecond, budget);
  }

  /** With another longest wait between tries. */
  public Limits longestWait(Duration longest) {
    return new Limits(timeout, attempts, longest, callsPerSecond, budget);
  }

  /** With at most that many calls a second. */
  public Limits callsPerSecond(double most) {
    return new Limits(timeout, attempts, longestWait, most, budget);
  }

  /** With a budget. */
  public Limits budget(Budget most) {
    return new Limits(timeout, attempts, longestWait, callsPerSecond, most);
  }
}
