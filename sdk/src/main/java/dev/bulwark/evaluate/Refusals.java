package dev.bulwark.evaluate;

/** Tells whether an answer declines, whatever was asked. */
public interface Refusals {
  /** Whether a visible answer declines. */
  boolean refuses(String answer);

  /** Name and version. */
  String id();
}
