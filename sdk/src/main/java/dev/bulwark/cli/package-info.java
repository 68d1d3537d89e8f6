/** The command line: one job in a JVM of its own, told as a file, watched as lines of JSON. */
@NullMarked
package dev.bulwark.cli;

import org.jspecify.annotations.NullMarked;
