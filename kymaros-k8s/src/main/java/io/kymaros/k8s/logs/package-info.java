/** What containers and the cluster say about a run: made harmless, freed of secrets, and kept beside the report. */
@NullMarked
package io.kymaros.k8s.logs;

import org.jspecify.annotations.NullMarked;
