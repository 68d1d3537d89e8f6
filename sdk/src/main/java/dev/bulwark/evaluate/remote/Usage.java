package dev.bulwark.evaluate.remote;

import dev.bulwark.evaluate.remote.Limits.Price;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What was asked of an endpoint so far.
 *
 * @param calls calls that were sent, tries included
 * @param retries those of them that were further tries
 * @param tokensIn tokens of the questions, as the endpoint counts them
 * @param tokensOut tokens of the answers
 */
public record Usage(long calls, long retries, long tokensIn, long tokensOut) {

  /** What it cost; empty where the price is not known. */
  public OptionalDouble cost(Price price) {
    return price.of(tokensIn, tokensOut);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d calls (%,d tried again), %,d tokens in, %,d out",
        calls,
        retries,
        tokensIn,
        tokensOut);
  }
}
