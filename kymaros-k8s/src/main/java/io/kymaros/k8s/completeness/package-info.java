/** Compares, by name, what should have come back with what did. */
@NullMarked
package io.kymaros.k8s.completeness;

import org.jspecify.annotations.NullMarked;
