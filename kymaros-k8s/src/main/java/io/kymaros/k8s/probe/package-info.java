/** The health checks, one file per type. */
@NullMarked
package io.kymaros.k8s.probe;

import org.jspecify.annotations.NullMarked;
