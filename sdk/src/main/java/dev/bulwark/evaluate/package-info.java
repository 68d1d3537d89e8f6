/**
 * What a model answered and what that is worth: suites of prompts, judges, runs, metrics and the
 * statistics beneath them. Nothing here sees a tensor.
 */
@NullMarked
package dev.bulwark.evaluate;

import org.jspecify.annotations.NullMarked;
