/** What was observed of one restore test: facts without judgement, one type per level. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.core.evidence;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
