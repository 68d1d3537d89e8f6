/** How good a reward model is: accuracy, detection of unsafe answers, calibration, length bias. */
@NullMarked
package dev.bulwark.evaluate.reward;

import org.jspecify.annotations.NullMarked;
