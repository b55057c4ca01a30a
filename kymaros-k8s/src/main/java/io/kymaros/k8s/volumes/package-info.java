/** Whether the data of an application's volumes is back. */
@NullMarked
package io.kymaros.k8s.volumes;

import org.jspecify.annotations.NullMarked;
