package dev.bulwark.backend;

import java.util.List;
import java.util.function.Function;

/** Carries out work that falls into independent shares: here, or spread over other machines. */
public interface Backend {
  /**
   * Applies the work to consecutive shares.
   *
   * @param items what is to be worked on
   * @param share most items given to the work at once, from 1
   * @param work gives one result for each item of a share, in order
   * @return all results in the order of the items
   */
  <T, R> List<R> map(List<T> items, int share, Function<List<T>, List<R>> work);

  /** Works here, share after share: the engine itself uses all cores. */
  static Backend local() {
    return new LocalBackend();
  }
}
