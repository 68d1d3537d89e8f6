package dev.bulwark.evaluate.statistics;

/**
 * Two bounds around an estimate.
 *
 * @param lower the lower bound
 * @param upper the upper bound
 */
public record Interval(double lower, double upper) {}
