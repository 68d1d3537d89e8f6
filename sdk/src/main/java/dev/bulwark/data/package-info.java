/**
 * What lies on disk: conversations, prompts, records of how an artefact was made, and their
 * readers.
 */
@NullMarked
package dev.bulwark.data;

import org.jspecify.annotations.NullMarked;
