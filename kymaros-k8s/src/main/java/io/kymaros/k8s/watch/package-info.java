/** Waiting for changes in the cluster without asking again and again. */
@NullMarked
package io.kymaros.k8s.watch;

import org.jspecify.annotations.NullMarked;
