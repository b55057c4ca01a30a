/** Benchmarks of the scoring library, run with JMH. */
@NullMarked
package io.kymaros.benchmarks;

import org.jspecify.annotations.NullMarked;
