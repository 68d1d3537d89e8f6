package dev.bulwark.gate;

import java.util.function.Supplier;

/**
 * A rule that compares with a baseline; made by {@link Rule#noWorseThan}.
 *
 * @param baseline gives the baseline or throws {@link UnusableBaseline}
 * @param metric the metric's name
 * @param margin the change for the worse that must be seen, from 0 to 1
 */
record NoWorseThan(Supplier<Baseline> baseline, String metric, double margin) implements Rule {}
