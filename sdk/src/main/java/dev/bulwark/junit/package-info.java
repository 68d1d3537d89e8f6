/** Safety suites as JUnit tests, and assertions on what came of them. */
@NullMarked
package dev.bulwark.junit;

import org.jspecify.annotations.NullMarked;
