/** Throughput, measured as the Python peers measure theirs: same files, same tokens, same clock. */
@NullMarked
package dev.bulwark.examples.benchmark;

import org.jspecify.annotations.NullMarked;
