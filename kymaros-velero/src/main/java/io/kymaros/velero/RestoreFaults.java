package io.kymaros.velero;

import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.fault.Refusal;
import io.kymaros.velero.RestoreResultsFile.Results;
import io.kymaros.velero.api.VeleroRestore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells why a restore did not complete: because of the backup, or because of something around it. */
final class RestoreFaults {
    private static final String SERVER_RESTARTED = "during the server starting";
    private static final String UPLOAD_FAILED = "error uploading ";

    /** What object stores and networks say when they, and not the backup, are at fault; in lower case. */
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
            "authorizationfailure",
            "authenticationfailed",
            "invalidaccesskeyid",
            "signaturedoesnotmatch",
            "expiredtoken",
            "credential",
            "cannot fetch token",
            "nosuchbucket",
            "slowdown",
            "serverbusy",
            "serviceunavailable",
            "internalerror",
            "statuscode: 401",
            "statuscode: 403",
            "statuscode: 429",
            "statuscode: 5",
            "error 401",
            "error 403",
            "error 429",
            "error 5");

    /** How Velero reports that the API server did not take an object; the second group is the server's answer. */
    private static final Pattern NOT_TAKEN = Pattern.compile("error restoring (\\S+/\\S+): (.*)", Pattern.DOTALL);

    private RestoreFaults() {}

    /**
     * Whether an error comes from the sandbox or the cluster, and not from the backup. A webhook or a policy that refuses
     * an object may do so in a disaster too, and says what it likes: that stays an error of the restore.
     */
    static boolean comesFromSurroundings(String error) {
        Matcher notTaken = NOT_TAKEN.matcher(error);
        if (!notTaken.matches()) {
            return false;
        }
        return switch (Refusal.of(notTaken.group(2))) {
            // The source holds ports and addresses while the sandbox is made, and admitted the pod; no quota of the
            // backup is restored. The rest would have been taken a moment later.
            case TAKEN, QUOTA, POD_SECURITY, TERMINATING, WEBHOOK_NOT_REACHED, API_NOT_REACHED -> true;
            case DENIED_BY_WEBHOOK, DENIED_BY_POLICY, INVALID, ACCOUNT_MISSING, CLASS_MISSING, LIMIT_RANGE, OTHER ->
                false;
        };
    }

    /**
     * Returns if the restore ended by what is in the backup.
     *
     * @throws ObstacleException if something else ended it
     */
    static void requireEndByTheBackup(VeleroRestore restore) {
        String reason = Messages.clean(String.valueOf(restore.observed().failureReason()));
        if (restore.phase().equals("FailedValidation")) {
            String errors = restore.observed().validationErrors().stream()
                    .map(Messages::clean)
                    .collect(Collectors.joining("; "));
            throw new ObstacleException(
                    "RestoreRefused",
                    "Velero refused %s: %s. Mend that, then run the test again.".formatted(name(restore), errors));
        }
        if (reason.contains(SERVER_RESTARTED)) {
            throw new ObstacleException(
                    "VeleroRestarted",
                    "The Velero server restarted during %s (%s). Run the test again.".formatted(name(restore), reason));
        }
        if (restore.phase().equals("Failed") && isStorageFault(reason, restore)) {
            throw storageFailed(restore, reason);
        }
    }

    /**
     * Returns if any of the errors that Velero counted may be the backup's. A storage that fails while Velero writes
     * its log of a restore makes an error too; when it fails on, not even the list of errors is written.
     *
     * @param written Velero's list of errors; empty if the storage has none
     * @throws ObstacleException if all errors are the storage's, or nobody can tell
     */
    static void requireErrorsOfTheBackup(VeleroRestore restore, Optional<Results> written) {
        if (restore.observed().errors() == 0) {
            return;
        }
        List<String> errors = written.map(Results::errors).orElse(List.of("the list of errors was not written"));
        if (written.isEmpty() || (!errors.isEmpty() && errors.stream().allMatch(e -> e.startsWith(UPLOAD_FAILED)))) {
            throw storageFailed(restore, String.join("; ", errors));
        }
    }

    private static ObstacleException storageFailed(VeleroRestore restore, String said) {
        return new ObstacleException(
                "StorageLocationUnavailable",
                "The backup's storage failed during %s: %s. Check the BackupStorageLocation, then run the test again."
                        .formatted(name(restore), said));
    }

    /** The backup's name is part of what is said, and may hold any of the words. */
    private static boolean isStorageFault(String reason, VeleroRestore restore) {
        String said = reason.replace(String.valueOf(restore.getSpec().backupName()), "")
                .toLowerCase(Locale.ROOT);
        return STORAGE_FAULTS.stream().anyMatch(said::contains);
    }

    private static String name(VeleroRestore restore) {
        return "Restore " + restore.getMetadata().getNamespace() + "/"
                + restore.getMetadata().getName();
    }
}
