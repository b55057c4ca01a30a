/** The health checks, one file per type. */
@NullMarked
package io.kymaros.k8s.checks;

import org.jspecify.annotations.NullMarked;
