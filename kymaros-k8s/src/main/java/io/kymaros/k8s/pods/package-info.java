/** The pods that the restored workloads ask for: whether they start and stay ready, and why not. */
@NullMarked
package io.kymaros.k8s.pods;

import org.jspecify.annotations.NullMarked;
