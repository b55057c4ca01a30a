/** The resources of restore.kymaros.io/v1alpha1 as Java types; the CRDs are generated from them. */
@NullMarked
package io.kymaros.k8s.api;

import org.jspecify.annotations.NullMarked;
