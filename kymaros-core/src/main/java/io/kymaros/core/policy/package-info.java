/** What a level is worth, and what the score must reach. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.core.policy;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
