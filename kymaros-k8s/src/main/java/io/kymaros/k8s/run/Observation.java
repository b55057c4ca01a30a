package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.checks.HealthChecksGatherer;
import io.kymaros.k8s.completeness.CompletenessGatherer;
import io.kymaros.k8s.completeness.Expectation;
import io.kymaros.k8s.dependencies.DependenciesGatherer;
import io.kymaros.k8s.dependencies.Discovery;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.pods.PodStartupGatherer;
import io.kymaros.k8s.pods.StartupTime;
import io.kymaros.k8s.request.SideBySide;
import io.kymaros.k8s.request.SideBySide.Pending;
import io.kymaros.k8s.sandbox.Neutralisation;
import io.kymaros.k8s.sandbox.ResourcePatch;
import io.kymaros.k8s.sandbox.RestoredTypes;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.SandboxAudit;
import io.kymaros.k8s.sandbox.SandboxCreator;
import io.kymaros.k8s.sandbox.SpareVolumes;
import io.kymaros.k8s.volumes.ClaimPhases;
import io.kymaros.k8s.volumes.OutsideVolumes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a run does and sees between the opening of its report and its verdict: backup, sandbox, restore, and the evidence of
 * each level. Whatever goes wrong, also an interrupt of the run's thread, becomes evidence.
 */
final class Observation {
    private static final ObjectKind CLAIM = new ObjectKind("v1", "PersistentVolumeClaim");
    private static final Obstacle INTERRUPTED =
            Obstacle.of("Interrupted", "The run was stopped before it was finished. Run the test again.");

    private final KubernetesClient client;
    private final BackupProvider provider;
    private final RunListener listener;
    private final ServerTime server;
    private final RestoreTestPlan plan;
    private final RestoreReport report;
    private final Instant startedAt;
    private final TimeLimit limit;
    private final RunRecord record;
    private final CompletenessGatherer comparison;
    private @Nullable RestoreHandle restore;
    private @Nullable Sandbox sandbox;

    /**
     * @param report the run's report, which was opened already
     * @param startedAt when the run started, in server time
     */
    Observation(
            KubernetesClient client,
            BackupProvider provider,
            RunListener listener,
            ServerTime server,
            RestoreTestPlan plan,
            RestoreReport report,
            Instant startedAt) {
        this.client = client;
        this.provider = provider;
        this.listener = listener;
        this.server = server;
        this.plan = plan;
        this.report = report;
        this.startedAt = startedAt;
        this.limit = new TimeLimit(plan.timeout());
        this.record = new RunRecord(plan, startedAt);
        this.comparison = new CompletenessGatherer(client, plan.scoring().scoredResourceTypes());
    }

    /** Uid of the run. */
    String uid() {
        return report.getMetadata().getUid();
    }

    /** The restore that was asked for, if the run came so far. */
    Optional<RestoreHandle> restore() {
        return Optional.ofNullable(restore);
    }

    /** The sandbox that was made, if the run came so far. */
    Optional<Sandbox> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /** Performs every step and keeps what was seen, also of a run that breaks off. */
    RunEvidence observe() {
        try {
            perform();
            RunEvidence seen = record.whole(plan.maxRto());
            return HeldBack.toldApart(sandbox == null ? seen : new LackingLabels(client, sandbox).toldApart(seen));
        } catch (InterruptedException e) {
            return brokenOff(INTERRUPTED);
        } catch (ObstacleException e) {
            return brokenOff(TimeLimit.stopped() ? INTERRUPTED : e.obstacle());
        } catch (KubernetesClientException e) {
            return brokenOff(
                    TimeLimit.stopped()
                            ? INTERRUPTED
                            : ApiFault.obstacle("go on with the run", e).obstacle());
        } catch (RuntimeException e) {
            return brokenOff(Obstacle.of(
                    "InternalError", "The run broke off on an error of its own: " + e + ". Please report it."));
        }
    }

    private RunEvidence brokenOff(Obstacle obstacle) {
        return record.brokenOff(obstacle, server);
    }

    private void perform() throws InterruptedException {
        Backup backup = findBackup();
        Sandbox sandbox = planSandbox(backup);
        Optional<BackupContents> contents = record.gathered(Level.COMPLETENESS, () -> provider.contents(backup));
        create(sandbox);
        RestoreRequest request = request(backup, contents, sandbox);
        RestoreHandle handle = start(request);
        Optional<Expectation> expected = contents.flatMap(
                known -> record.gathered(Level.COMPLETENESS, () -> comparison.expect(backup, known, sandbox)));
        RestoreOutcome ended = await(handle);
        look(sandbox, backup, expected, () -> provider.explain(request, handle, ended));
        // What was not to be had may come from a request that a stop has ended.
        limit.left();
    }

    private Backup findBackup() {
        listener.started(RunPhase.BACKUP);
        if (!plan.provider().equals(provider.name())) {
            throw new ObstacleException(
                    "UnknownProvider",
                    "spec.backupSource.provider: " + plan.provider() + " is not supported; use " + provider.name());
        }
        Backup backup = provider.find(plan.backup());
        listener.ended(
                RunPhase.BACKUP,
                backup.name() + backup.startedAt().map(at -> " of " + at).orElse(""));
        return backup;
    }

    private Sandbox planSandbox(Backup backup) {
        PlannedSandbox planned = new PlannedSandbox(plan, backup, report, startedAt);
        record.backup(backup, planned.sources());
        Sandbox sandbox = planned.sandbox();
        record.evidence().sandboxNamespace(sandbox.first());
        return sandbox;
    }

    private void create(Sandbox sandbox) throws InterruptedException {
        limit.requireTimeTo("create the sandbox");
        listener.started(RunPhase.SANDBOX);
        new SandboxCreator(client).create(sandbox);
        this.sandbox = sandbox;
        listener.ended(RunPhase.SANDBOX, String.join(", ", sandbox.names()) + ", isolated");
    }

    private RestoreRequest request(Backup backup, Optional<BackupContents> contents, Sandbox sandbox) {
        boolean claims = contents.isEmpty() || contents.get().objects().containsKey(CLAIM);
        List<ResourcePatch> patches = new ArrayList<>(Neutralisation.patches());
        if (claims) {
            patches.addAll(new SpareVolumes(client).patches(sandbox));
        }
        return RestoreRequest.builder()
                .restoreName(new PlannedSandbox(plan, backup, report, startedAt)
                        .restore()
                        .name())
                .backup(backup)
                .namespaceMapping(sandbox.namespaces())
                .labels(sandbox.labels())
                .resources(RestoredTypes.of(sandbox).names())
                .patches(patches)
                .build();
    }

    private RestoreHandle start(RestoreRequest request) {
        listener.started(RunPhase.RESTORE);
        // Known before it is asked for: the answer can be lost, and then too it must be cleaned up after.
        restore = new RestoreHandle(request.backup().toolNamespace(), request.restoreName());
        RestoreHandle handle = provider.start(request);
        record.evidence().restoreName(handle.name());
        return handle;
    }

    private RestoreOutcome await(RestoreHandle handle) throws InterruptedException {
        RestoreOutcome outcome =
                provider.await(handle, limit.left(), line -> listener.progress(RunPhase.RESTORE, line));
        listener.ended(
                RunPhase.RESTORE,
                outcome.evidence().phase() + ", " + outcome.evidence().errors() + " errors, "
                        + outcome.evidence().warnings() + " warnings");
        return outcome;
    }

    /** Looks at what came back, level by level, while the backup tool explains its restore. */
    private void look(
            Sandbox sandbox, Backup backup, Optional<Expectation> expected, Callable<RestoreOutcome> explanation)
            throws InterruptedException {
        Instant restored = server.now();
        try (Pending<RestoreOutcome> explained = SideBySide.start(explanation);
                Pending<Void> closed = SideBySide.start(() -> new SandboxAudit(client).requireClosed(sandbox));
                PodStartupGatherer pods = new PodStartupGatherer(client, sandbox, backup.startedAt())) {
            pods.begin();
            Optional<CompletenessEvidence> completeness =
                    expected.flatMap(expectation -> completeness(expectation, explained, pods, sandbox));
            closed.await();
            record.restored(explained.await(), restored);
            Optional<PodStartupEvidence> firstLook = firstLook(pods);
            record.ended(RtoPart.PODS, server.now());
            checksAndDependencies(sandbox, backup, pods);
            expected.ifPresent(expectation -> completeness.ifPresent(seen -> claims(expectation, seen, sandbox)));
            record.ended("checks", server.now());
            if (firstLook.isPresent()) {
                secondLook(pods, completeness).ifPresent(record.evidence()::podStartup);
                unknownWorkloads(expected, completeness).ifPresent(record::gap);
                record.ended(RtoPart.STEADINESS, server.now());
            }
        }
    }

    private Optional<CompletenessEvidence> completeness(
            Expectation expected, Pending<RestoreOutcome> explained, PodStartupGatherer pods, Sandbox sandbox) {
        listener.started(RunPhase.COMPLETENESS);
        Optional<CompletenessEvidence> completeness = record.gathered(
                        Level.COMPLETENESS, () -> comparison.compare(expected, explained::await))
                .map(seen -> OutsideVolumes.addedTo(seen, pods.templates(), sandbox))
                .map(seen -> expected.ignoring(plan.ignoredLosses(), seen));
        completeness.ifPresent(record.evidence()::completeness);
        listener.ended(RunPhase.COMPLETENESS, CompletenessGatherer.summary(completeness));
        return completeness;
    }

    /** Claims are given their volumes while the pods start, which have had their time by now. */
    private void claims(Expectation expected, CompletenessEvidence seen, Sandbox sandbox) {
        record.gathered(Level.COMPLETENESS, () -> new ClaimPhases(client, sandbox).judged(seen, expected::holdsData))
                .map(judged -> expected.ignoring(plan.ignoredLosses(), judged))
                .ifPresent(record.evidence()::completeness);
    }

    private Optional<PodStartupEvidence> firstLook(PodStartupGatherer gatherer) throws InterruptedException {
        listener.started(RunPhase.PODS);
        StartupTime time = new StartupTime(plan.ttl(), plan.timeout(), limit.left());
        Optional<PodStartupEvidence> pods = record.gathered(
                Level.POD_STARTUP, () -> gatherer.gather(time, line -> listener.progress(RunPhase.PODS, line)));
        listener.ended(RunPhase.PODS, PodStartupGatherer.summary(pods));
        return pods;
    }

    /** Readiness must last: when everything else is done the pods are watched until it has, and looked at once more. */
    private Optional<PodStartupEvidence> secondLook(
            PodStartupGatherer gatherer, Optional<CompletenessEvidence> completeness) throws InterruptedException {
        listener.progress(RunPhase.PODS, "watching that they stay ready");
        Duration left = limit.left();
        return record.gathered(Level.POD_STARTUP, () -> gatherer.secondLook(completeness, server.now(), left));
    }

    /** Which workloads and pods are missing is known only where they were compared. */
    private static Optional<EvidenceGap> unknownWorkloads(
            Optional<Expectation> expected, Optional<CompletenessEvidence> completeness) {
        List<String> unread = expected.map(Expectation::unreadWorkloads).orElse(List.of());
        if (expected.isPresent() && completeness.isPresent() && unread.isEmpty()) {
            return Optional.empty();
        }
        String why = unread.isEmpty()
                ? "What came back could not be compared"
                : "Not compared, because they can't be listed: " + String.join(", ", unread);
        return Optional.of(EvidenceGap.of(
                Level.POD_STARTUP,
                "WorkloadsNotCompared",
                why + "; so whether a workload and its pods are missing is not known."));
    }

    /** What the application depends on is looked for while its checks run. */
    private void checksAndDependencies(Sandbox sandbox, Backup backup, PodStartupGatherer pods)
            throws InterruptedException {
        DependenciesGatherer gatherer = new DependenciesGatherer(client, sandbox, plan.dependencyProbe());
        try (Pending<Discovery> found = SideBySide.start(() -> gatherer.discover(pods.templates()))) {
            checks(sandbox, backup);
            dependencies(sandbox, gatherer, found);
        }
    }

    private void checks(Sandbox sandbox, Backup backup) throws InterruptedException {
        if (plan.policyName().isEmpty()) {
            record.evidence().healthChecks(HealthChecksEvidence.builder().build());
            return;
        }
        listener.started(RunPhase.CHECKS);
        String policy = plan.policyName().get();
        Duration atMost = limit.atMost(plan.checksTimeout());
        Optional<HealthChecksEvidence> checks =
                record.gathered(Level.HEALTH_CHECKS, () -> new HealthChecksGatherer(client, sandbox, backup)
                        .gather(policy, plan.checks(), atMost));
        checks.ifPresent(record.evidence()::healthChecks);
        listener.ended(RunPhase.CHECKS, HealthChecksGatherer.summary(checks));
    }

    private void dependencies(Sandbox sandbox, DependenciesGatherer gatherer, Pending<Discovery> discovery) {
        listener.started(RunPhase.DEPENDENCIES);
        Discovery found =
                record.gathered(Level.CROSS_NS_DEPENDENCIES, discovery::await).orElse(Discovery.NOTHING);
        Optional<DependenciesEvidence> dependencies =
                record.gathered(Level.CROSS_NS_DEPENDENCIES, () -> gatherer.gather(plan.dependencies(), found));
        if (plan.dependencyProbe().isPresent()) {
            new SandboxAudit(client).requireClosed(sandbox, gatherer.openings());
        }
        dependencies.ifPresent(record.evidence()::dependencies);
        listener.ended(RunPhase.DEPENDENCIES, DependenciesGatherer.summary(dependencies));
    }
}
