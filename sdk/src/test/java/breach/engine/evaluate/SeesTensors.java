package breach.engine.evaluate;

import ai.djl.ndarray.NDArray;

/** A evaluate that works on tensors. */
record SeesTensors(NDArray tensor) {}
