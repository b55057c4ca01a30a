/** What a backup tool must offer to be tested: {@link io.kymaros.k8s.backup.BackupProvider} and its values. */
@NullMarked
@Value.Style(jdkOnly = true)
package io.kymaros.k8s.backup;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
