/** Finds and restores Velero backups: {@link io.kymaros.velero.VeleroBackupProvider}. */
@NullMarked
package io.kymaros.velero;

import org.jspecify.annotations.NullMarked;
