/** The evidence document: a run's evidence as YAML or JSON, so that it can be judged again without a cluster. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.k8s.document;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
