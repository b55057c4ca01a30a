/** What a comparison costs on a real cluster, beside kubectl; see docs/cost.md. */
@NullMarked
package io.kymaros.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
