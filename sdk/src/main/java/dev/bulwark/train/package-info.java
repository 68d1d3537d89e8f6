/** Training: the loop that all stages share, the optimiser, schedules, and losses. */
@NullMarked
package dev.bulwark.train;

import org.jspecify.annotations.NullMarked;
