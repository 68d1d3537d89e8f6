/** Saves what the reference libraries are then asked to compute, with Bulwark's own numbers. */
@NullMarked
package dev.bulwark.examples.parity;

import org.jspecify.annotations.NullMarked;
