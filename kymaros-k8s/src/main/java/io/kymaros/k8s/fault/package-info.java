/** What can go wrong in a run that is not the backup's fault, and how the API server's errors are told apart. */
@NullMarked
package io.kymaros.k8s.fault;

import org.jspecify.annotations.NullMarked;
