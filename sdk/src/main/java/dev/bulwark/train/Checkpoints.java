package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;

/** Where a run keeps what it needs to go on after it was killed. */
public interface Checkpoints {
  /** Keeps nothing: a run that is killed begins anew. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<LoopState> restore(Map<String, NDArray> tensors) {
          return Optional.empty();
        }

        @Override
        public boolean isDue(LoopState state) {
          return false;
        }

        @Override
        public void save(LoopState state, Map<String, NDArray> tensors) {}

        @Override
        public void saveBest(Map<String, NDArray> trained) {}

        @Override
        public boolean restoreBest(Map<String, NDArray> trained) {
          return false;
        }
      };

  /** Fills the tensors from the newest whole checkpoint; empty where there is none. */
  Optional<LoopState> restore(Map<String, NDArray> tensors);

  /** Whether one is to be written after this step. */
  boolean isDue(LoopState state);

  /** Writes one, whole or not at all. */
  void save(LoopState state, Map<String, NDArray> tensors);

  /** Keeps the trained tensors as the best so far. */
  void saveBest(Map<String, NDArray> trained);

  /** Fills the trained tensors with the best; false where none was kept. */
  boolean restoreBest(Map<String, NDArray> trained);
}
