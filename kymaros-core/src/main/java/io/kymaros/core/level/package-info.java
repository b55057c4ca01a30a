/** The rules of the six levels: evidence in, {@link io.kymaros.core.level.LevelResult} out, one file per level. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.core.level;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
