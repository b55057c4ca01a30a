/** Small programs that use the libraries: scoring in plain Java, a policy and a rule of one's own, reading reports from a cluster. */
@NullMarked
package io.kymaros.examples.embedding;

import org.jspecify.annotations.NullMarked;
