/** Adds the levels up to a confidence score and a result. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.core.score;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
