package io.kymaros.k8s.backup;

/**
 * A restore that was asked for.
 *
 * @param toolNamespace namespace in which the backup tool keeps its objects
 * @param name name of the restore
 */
public record RestoreHandle(String toolNamespace, String name) {}
