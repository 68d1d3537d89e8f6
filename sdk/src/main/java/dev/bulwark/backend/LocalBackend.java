package dev.bulwark.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One share after the other on this machine. */
final class LocalBackend implements Backend {

  @Override
  public <T, R> List<R> map(List<T> items, int share, Function<List<T>, List<R>> work) {
    List<R> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += share) {
      List<T> part = items.subList(from, Math.min(items.size(), from + share));
      List<R> done = work.apply(part);
      if (done.size() != part.size()) {
        throw new IllegalStateException(
            "The work gave %d results for %d items".formatted(done.size(), part.size()));
      }
      results.addAll(done);
    }
    return results;
  }
}
