/** The front: tune a model in stages, evaluate the result. */
@NullMarked
package dev.bulwark;

import org.jspecify.annotations.NullMarked;
