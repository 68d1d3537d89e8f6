package breach.engine.report;

import ai.djl.ndarray.NDArray;

/** A report that works on tensors. */
record SeesTensors(NDArray tensor) {}
