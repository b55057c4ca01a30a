/** An API server in memory that can be told to fail. */
@NullMarked
package io.kymaros.k8s.fake;

import org.jspecify.annotations.NullMarked;
