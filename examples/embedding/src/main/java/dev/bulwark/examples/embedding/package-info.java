/** Bulwark embedded in a Java program. */
@NullMarked
package dev.bulwark.examples.embedding;

import org.jspecify.annotations.NullMarked;
