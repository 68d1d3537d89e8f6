package breach.signature;

import breach.signature.model.Tensor;
import breach.signature.train.Step;
import java.util.List;
import java.util.Optional;

/** A front that hands out a tensor and takes training steps. */
public final class ShowsModel {
  /** Breaks the rule by its result. */
  public Optional<Tensor> tensor() {
    return Optional.empty();
  }

  /** Breaks the rule by its parameter. */
  public void take(List<Step> steps) {}
}
