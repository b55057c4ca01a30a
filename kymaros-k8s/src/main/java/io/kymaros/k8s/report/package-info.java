/** Writes and reads RestoreReport resources. */
@NullMarked
package io.kymaros.k8s.report;

import org.jspecify.annotations.NullMarked;
