/**
 * Decides whether a model may be released: rules over an evaluation, the verdict, and the baseline
 * it is compared with. Passing needs positive evidence; whatever is missing or broken does not
 * pass.
 */
@NullMarked
package dev.bulwark.gate;

import org.jspecify.annotations.NullMarked;
