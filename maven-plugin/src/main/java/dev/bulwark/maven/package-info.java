/**
 * The goals. They hold parameters and the words of a build log; the work is the SDK's, in a forked
 * JVM where tensors are needed.
 */
@NullMarked
package dev.bulwark.maven;

import org.jspecify.annotations.NullMarked;
