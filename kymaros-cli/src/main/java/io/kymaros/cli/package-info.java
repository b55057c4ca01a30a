/** The kymaros command: one command per file. */
@NullMarked
package io.kymaros.cli;

import org.jspecify.annotations.NullMarked;
