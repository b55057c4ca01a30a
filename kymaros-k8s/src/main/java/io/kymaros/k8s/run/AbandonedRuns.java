package io.kymaros.k8s.run;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.api.RestoreTestSpec;
import io.kymaros.k8s.api.RestoreTestSpec.BackupSource;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.document.EvidenceDocument;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.report.ReportName;
import io.kymaros.k8s.report.ReportStatus;
import io.kymaros.k8s.report.ReportStore;
import io.kymaros.k8s.sandbox.SandboxCleaner;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finishes what killed runs have left: a report without a verdict becomes Inconclusive, and its sandbox goes. A run counts
 * as killed when the time that it may take at most has passed, so a run that is under way is never touched.
 */
public final class AbandonedRuns {
    private final KubernetesClient client;
    private final BackupProvider provider;
    private final ServerTime server;
    private final ReportStore reports;

    public AbandonedRuns(KubernetesClient client, BackupProvider provider) {
        this.client = client;
        this.provider = provider;
        this.server = new ServerTime(client, Clock.systemUTC());
        this.reports = new ReportStore(client);
    }

    /**
     * What was done about one run.
     *
     * @param subject its report as namespace/name, or its sandbox when the report is gone
     * @param clean whether nothing of it is left
     * @param message what was done, or what is in the way
     */
    public record Finished(String subject, boolean clean, String message) {}

    /**
     * Finishes killed runs.
     *
     * @param namespace where to look for reports; empty for all namespaces
     * @return what was done, one entry for each run
     * @throws io.kymaros.k8s.fault.ObstacleException if reports or namespaces can't be listed
     */
    public List<Finished> finish(Optional<String> namespace) {
        Instant now = server.now();
        List<Finished> finished = new ArrayList<>();
        try {
            List<RestoreReport> known = reports.all(namespace);
            known.stream()
                    .filter(report -> !ReportStore.is(report, ReportStore.SANDBOX_CLEANED))
                    .filter(report -> expired(expiry(report), now))
                    .map(report -> finish(report, now))
                    .forEach(finished::add);
            if (namespace.isEmpty()) {
                finished.addAll(sweepOrphans(known, now));
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("look for abandoned runs", e);
        }
        return finished;
    }

    /** One run that can't be finished keeps no other from it. */
    private Finished finish(RestoreReport report, Instant now) {
        String subject =
                report.getMetadata().getNamespace() + "/" + report.getMetadata().getName();
        try {
            RestoreReport sealed = ReportStore.is(report, ReportStore.COMPLETED) ? report : seal(report, now);
            SandboxCleaner.Outcome outcome =
                    new CleanUp(client, provider).after(report.getMetadata().getUid(), restoreOf(report, now));
            reports.recordCleanup(sealed, outcome.clean(), outcome.reason(), outcome.message(), now);
            return new Finished(subject, outcome.clean(), outcome.message());
        } catch (ObstacleException e) {
            return new Finished(subject, false, String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            return new Finished(
                    subject,
                    false,
                    ApiFault.obstacle("finish run " + subject, e).obstacle().message());
        }
    }

    private RestoreReport seal(RestoreReport report, Instant now) {
        Instant startedAt = ReportStore.startedAt(report, now);
        RunEvidence evidence = RunEvidence.builder()
                .testName(testOf(report).orElse("unknown"))
                .testNamespace(report.getMetadata().getNamespace())
                .startedAt(startedAt)
                // The server's clock may have been set back meanwhile.
                .completedAt(now.isBefore(startedAt) ? startedAt : now)
                .obstacle(Obstacle.of("Abandoned", "The run was killed before it was finished. Run the test again."))
                .build();
        EvidenceDocument document = EvidenceDocument.builder()
                .reportName(report.getMetadata().getName())
                .evidence(evidence)
                .build();
        return reports.seal(
                report, ReportStatus.of(document, ConfidenceScorer.standard().score(evidence)), now);
    }

    /** A report that somebody else has made or changed need not have a spec. */
    private static Optional<String> testOf(RestoreReport report) {
        return Optional.ofNullable(report.getSpec())
                .map(RestoreReportSpec::restoreTestRef)
                .map(RestoreTestRef::name);
    }

    /**
     * Each sandbox names the restore that fills it. Where there is none any more, or not yet, the restore's name follows from its
     * run, so that it is known even when the run was killed before it could note it.
     */
    private Optional<RestoreHandle> restoreOf(RestoreReport report, Instant now) {
        return client
                .namespaces()
                .withLabel(Api.SANDBOX_LABEL, "true")
                .withLabel(Api.RUN_UID_LABEL, report.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .flatMap(sandbox -> restoreOf(sandbox).stream())
                .findFirst()
                .or(() -> testOf(report).map(test -> restoreOf(report, test, now)));
    }

    private static Optional<RestoreHandle> restoreOf(Namespace sandbox) {
        return annotation(sandbox, Api.RESTORE_ANNOTATION)
                .map(restore -> restore.split("/", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new RestoreHandle(parts[0], parts[1]));
    }

    private RestoreHandle restoreOf(RestoreReport report, String test, Instant now) {
        RestoreTest definition = client.resources(RestoreTest.class)
                .inNamespace(report.getMetadata().getNamespace())
                .withName(test)
                .get();
        String toolNamespace = Optional.ofNullable(definition)
                .map(RestoreTest::getSpec)
                .map(RestoreTestSpec::backupSource)
                .map(BackupSource::veleroNamespace)
                .orElse(RestoreTestPlanner.DEFAULT_TOOL_NAMESPACE);
        return new RestoreHandle(
                toolNamespace,
                ReportName.restore(
                        test,
                        ReportStore.startedAt(report, now),
                        report.getMetadata().getUid()));
    }

    /** Sandboxes whose report was deleted. */
    private List<Finished> sweepOrphans(List<RestoreReport> known, Instant now) {
        Set<String> reported =
                known.stream().map(report -> report.getMetadata().getUid()).collect(Collectors.toSet());
        Map<String, Optional<RestoreHandle>> restores = new LinkedHashMap<>();
        client.namespaces().withLabel(Api.SANDBOX_LABEL, "true").list().getItems().stream()
                .filter(sandbox ->
                        expired(annotation(sandbox, Api.EXPIRES_AT_ANNOTATION).orElse(null), now))
                .forEach(sandbox -> {
                    String uid = sandbox.getMetadata().getLabels().get(Api.RUN_UID_LABEL);
                    if (uid != null && !reported.contains(uid)) {
                        restores.putIfAbsent(uid, restoreOf(sandbox));
                    }
                });
        List<Finished> finished = new ArrayList<>();
        restores.forEach((uid, restore) -> {
            SandboxCleaner.Outcome outcome = new CleanUp(client, provider).after(uid, restore);
            finished.add(new Finished("run " + uid, outcome.clean(), outcome.message()));
        });
        return finished;
    }

    private static Optional<String> annotation(Namespace namespace, String name) {
        return Optional.ofNullable(namespace.getMetadata().getAnnotations()).map(all -> all.get(name));
    }

    private static @Nullable String expiry(RestoreReport report) {
        return report.getMetadata().getAnnotations() == null
                ? null
                : report.getMetadata().getAnnotations().get(Api.EXPIRES_AT_ANNOTATION);
    }

    private static boolean expired(@Nullable String expiresAt, Instant now) {
        return ReportStatus.time(expiresAt).filter(now::isAfter).isPresent();
    }
}
