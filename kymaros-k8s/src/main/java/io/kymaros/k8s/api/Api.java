package io.kymaros.k8s.api;

/** Names of the Kymaros API group that appear in objects: group, version, labels and annotations. */
public final class Api {
    /** The API group. */
    public static final String GROUP = "restore.kymaros.io";

    /** The API version. */
    public static final String VERSION = "v1alpha1";

    /** Label on a report, a sandbox and a restore: the name of the RestoreTest that made it. */
    public static final String TEST_NAME_LABEL = GROUP + "/test-name";

    /** Label on a sandbox and a restore: the namespace of the RestoreTest that made it. */
    public static final String TEST_NAMESPACE_LABEL = GROUP + "/test-namespace";

    /** Label on everything that a run creates: the uid of the run's report. */
    public static final String RUN_UID_LABEL = GROUP + "/run-uid";

    /** Label that marks a namespace as a sandbox; nothing else may ever be deleted by Kymaros. */
    public static final String SANDBOX_LABEL = GROUP + "/sandbox";

    /** Annotation on a sandbox: after this time (RFC 3339) anyone may clean it up. */
    public static final String EXPIRES_AT_ANNOTATION = GROUP + "/expires-at";

    /** Annotation on a sandbox: the run's report as namespace/name. */
    public static final String REPORT_ANNOTATION = GROUP + "/report";

    /** Annotation on a sandbox: the run's restore as namespace/name, in the namespace of the backup tool. */
    public static final String RESTORE_ANNOTATION = GROUP + "/restore";

    /** Duration in Go's notation, as Kubernetes and Velero users write it: {@code 90s}, {@code 15m}, {@code 1h30m}. */
    public static final String DURATION_PATTERN = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";

    private Api() {}
}
