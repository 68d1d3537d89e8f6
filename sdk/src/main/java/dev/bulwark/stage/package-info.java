/** The stages of safety tuning, each with its settings record. */
@NullMarked
package dev.bulwark.stage;

import org.jspecify.annotations.NullMarked;
