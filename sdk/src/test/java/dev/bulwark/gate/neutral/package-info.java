/** Reads the neutral formats of the reference fixtures and writes them as the product's own. */
@NullMarked
package dev.bulwark.gate.neutral;

import org.jspecify.annotations.NullMarked;
