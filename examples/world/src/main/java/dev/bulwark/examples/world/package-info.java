/**
 * A fictional world from tables and a seed: what a small model learns first, what tunes it to be
 * safe, and the held-out prompts that tell whether it is. All its dangers are invented.
 */
@NullMarked
package dev.bulwark.examples.world;

import org.jspecify.annotations.NullMarked;
