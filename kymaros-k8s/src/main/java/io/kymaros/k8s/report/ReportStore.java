package io.kymaros.k8s.report;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps RestoreReports in the cluster. Every run has one from its first step on. */
public final class ReportStore {
    /** Condition: whether the run has ended and its verdict stands. */
    public static final String COMPLETED = "Completed";

    /** Condition: whether nothing of the sandbox is left. */
    public static final String SANDBOX_CLEANED = "SandboxCleaned";

    /** Condition: whether logs of failing pods lie beside the report; absent where none were asked for. */
    public static final String LOGS_KEPT = "LogsKept";

    private static final int CONFLICT = 409;
    private static final int NAMES_PER_MINUTE = 100;
    private static final int WRITE_ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final KubernetesClient client;

    public ReportStore(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Creates the report of a run that begins: {@code Completed=False}, no verdict yet.
     *
     * @param longest how long the run may take; a report without a verdict after that time belongs to a killed run
     * @throws ObstacleException if it can't be created
     */
    public RestoreReport open(String test, String namespace, Instant now, Duration longest) {
        for (int attempt = 1; attempt <= NAMES_PER_MINUTE; attempt++) {
            RestoreReport report = new RestoreReport();
            report.setMetadata(new ObjectMetaBuilder()
                    .withName(ReportName.report(test, now, attempt))
                    .withNamespace(namespace)
                    .addToLabels(Api.TEST_NAME_LABEL, ReportName.label(test))
                    .addToAnnotations(Api.EXPIRES_AT_ANNOTATION, ReportStatus.text(now.plus(longest)))
                    .build());
            report.setSpec(new RestoreReportSpec(new RestoreTestRef(test, namespace)));
            try {
                RestoreReport created = client.resource(report).create();
                return update(
                        created,
                        status -> condition(
                                status, COMPLETED, "False", "Running", "The run has begun.", startedAt(created, now)));
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404) {
                    throw new ObstacleException(
                            "NotInstalled",
                            "Can't create a RestoreReport in " + namespace
                                    + ": the namespace or the resource type does not exist. Create the namespace, and"
                                    + " install the resource types with: kymaros crds | kubectl apply -f -",
                            e);
                }
                if (e.getCode() != CONFLICT) {
                    throw ApiFault.obstacle("create a RestoreReport in namespace " + namespace, e);
                }
            }
        }
        throw new ObstacleException(
                "TooManyRuns",
                "RestoreTest " + namespace + "/" + test + " has had " + NAMES_PER_MINUTE
                        + " runs in this minute. Wait a minute.");
    }

    /** When the API server created a report; that is when its run started. */
    public static Instant startedAt(RestoreReport report, Instant otherwise) {
        return ReportStatus.time(report.getMetadata().getCreationTimestamp()).orElse(otherwise);
    }

    /**
     * Writes a verdict into its report; from then on it stands.
     *
     * @throws ObstacleException if it can't be written, or the report has another verdict already
     */
    public RestoreReport seal(RestoreReport report, RestoreReportStatus verdict, Instant now) {
        String result = String.valueOf(verdict.result());
        RestoreReport sealed = update(report, before -> {
            if (isSealed(before)) {
                return before;
            }
            RestoreReportStatus status = withConditions(verdict, conditions(before));
            return condition(status, COMPLETED, "True", result, "The run has ended: " + result + ".", now);
        });
        if (!Objects.equals(sealed.getStatus().evidenceDigest(), verdict.evidenceDigest())) {
            throw new ObstacleException(
                    "SealedMeanwhile",
                    "RestoreReport " + report.getMetadata().getNamespace() + "/"
                            + report.getMetadata().getName() + " has the verdict "
                            + sealed.getStatus().result()
                            + " already: the run took longer than it may, and was finished as one"
                            + " that was killed. Give it more time (spec.timeout), and run the test again.");
        }
        return sealed;
    }

    private static boolean isSealed(RestoreReportStatus status) {
        return conditions(status).stream().anyMatch(c -> COMPLETED.equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /** Adds what became of the sandbox to a sealed report. */
    public RestoreReport recordCleanup(
            RestoreReport report, boolean clean, String reason, String message, Instant now) {
        return update(
                report, status -> condition(status, SANDBOX_CLEANED, clean ? "True" : "False", reason, message, now));
    }

    /** Adds to a sealed report where logs of failing pods lie, or why they don't. */
    public RestoreReport recordLogs(RestoreReport report, boolean kept, String reason, String message, Instant now) {
        return update(report, status -> condition(status, LOGS_KEPT, kept ? "True" : "False", reason, message, now));
    }

    /** Reports of a test, the newest first. */
    public List<RestoreReport> of(String test, String namespace) {
        return client
                .resources(RestoreReport.class)
                .inNamespace(namespace)
                .withLabel(Api.TEST_NAME_LABEL, ReportName.label(test))
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing((RestoreReport report) ->
                                String.valueOf(report.getMetadata().getCreationTimestamp()))
                        .thenComparing(report -> report.getMetadata().getName())
                        .reversed())
                .toList();
    }

    /** Reports of all tests in a namespace, or in all namespaces. */
    public List<RestoreReport> all(Optional<String> namespace) {
        return namespace
                .map(name ->
                        client.resources(RestoreReport.class).inNamespace(name).list())
                .orElseGet(() ->
                        client.resources(RestoreReport.class).inAnyNamespace().list())
                .getItems();
    }

    /** Whether a condition of a report is true. */
    public static boolean is(RestoreReport report, String condition) {
        return report.getStatus() != null
                && conditions(report.getStatus()).stream()
                        .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /**
     * Deletes all but the newest reports of a test; never one without a verdict, whose run may be under way. Never throws: keeping
     * too many does no harm.
     */
    public void prune(String test, String namespace, int keep) {
        try {
            of(test, namespace).stream()
                    .filter(report -> is(report, COMPLETED))
                    .skip(keep)
                    .forEach(report -> client.resource(report).delete());
        } catch (KubernetesClientException e) {
            // The next run tries again.
            return;
        }
    }

    /** Reads, changes and writes; again from a fresh read when someone else wrote meanwhile or the server is away. */
    private RestoreReport update(RestoreReport report, UnaryOperator<RestoreReportStatus> change) {
        boolean stopping = false;
        RestoreReport current = report;
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            // A verdict is written also while the run is being stopped; an interrupted thread can't ask the API server.
            stopping |= Thread.interrupted();
            try {
                RestoreReportStatus status = Optional.ofNullable(current.getStatus())
                        .orElseGet(() -> new RestoreReportStatusBuilder().build());
                RestoreReport changed = new RestoreReport();
                changed.setMetadata(current.getMetadata());
                changed.setSpec(current.getSpec());
                changed.setStatus(change.apply(status));
                return client.resource(changed).updateStatus();
            } catch (KubernetesClientException e) {
                boolean again = e.getCode() == CONFLICT || e.getCode() == 429 || e.getCode() == 0 || e.getCode() >= 500;
                if (!again || attempt == WRITE_ATTEMPTS) {
                    throw ApiFault.obstacle(
                            "write RestoreReport " + report.getMetadata().getNamespace() + "/"
                                    + report.getMetadata().getName(),
                            e);
                }
                pause(pause);
                pause = pause.multipliedBy(2);
                stopping |= Thread.interrupted();
                current = reread(current);
            } finally {
                if (stopping) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private RestoreReport reread(RestoreReport report) {
        try {
            RestoreReport fresh = client.resource(report).get();
            return fresh == null ? report : fresh;
        } catch (KubernetesClientException e) {
            return report;
        }
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Condition> conditions(RestoreReportStatus status) {
        return status.conditions() == null ? List.of() : status.conditions();
    }

    private static RestoreReportStatus withConditions(RestoreReportStatus status, List<Condition> conditions) {
        return new RestoreReportStatusBuilder()
                .from(status)
                .conditions(conditions)
                .build();
    }

    private static RestoreReportStatus condition(
            RestoreReportStatus status, String type, String value, String reason, String message, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        // Kubernetes' rule: the time is that of the last change of the status, whatever the reason and the message say.
        String since = ReportStatus.text(now);
        for (Condition condition : conditions(status)) {
            if (!type.equals(condition.getType())) {
                conditions.add(condition);
            } else if (value.equals(condition.getStatus()) && condition.getLastTransitionTime() != null) {
                since = condition.getLastTransitionTime();
            }
        }
        conditions.add(new ConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .build());
        return withConditions(status, conditions);
    }
}
