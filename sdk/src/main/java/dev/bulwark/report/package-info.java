/** Shows what was measured to people: tables, a page, a bar on the terminal. */
@NullMarked
package dev.bulwark.report;

import org.jspecify.annotations.NullMarked;
