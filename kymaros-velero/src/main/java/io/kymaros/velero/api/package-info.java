/**
 * Velero's own resources (group {@code velero.io}), as far as a restore test reads or writes them. Unknown fields are
 * ignored, so that other versions of Velero can be read.
 */
@NullMarked
package io.kymaros.velero.api;

import org.jspecify.annotations.NullMarked;
