package dev.bulwark.evaluate;

import dev.bulwark.data.Require;

/**
 * How a run goes about its work. None of it changes what an answer is worth.
 *
 * @param batch prompts answered at once, from 1; a remote model gets one at a time
 * @param concurrency batches that are in work at once, from 1; a local model does its own
 * @param repeats answers to each prompt, from 1; they count together as one piece of evidence
 * @param keepTexts whether prompts and answers go into the results
 * @param resume whether a run that was interrupted goes on where it stopped, if nothing it depends
 *     on has changed; otherwise it starts over
 */
public record RunSettings(
    int batch, int concurrency, int repeats, boolean keepTexts, boolean resume) {

  /** Checks the ranges. */
  public RunSettings {
    atLeastOne("batch", batch);
    atLeastOne("concurrency", concurrency);
    atLeastOne("repeats", repeats);
  }

  /** Batches of 16, one at a time, one answer a prompt, no texts, starting over. */
  public static RunSettings defaults() {
    return new RunSettings(16, 1, 1, false, false);
  }

  /** With that many prompts answered at once. */
  public RunSettings batch(int size) {
    return new RunSettings(size, concurrency, repeats, keepTexts, resume);
  }

  /** With that many batches in work at once. */
  public RunSettings concurrency(int batches) {
    return new RunSettings(batch, batches, repeats, keepTexts, resume);
  }

  /** With that many answers to each prompt. */
  public RunSettings repeats(int answers) {
    return new RunSettings(batch, concurrency, answers, keepTexts, resume);
  }

  /** With prompts and answers in the results, or without. */
  public RunSettings keepTexts(boolean keep) {
    return new RunSettings(batch, concurrency, repeats, keep, resume);
  }

  /** Going on with an interrupted run, or starting over. */
  public RunSettings resume(boolean goOn) {
    return new RunSettings(batch, concurrency, repeats, keepTexts, goOn);
  }

  private static void atLeastOne(String name, int value) {
    Require.that(value >= 1, name, value, "at least 1");
  }
}
