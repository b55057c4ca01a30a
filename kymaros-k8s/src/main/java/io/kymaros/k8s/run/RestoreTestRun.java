package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.document.EvidenceDocument;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.logs.LogSecret;
import io.kymaros.k8s.logs.PodLogs;
import io.kymaros.k8s.logs.PodLogsGatherer;
import io.kymaros.k8s.report.ReportStatus;
import io.kymaros.k8s.report.ReportStore;
import io.kymaros.k8s.report.TestStatus;
import io.kymaros.k8s.sandbox.SandboxCleaner;
import java.time.Clock;
import java.util.Optional;

/**
 * One run of a restore test, from its plan to its stored report. This class and the {@link Observation} that it makes alone
 * know the order of the steps.
 *
 * <p>A run has a report from its first step on. Whatever goes wrong afterwards, also an interrupt of the run's thread, ends
 * in that report, and the sandbox is removed after the report is stored.
 */
public final class RestoreTestRun {
    private final KubernetesClient client;
    private final BackupProvider provider;
    private final RunListener listener;
    private final ServerTime server;
    private final ReportStore reports;

    public RestoreTestRun(KubernetesClient client, BackupProvider provider, RunListener listener) {
        this.client = client;
        this.provider = provider;
        this.listener = listener;
        this.server = new ServerTime(client, Clock.systemUTC());
        this.reports = new ReportStore(client);
    }

    /**
     * Performs the run.
     *
     * @return the stored report and what it rests on, also for a run that could not be performed
     * @throws ObstacleException if not even a report can be opened; nothing was made then
     */
    public RunOutcome run(RestoreTestPlan plan) {
        RestoreReport report = reports.open(plan.testName(), plan.testNamespace(), server.now(), plan.longest());
        listener.reportCreated(plan.testNamespace(), report.getMetadata().getName());
        Observation run = new Observation(
                client, provider, listener, server, plan, report, ReportStore.startedAt(report, server.now()));
        RunEvidence evidence = run.observe();
        EvidenceDocument document = EvidenceDocument.builder()
                .reportName(report.getMetadata().getName())
                .policy(plan.scoring())
                .evidence(evidence)
                .build();
        ConfidenceScore score = ConfidenceScorer.with(plan.scoring()).score(evidence);
        try {
            RestoreReport sealed = seal(plan, report, document, score);
            PodLogs logs = logs(plan, run, evidence);
            return new RunOutcome(cleanUp(run, keep(plan, sealed, logs)), Optional.empty(), score, document, logs);
        } catch (ObstacleException e) {
            return notStored(report, run, document, score, e);
        }
    }

    /** The verdict is told, though it could not be stored, and no sandbox stays for that. */
    private RunOutcome notStored(
            RestoreReport report,
            Observation run,
            EvidenceDocument document,
            ConfidenceScore score,
            ObstacleException why) {
        listener.ended(RunPhase.REPORT, "not stored");
        RestoreReport told = new RestoreReport();
        told.setMetadata(report.getMetadata());
        told.setSpec(report.getSpec());
        told.setStatus(ReportStatus.of(document, score));
        cleanUp(run);
        return new RunOutcome(told, Optional.of(why.obstacle()), score, document, PodLogs.NONE);
    }

    /** After the verdict is stored, so that it waits for no log, and before the pods go. */
    private PodLogs logs(RestoreTestPlan plan, Observation run, RunEvidence evidence) {
        Optional<PodStartupEvidence> failing =
                evidence.podStartup().filter(pods -> pods.pods().stream().anyMatch(pod -> !pod.ready()));
        if (!plan.collectsLogs() || failing.isEmpty() || run.sandbox().isEmpty()) {
            return PodLogs.NONE;
        }
        listener.started(RunPhase.LOGS);
        PodLogs logs = new PodLogsGatherer(client, run.sandbox().get(), plan.logs()).gather(failing.get());
        listener.ended(RunPhase.LOGS, logs.summary());
        return logs;
    }

    private RestoreReport keep(RestoreTestPlan plan, RestoreReport sealed, PodLogs logs) {
        if (!plan.logs().enabled() || logs.isEmpty()) {
            return sealed;
        }
        boolean kept = false;
        String reason = "Kept";
        String message = logs.summary();
        try {
            if (!logs.files().isEmpty()) {
                new LogSecret(client).write(sealed, logs);
                kept = true;
                message += ", in Secret " + LogSecret.name(sealed.getMetadata().getName());
            } else {
                reason = "NothingRead";
            }
        } catch (EvidenceUnavailableException e) {
            reason = e.gap(Level.POD_STARTUP).reason();
            message = String.valueOf(e.getMessage());
        }
        try {
            return reports.recordLogs(sealed, kept, reason, message, server.now());
        } catch (ObstacleException e) {
            return sealed;
        }
    }

    private RestoreReport seal(
            RestoreTestPlan plan, RestoreReport report, EvidenceDocument document, ConfidenceScore score) {
        listener.started(RunPhase.REPORT);
        RestoreReport sealed = reports.seal(
                report, ReportStatus.of(document, score), document.evidence().completedAt());
        new TestStatus(client).record(plan.testName(), plan.testNamespace(), sealed);
        reports.prune(plan.testName(), plan.testNamespace(), plan.historyLimit());
        listener.ended(RunPhase.REPORT, "stored " + report.getMetadata().getName());
        return sealed;
    }

    private SandboxCleaner.Outcome cleanUp(Observation run) {
        // A stop has been heard by now, and this is what it asks for; a stopped thread could not ask the API server.
        TimeLimit.stopped();
        listener.started(RunPhase.CLEANUP);
        SandboxCleaner.Outcome outcome = new CleanUp(client, provider).after(run.uid(), run.restore());
        listener.ended(RunPhase.CLEANUP, outcome.message());
        return outcome;
    }

    private RestoreReport cleanUp(Observation run, RestoreReport sealed) {
        SandboxCleaner.Outcome outcome = cleanUp(run);
        try {
            return reports.recordCleanup(sealed, outcome.clean(), outcome.reason(), outcome.message(), server.now());
        } catch (ObstacleException e) {
            // The verdict stands; what became of the sandbox is added when killed runs are finished.
            return sealed;
        }
    }
}
