/** The decoder: its shape, weights and adapters, its kernels, and generation. */
@NullMarked
package dev.bulwark.model;

import org.jspecify.annotations.NullMarked;
