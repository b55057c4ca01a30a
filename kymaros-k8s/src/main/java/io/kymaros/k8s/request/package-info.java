/** Requests to the API server that the Kubernetes client has no words for. */
@NullMarked
package io.kymaros.k8s.request;

import org.jspecify.annotations.NullMarked;
