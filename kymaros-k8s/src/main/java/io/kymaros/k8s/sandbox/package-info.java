/** The throw-away namespaces of a run: create, isolate, neutralise, audit, clean up. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.k8s.sandbox;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
