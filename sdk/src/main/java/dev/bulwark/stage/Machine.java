package dev.bulwark.stage;

/**
 * How a run uses the machine it is on.
 *
 * @param checkpoints how often it keeps what it needs to go on
 * @param precision in which type products run
 * @param device what computes
 */
public record Machine(CheckpointPlan checkpoints, PrecisionChoice precision, DeviceChoice device) {

  /** Every five minutes; the rest is decided by what is found. */
  public static Machine defaults() {
    return new Machine(CheckpointPlan.defaults(), PrecisionChoice.AUTO, DeviceChoice.AUTO);
  }

  /** With more or fewer checkpoints. */
  public Machine checkpoints(CheckpointPlan other) {
    return new Machine(other, precision, device);
  }

  /** With another precision. */
  public Machine precision(PrecisionChoice other) {
    return new Machine(checkpoints, other, device);
  }
}
