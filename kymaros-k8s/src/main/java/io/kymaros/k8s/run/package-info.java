/** The run of a restore test from its plan to its stored report. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.k8s.run;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
