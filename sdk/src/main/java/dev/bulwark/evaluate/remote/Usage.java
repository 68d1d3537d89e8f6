package dev.bulwark.evaluate.remote;

import java.util.Locale;

/**
 * What was asked of an endpoint so far.
 *
 * @param calls calls that were sent, tries included
 * @param retries those of them that were further tries
 * @param tokensIn tokens of the questions, as the endpoint counts them
 * @param tokensOut tokens of the answers
 */
public record Usage(long calls, long retries, long tokensIn, long tokensOut) {
  private static final double MILLION = 1e6;

  /**
   * The price of it.
   *
   * @param perMillionIn price of a million tokens of questions
   * @param perMillionOut price of a million tokens of answers
   */
  public double cost(double perMillionIn, double perMillionOut) {
    return tokensIn / MILLION * perMillionIn + tokensOut / MILLION * perMillionOut;
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
