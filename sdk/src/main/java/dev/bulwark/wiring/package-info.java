/** Binds the parts together; the only room that sees Guice. */
@NullMarked
package dev.bulwark.wiring;

import org.jspecify.annotations.NullMarked;
