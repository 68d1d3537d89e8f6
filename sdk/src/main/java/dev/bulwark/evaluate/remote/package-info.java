/**
 * Models behind an OpenAI-compatible HTTP endpoint, as targets and as judges. Only errors of the
 * transport are tried again: asking again for another content would shift what is measured.
 */
@NullMarked
package dev.bulwark.evaluate.remote;

import org.jspecify.annotations.NullMarked;
