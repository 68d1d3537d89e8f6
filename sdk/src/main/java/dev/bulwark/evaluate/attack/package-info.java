/**
 * Disguises of a harmful request: deterministic transforms that keep the base prompt as cluster.
 */
@NullMarked
package dev.bulwark.evaluate.attack;

import org.jspecify.annotations.NullMarked;
