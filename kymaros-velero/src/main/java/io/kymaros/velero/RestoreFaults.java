package io.kymaros.velero;

import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.VeleroRestore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells why a restore did not complete: because of the backup, or because of something around it. */
final class RestoreFaults {
    private static final String SERVER_RESTARTED = "during the server starting";

    /** What object stores and networks say when they, and not the backup, are at fault. */
    private static final List<String> STORAGE_FAULTS = List.of(
            "connection refused",
            "connection reset",
            "no such host",
            "i/o timeout",
            "deadline exceeded",
            "tls handshake",
            "x509:",
            "accessdenied",
            "access denied",
            "invalidaccesskeyid",
            "signaturedoesnotmatch",
            "expiredtoken",
            "credential",
            "nosuchbucket",
            "slowdown",
            "serviceunavailable",
            "internalerror",
            "statuscode: 403",
            "statuscode: 401",
            "statuscode: 429",
            "statuscode: 5");

    private RestoreFaults() {}

    /**
     * Returns if the restore ended by what is in the backup.
     *
     * @throws ObstacleException if something else ended it
     */
    static void requireOwnFault(VeleroRestore restore) {
        String name = "Restore " + restore.getMetadata().getNamespace() + "/"
                + restore.getMetadata().getName();
        String reason = Messages.clean(String.valueOf(restore.observed().failureReason()));
        if (restore.phase().equals("FailedValidation")) {
            String errors = restore.observed().validationErrors().stream()
                    .map(Messages::clean)
                    .collect(Collectors.joining("; "));
            throw new ObstacleException("RestoreRefused", "Velero refused %s: %s.".formatted(name, errors));
        }
        if (reason.contains(SERVER_RESTARTED)) {
            throw new ObstacleException(
                    "VeleroRestarted",
                    "The Velero server restarted during %s (%s). Run the test again.".formatted(name, reason));
        }
        if (restore.phase().equals("Failed") && isStorageFault(reason)) {
            throw new ObstacleException(
                    "StorageLocationUnavailable",
                    "Velero could not read the backup's storage during %s: %s. Check the BackupStorageLocation, then run the test again."
                            .formatted(name, reason));
        }
    }

    private static boolean isStorageFault(String reason) {
        String said = reason.toLowerCase(Locale.ROOT);
        return STORAGE_FAULTS.stream().anyMatch(said::contains);
    }
}
