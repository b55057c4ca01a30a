/** Requests to the API server: what the Kubernetes client has no words for, and several at a time. */
@NullMarked
package io.kymaros.k8s.request;

import org.jspecify.annotations.NullMarked;
