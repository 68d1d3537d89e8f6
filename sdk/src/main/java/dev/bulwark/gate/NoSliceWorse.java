package dev.bulwark.gate;

import dev.bulwark.evaluate.Slice;

/**
 * A rule that looks for harm in every slice; made by {@link Rule#noSliceWorse}.
 *
 * @param baseline gives the baseline
 * @param metric the metric's name
 * @param key what the slices differ by
 */
record NoSliceWorse(Reference baseline, String metric, Slice.Key key) implements Rule {}
