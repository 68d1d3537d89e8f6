package dev.bulwark.gate;

/**
 * A rule that compares with a baseline; made by {@link Rule#noWorseThan}.
 *
 * @param baseline gives the baseline
 * @param metric the metric's name
 * @param tolerance how much harm passes
 * @param named whether someone asked for this metric; of those that came along with the headline, a
 *     tail is only reported where the prompts are too few for it
 */
record NoWorseThan(Reference baseline, String metric, Tolerance tolerance, boolean named)
    implements Rule {}
