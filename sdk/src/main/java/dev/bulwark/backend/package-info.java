/** Where the independent parts of a stage's work are carried out. */
@NullMarked
package dev.bulwark.backend;

import org.jspecify.annotations.NullMarked;
