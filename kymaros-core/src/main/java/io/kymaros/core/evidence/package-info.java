/**
 * What was observed of one restore test: facts without judgement, one type per level.
 *
 * <p>All values are immutable and made by builders, which take times as {@link java.time.Instant} and counts as integers; the
 * unit stands in the name ({@code startupSeconds}, {@code durationMs}). {@code build()} throws {@link
 * java.lang.IllegalStateException} while a field without default is missing, and {@link java.lang.IllegalArgumentException}
 * for a value that can't be, such as a negative count. What could be built can be scored.
 */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.core.evidence;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
