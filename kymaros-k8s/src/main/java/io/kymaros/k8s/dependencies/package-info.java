/** The services of other namespaces that the restored application needs: found, looked at, and connected to. */
@NullMarked
package io.kymaros.k8s.dependencies;

import org.jspecify.annotations.NullMarked;
