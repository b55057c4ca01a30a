package io.kymaros.core.level;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The reason codes that the rules of this package give to levels and findings, each with its meaning and what to do about
 * it. A code never changes its meaning. Evidence can bring codes of its own, for example for an object's defect.
 */
public enum Reason {
    /** The restore ended without errors. */
    RESTORE_COMPLETED("RestoreCompleted", "The restore ended as Completed, with 0 errors.", Reason.NOTHING),
    /** The restore ended as Completed, but the tool counted errors. */
    RESTORE_HAD_ERRORS(
            "RestoreHadErrors",
            "The restore ended as Completed, and yet the backup tool counted errors.",
            "Read the restore's log, mend the cause of the first error, and back up again."),
    /** Some objects could not be restored. */
    RESTORE_PARTIALLY_FAILED(
            "RestorePartiallyFailed",
            "The backup tool could not restore everything; such a restore earns nothing.",
            "Read the restore's log, mend the cause of the first error, and back up again."),
    /** The restore broke off. */
    RESTORE_FAILED(
            "RestoreFailed",
            "The restore broke off, or was refused because of the backup itself.",
            "Read the restore's log; a missing or damaged backup file needs a new backup."),
    /** The data of a volume did not come back. */
    RESTORE_DATA_LOST(
            "RestoreDataLost",
            "The data of a volume is not in the backup, or did not reach the volume; without it nothing is restored.",
            "See the Completeness findings: each names a claim. What the application can do without belongs into"
                    + " spec.ignoredLosses."),
    /** Whether the volumes have their data is not known. */
    RESTORE_DATA_UNKNOWN(
            "RestoreDataUnknown",
            "It could not be found out whether each volume has its data, so the restore can't be called whole.",
            "Mend what the Completeness findings name, and run the test again."),
    /** One error of the backup tool. */
    RESTORE_ERROR(
            "RestoreError",
            "An error that the backup tool reported for the restore.",
            "Mend what the message names, and back up again."),
    /** Something around the test, and not the backup, kept objects from coming back. */
    RESTORE_HELD_BACK(
            "RestoreHeldBackByEnvironment",
            "The sandbox or the cluster, and not the backup, kept an object from coming back.",
            "Mend what the message names, or give the sandbox what it lacks, and run the test again."),
    /** The backup itself did not end as it should, or has expired. */
    BACKUP_FELL_SHORT(
            "BackupFellShort",
            "The backup itself had errors or warnings, as its tool says, or has expired; that alone costs no points.",
            "Read the backup's log: what a failed hook or snapshot left inconsistent, a restore may not show."),
    /** Newer backups than the one that was tested can't be restored. */
    NEWER_BACKUPS_PASSED_OVER(
            "NewerBackupsPassedOver",
            "The latest usable backup was tested, and there are newer ones that are not usable: what it holds is as old as it is.",
            "Look why the newer backups did not end as Completed, and back up again."),

    /** One warning of the backup tool. */
    RESTORE_WARNING(
            "RestoreWarning",
            "A warning that the backup tool reported for the restore; it costs no points.",
            "Make sure that the application can do without what the message names."),

    /** Everything that was expected came back. */
    COMPLETENESS_EXACT("CompletenessExact", "Every expected object of every scored type came back.", Reason.NOTHING),
    /** Something that was expected did not come back. */
    COMPLETENESS_GAP(
            "CompletenessGap",
            "Not every expected object of the scored types came back sound.",
            "See the findings: each names an object and why it is missing."),
    /** The data of a volume did not come back. */
    COMPLETENESS_DATA_LOST(
            "CompletenessDataLost",
            "The data of a volume is lost; whatever else came back does not make up for it.",
            "See the findings: each names a claim and why its data is lost."),
    /** Nothing was expected to come back. */
    COMPLETENESS_NOTHING_EXPECTED(
            "CompletenessNothingExpected",
            "No object of a scored type was expected, so nothing is known about completeness.",
            "Check that the backup covers the namespace and that its filters include the application's resources."),
    /** An object of the backup was not restored. */
    COMPLETENESS_OBJECT_MISSING(
            "CompletenessObjectMissing",
            "The backup holds the object, and the restore did not bring it back.",
            "Read what the restore's log says about the object; a webhook, a quota or a missing API often refuses it."),
    /** Of some objects it is not known whether they would come back. */
    COMPLETENESS_UNKNOWN(
            "CompletenessUnknown",
            "Of some expected objects it is not known whether the backup brings them back sound.",
            "See the findings: each names an object and what kept it from being judged."),
    /** An object of the name is there, and is not the one of the backup. */
    COMPLETENESS_NOT_FROM_BACKUP(
            "CompletenessNotFromBackup",
            "An object of this name is in the sandbox, and the backup's own did not come back.",
            "Find out what makes it; where it makes other contents, keep it from being made before the restore."),
    /** Whether an object that is there came back from the backup can't be told. */
    COMPLETENESS_ORIGIN_UNKNOWN(
            "CompletenessOriginUnknown",
            "Whether the object came back from the backup is not known.",
            "Let the backup tool hand out its list of restored objects, and run the test again."),
    /** An object of the backup was kept out of the sandbox by the test's surroundings. */
    COMPLETENESS_HELD_BACK(
            "CompletenessHeldBackByEnvironment",
            "The backup holds the object, and the sandbox or the cluster, and not the backup, kept it from coming back.",
            "Mend what the message names, or give the sandbox what it lacks, and run the test again."),
    /** A claim came back of whose volume the backup holds no data. */
    VOLUME_DATA_MISSING(
            "VolumeDataMissing",
            "The claim came back, and the backup holds no data of its volume.",
            "Have the backup take snapshots of the volume, or copy its files, and check that no filter leaves the volume out."),
    /** Whether a claim that came back has its data is not known. */
    VOLUME_DATA_UNKNOWN(
            "VolumeDataUnknown",
            "The claim came back, and whether it has its data is not known.",
            "Give what the message names, a permission for example, and run the test again."),
    /** A claim came back without the data that the backup holds of its volume. */
    VOLUME_DATA_NOT_RESTORED(
            "VolumeDataNotRestored",
            "The claim came back, and the restore did not put the data into its volume that the backup holds.",
            "Check that the tool's node agents run and that it can use snapshots here, as it could where the backup was made."),
    /** A workload keeps data in a volume that no claim stands for. */
    VOLUME_OUTSIDE_BACKUP(
            "VolumeOutsideBackup",
            "The workload came back, and keeps data in a volume that it names itself: no claim stands for it, and no backup holds it.",
            "Move the data into a PersistentVolumeClaim; or back it up in another way, and say so in spec.ignoredLosses (kind:"
                    + " Volume)."),
    /** An object of the source namespace was left out of the backup. */
    COMPLETENESS_OBJECT_NOT_IN_BACKUP(
            "CompletenessObjectNotInBackup",
            "The source namespace held the object before the backup began, and the backup left it out.",
            "Check the backup's included and excluded resources and its label selector."),
    /** An object came back that nobody expected. */
    COMPLETENESS_OBJECT_UNEXPECTED(
            "CompletenessObjectUnexpected",
            "The sandbox holds an object that nobody expected; it makes up for no missing one.",
            "Nothing, unless the application suffers from it."),
    /** An object of a type that is not scored did not come back. */
    COMPLETENESS_UNSCORED_TYPE(
            "CompletenessUnscoredType",
            "Objects of a type that is compared, but not scored, did not come back sound.",
            "Restore them by hand if the application needs them, or have the policy score the type."),
    /** A loss that the test ignores. */
    LOSS_IGNORED(
            "LossIgnored",
            "Something was lost that the application can do without, as the test says; it costs no points.",
            "Nothing, as long as the reason that spec.ignoredLosses gives for it still holds."),
    /** An entry of the ignored losses that no loss matches. */
    IGNORED_LOSS_IDLE(
            "IgnoredLossIdle",
            "An entry of spec.ignoredLosses matches nothing that was lost.",
            "Remove the entry, or correct its kind, name or namespace."),
    /** A source namespace no longer exists as it was. */
    COMPLETENESS_SOURCE_GONE(
            "CompletenessSourceGone",
            "The source namespace no longer exists, or was made again since the backup, so only the backup's own list said what"
                    + " to expect.",
            "Nothing, if the namespace was meant to go."),

    /** All expected pods became ready. */
    PODS_READY("PodsReady", "Every expected pod became ready in time and stayed so.", Reason.NOTHING),
    /** No workload asks for a pod. */
    PODS_NONE_EXPECTED(
            "PodsNoneExpected",
            "No restored workload asks for a pod.",
            "Nothing, if the application runs no pods; else check that the backup covers its workloads."),
    /** Some expected pods did not become ready. */
    PODS_NOT_READY(
            "PodsNotReady",
            "Not every expected pod became ready in time.",
            "See the findings: each names a pod and what kept it from becoming ready."),
    /** A container starts and ends again and again. */
    POD_CRASH_LOOP(
            "PodCrashLoop",
            "A container of the pod starts and ends again and again.",
            "Read the container's last log lines; missing configuration or data is the usual cause after a restore."),
    /** An image could not be pulled. */
    POD_IMAGE_PULL(
            "PodImagePull",
            "An image of the pod could not be pulled.",
            "Check that the image still exists and that its pull secret is in the backup."),
    /** A container could not be created. */
    POD_CONTAINER_CONFIG(
            "PodContainerConfig",
            "A container could not be created from its configuration.",
            "Look for a Secret, ConfigMap or key that the pod names and the backup does not hold."),
    /** A container used more memory than it may. */
    POD_OUT_OF_MEMORY(
            "PodOutOfMemory",
            "A container was ended because it used more memory than it may.",
            "Raise the container's memory limit, or find what it loads after a restore."),
    /** No node can take the pod. */
    POD_UNSCHEDULABLE(
            "PodUnschedulable",
            "No node can take the pod.",
            "Compare the pod's requests, node selector, tolerations and volumes with what the nodes offer."),
    /** The pod was never created. */
    POD_NOT_CREATED(
            "PodNotCreated",
            "The pod was never created: it, or the workload that asks for it, did not come back, or something refused it.",
            "Check the backup's filters, and the events; admission, quota or a missing service account often refuses a pod."),
    /** The pod waits for a volume. */
    POD_VOLUME_PENDING(
            "PodVolumePending",
            "The pod waits for a volume that is not bound, attached or mounted.",
            "Check the volume claim's events, its storage class, and that the backup holds the volume's data."),
    /** The pod was ready and did not stay so. */
    POD_UNSTABLE(
            "PodUnstable",
            "The pod was ready once and not at a second look.",
            "Read the container's log from start-up on; look for a dependency that comes and goes."),
    /** A probe of the pod fails. */
    POD_PROBE_FAILED(
            "PodProbeFailed",
            "A container of the pod runs, and its probe does not find it ready.",
            "Ask the restored application the same question; data or a service that it waits for is the usual cause."),
    /** A Job was given up. */
    POD_JOB_FAILED(
            "PodJobFailed",
            "The Job was given up: its pods failed too often or took too long.",
            "Read the log of its last pod; what the Job does may not work on restored data."),
    /** The pod was evicted from its node. */
    POD_EVICTED(
            "PodEvicted",
            "The pod was ended because it used more than it may of its node.",
            "Raise the limit that the message names, or find what the pod writes after a restore."),
    /** The pod is not ready for another reason. */
    POD_NOT_READY(
            "PodNotReady", "The pod did not become ready in time.", "Read the pod's events and its containers' logs."),
    /** The pod was not ready in the live source either, since before the backup. It doesn't count. */
    POD_BROKEN_IN_SOURCE(
            "PodBrokenInSource",
            "The pod was not ready in the live source either, since before the backup, so the backup is not to blame.",
            "Mend the workload in the source, or take it out of it."),
    /** The workload came back asking for no pod, while the live source runs some of it. */
    WORKLOAD_ASKS_FOR_NO_POD(
            "WorkloadAsksForNoPod",
            "The workload came back asking for no pod, while the live source runs some of it: it was scaled down when it was"
                    + " backed up.",
            "Scale it up after a restore; a test of it needs a backup that was taken while it ran."),
    /** The test environment kept the pod from becoming ready. */
    POD_HELD_BACK(
            "PodHeldBackByEnvironment",
            "The sandbox or the cluster, and not the backup, kept the pod from becoming ready.",
            "Give the sandbox what the message names, and run the test again."),

    /** All health checks passed. */
    HEALTH_CHECKS_PASSED("HealthChecksPassed", "Every check of the linked policy passed.", Reason.NOTHING),
    /** Some health checks failed. */
    HEALTH_CHECKS_FAILED(
            "HealthChecksFailed",
            "Not every check of the linked policy passed.",
            "See the findings: each names a check and the answer that it got."),
    /** No policy is linked. */
    HEALTH_CHECKS_NOT_CONFIGURED(
            "HealthChecksNotConfigured",
            "The test links no HealthCheckPolicy, or one without checks, so the application itself was not asked.",
            "Write a HealthCheckPolicy with at least one check and name it in spec.healthChecks.policyRef."),
    /** Some health checks could not be made. */
    HEALTH_CHECKS_UNKNOWN(
            "HealthChecksUnknown",
            "Some checks of the linked policy could not be made.",
            "See the findings: each names a check and what kept it from being made."),
    /** One health check failed. */
    HEALTH_CHECK_FAILED(
            "HealthCheckFailed",
            "The application answered otherwise than the check expects, or not at all.",
            "Ask the restored application the same question and compare its data with what the check expects."),
    /** One health check could not be made. */
    HEALTH_CHECK_UNKNOWN(
            "HealthCheckUnknown",
            "The check could not be made; the application is not blamed for it.",
            "Give the tester what the message names, and run the test again."),

    /** No check looks at data. */
    HEALTH_CHECKS_WITHOUT_DATA(
            "HealthChecksWithoutData",
            "Each check asks whether the application answers, and none what: that does not show that its data is back.",
            "Let a check expect an answer that only the data gives: exec.output or httpGet.body with matches, number or"
                    + " time, for example the number of rows or the time of the newest one."),

    /** The container of a check does not have its command. */
    HEALTH_CHECK_COMMAND_MISSING(
            "HealthCheckCommandMissing",
            "The container does not have the command that the check runs, so the application was not asked.",
            "Name a command that the container's image holds, or the container that has it (exec.container), in the"
                    + " HealthCheckPolicy."),

    /** All services of other namespaces answered. */
    DEPENDENCIES_REACHABLE(
            "DependenciesReachable",
            "Every service of another namespace that the application needs was reachable.",
            Reason.NOTHING),
    /** The application needs no services of other namespaces. */
    DEPENDENCIES_NONE(
            "DependenciesNone",
            "No service of another namespace is declared as needed, and none was found.",
            Reason.NOTHING),
    /** Some services of other namespaces did not answer. */
    DEPENDENCIES_UNREACHABLE(
            "DependenciesUnreachable",
            "Not every service of another namespace that the application needs was reachable.",
            "See the findings: each names a service."),
    /** Some services of other namespaces could not be asked. */
    DEPENDENCIES_UNKNOWN(
            "DependenciesUnknown",
            "Some services of other namespaces could not be asked.",
            "See the findings: each names a service and what kept it from being asked."),
    /** One service did not answer. */
    DEPENDENCY_UNREACHABLE(
            "DependencyUnreachable",
            "The service does not exist, has no ready endpoint, or did not answer.",
            "Restore or start the service first, or drop it from spec.dependencies if it is no longer needed."),
    /** One service could not be asked. */
    DEPENDENCY_UNKNOWN(
            "DependencyUnknown",
            "The service could not be asked; neither it nor the backup is blamed.",
            "Give the tester what the message names, and run the test again."),
    /** A name may be that of a service. */
    DEPENDENCY_UNCERTAIN(
            "DependencyUncertain",
            "A name looks like that of a service of another namespace, and there is no such service.",
            "List the service in spec.dependencies if the application needs it."),
    /** A restored object names its source namespace. */
    DEPENDENCY_POINTS_BACK(
            "DependencyPointsBack",
            "A restored object names a service of its source namespace in full: restored elsewhere, it would reach production.",
            "Name services of the same namespace by their short names."),
    /** A value that may name a service was not read. */
    DEPENDENCY_NOT_READ(
            "DependencyNotRead",
            "What may name a service of another namespace was not read; values of Secrets never are.",
            "List the service in spec.dependencies if it is in another namespace."),
    /** An account of another namespace has rights here. */
    DEPENDENCY_ACCOUNT(
            "DependencyAccount",
            "A restored RoleBinding grants rights to an account of another namespace.",
            "Make sure that the account exists where the application is recovered."),

    /** The recovery time objective was met. */
    RTO_MET("RtoMet", "The recovery took no longer than the objective.", Reason.NOTHING),
    /** The recovery took too long. */
    RTO_EXCEEDED(
            "RtoExceeded",
            "The recovery took longer than the objective.",
            "See where the time went in the report's RTO parts; speed that up, or agree on another sla.maxRTO."),
    /** The recovery took too long, and pods that were held back were waited for. */
    RTO_UNKNOWN(
            "RtoUnknown",
            "The recovery took longer than the objective, and a part of it went by in waiting for pods that the sandbox or the"
                    + " cluster, and not the backup, held back.",
            "See what holds the pods back in their findings, mend that, and run the test again."),
    /** No recovery time objective is set. */
    RTO_NOT_CONFIGURED(
            "RtoNotConfigured", "No recovery time objective is set.", "Set spec.sla.maxRTO, for example to 15m."),

    /** A level has no evidence. */
    EVIDENCE_NOT_GATHERED(
            "EvidenceNotGathered",
            "The level's evidence could not be gathered, or not whole.",
            "Mend what the message names, and run the test again.");

    private static final String NOTHING = "Nothing.";
    private static final Map<String, Reason> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Reason::toString, Function.identity()));

    private final String code;
    private final String meaning;
    private final String remedy;

    Reason(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** What the code says, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it, in one sentence. */
    public String remedy() {
        return remedy;
    }

    /** Finds a reason by its code; empty for a code that is not of this package. */
    public static Optional<Reason> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The code as it is written in reports, for example {@code CompletenessObjectMissing}. */
    @Override
    public String toString() {
        return code;
    }
}
