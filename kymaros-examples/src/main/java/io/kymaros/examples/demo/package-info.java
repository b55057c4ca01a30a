/**
 * A whole restore test without a cluster: an embedded API server, and simulations of Velero and of the controllers that
 * start pods. The test itself is the same code that runs against a real cluster.
 */
@NullMarked
package io.kymaros.examples.demo;

import org.jspecify.annotations.NullMarked;
