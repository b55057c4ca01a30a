/** Observes what came back, one gatherer per level. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.k8s.evidence;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
