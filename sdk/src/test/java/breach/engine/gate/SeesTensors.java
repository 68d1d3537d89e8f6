package breach.engine.gate;

import ai.djl.ndarray.NDArray;

/** A gate that works on tensors. */
record SeesTensors(NDArray tensor) {}
