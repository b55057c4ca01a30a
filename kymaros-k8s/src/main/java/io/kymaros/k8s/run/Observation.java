package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreTestSpec.SourceNamespace;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.checks.HealthChecksGatherer;
import io.kymaros.k8s.completeness.CompletenessGatherer;
import io.kymaros.k8s.completeness.Expectation;
import io.kymaros.k8s.dependencies.DependenciesGatherer;
import io.kymaros.k8s.dependencies.DependencyDiscovery;
import io.kymaros.k8s.dependencies.DependencyDiscovery.Discovery;
import io.kymaros.k8s.dependencies.SandboxProbe;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.pods.MissingWorkloads;
import io.kymaros.k8s.pods.PodStartupGatherer;
import io.kymaros.k8s.report.ReportName;
import io.kymaros.k8s.request.SideBySide;
import io.kymaros.k8s.request.SideBySide.Pending;
import io.kymaros.k8s.sandbox.Neutralisation;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.SandboxAudit;
import io.kymaros.k8s.sandbox.SandboxCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run does and sees between the opening of its report and its verdict: backup, sandbox, restore, and the evidence of
 * each level. Whatever goes wrong, also an interrupt of the run's thread, becomes evidence.
 */
final class Observation {
    private static final Obstacle INTERRUPTED =
            Obstacle.of("Interrupted", "The run was stopped before it was finished. Run the test again.");

    private final KubernetesClient client;
    private final BackupProvider provider;
    private final RunListener listener;
    private final ServerTime server;
    private final RestoreTestPlan plan;
    private final String uid;
    private final String reportName;
    private final Instant startedAt;
    private final long deadline;
    private final RtoClock rto;
    private final ImmutableRunEvidence.Builder evidence = RunEvidence.builder();
    private final List<EvidenceGap> gaps = new ArrayList<>();
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
        this.uid = report.getMetadata().getUid();
        this.reportName = report.getMetadata().getName();
        this.startedAt = startedAt;
        this.deadline = System.nanoTime() + plan.timeout().toNanos();
        this.rto = new RtoClock(startedAt);
    }

    /** Uid of the run. */
    String uid() {
        return uid;
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
        evidence.testName(plan.testName()).testNamespace(plan.testNamespace()).startedAt(startedAt);
        try {
            perform();
            return HeldBack.toldApart(evidence.gaps(gaps).completedAt(rto.end()).build());
        } catch (InterruptedException e) {
            return brokenOff(INTERRUPTED);
        } catch (ObstacleException e) {
            return brokenOff(stopped() ? INTERRUPTED : e.obstacle());
        } catch (KubernetesClientException e) {
            return brokenOff(
                    stopped()
                            ? INTERRUPTED
                            : ApiFault.obstacle("go on with the run", e).obstacle());
        } catch (RuntimeException e) {
            return brokenOff(Obstacle.of(
                    "InternalError", "The run broke off on an error of its own: " + e + ". Please report it."));
        }
    }

    /** The end is in server time too, but the server may be what is gone. */
    private RunEvidence brokenOff(Obstacle obstacle) {
        Instant end = rto.end();
        try {
            Instant now = server.now();
            end = now.isBefore(end) ? end : now;
        } catch (ObstacleException e) {
            // The last time that is known has to do.
        }
        return evidence.gaps(gaps).obstacle(obstacle).completedAt(end).build();
    }

    private void perform() throws InterruptedException {
        Backup backup = findBackup();
        Sandbox sandbox = sandbox(backup);
        Optional<BackupContents> contents = contents(backup);
        create(sandbox);
        RestoreRequest request = request(backup, sandbox);
        RestoreHandle handle = startRestore(request);
        CompletenessGatherer comparison =
                new CompletenessGatherer(client, plan.scoring().scoredResourceTypes());
        Optional<Expectation> expectation = contents.flatMap(
                known -> gathered(Level.COMPLETENESS, () -> comparison.expect(backup, known, sandbox)));
        RestoreOutcome ended = awaitRestore(handle);
        Instant restored = server.now();
        try (Pending<RestoreOutcome> explained = SideBySide.start(() -> provider.explain(request, handle, ended));
                Pending<Void> closed = SideBySide.start(() -> new SandboxAudit(client).requireClosed(sandbox));
                PodStartupGatherer pods = new PodStartupGatherer(client, sandbox)) {
            pods.begin();
            Optional<CompletenessEvidence> completeness =
                    expectation.flatMap(expected -> completeness(comparison, expected, explained));
            closed.await();
            restored(explained.await(), restored);
            Optional<PodStartupEvidence> firstLook = pods(pods);
            rto.end("pods", server.now());
            try (Pending<Discovery> found =
                    SideBySide.start(() -> new DependencyDiscovery(client).find(sandbox, pods.templates()))) {
                checks(sandbox);
                dependencies(sandbox, found);
            }
            secondLook(sandbox, pods, firstLook, completeness);
        }
        rto.end("checks", server.now());
        // What was not to be had may come from a request that a stop has ended.
        left();
        evidence.rto(rto.evidence(plan.maxRto()));
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

    private Sandbox sandbox(Backup backup) {
        List<SourceNamespace> sources = plan.sourceNamespaces().isEmpty()
                ? backup.includedNamespaces().stream()
                        .map(name -> new SourceNamespace(name, null))
                        .toList()
                : plan.sourceNamespaces();
        evidence.backup(BackupEvidence.builder()
                .name(backup.name())
                .uid(backup.uid())
                .startedAt(backup.startedAt())
                .completedAt(backup.completedAt())
                .shortcoming(backup.shortcoming())
                .namespaces(sources.stream().map(SourceNamespace::name).toList())
                .build());
        if (sources.isEmpty()) {
            throw new ObstacleException(
                    "NamespacesNotNamed",
                    "Backup " + backup.name()
                            + " does not name its namespaces, so a sandbox can't be made for each."
                            + " List those to test in spec.backupSource.namespaces.");
        }
        Sandbox sandbox = Sandbox.builder()
                .namespaces(names(sources))
                .runUid(uid)
                .labels(Map.of(
                        Api.RUN_UID_LABEL,
                        uid,
                        Api.TEST_NAME_LABEL,
                        ReportName.label(plan.testName()),
                        Api.TEST_NAMESPACE_LABEL,
                        plan.testNamespace()))
                .annotations(Map.of(Api.REPORT_ANNOTATION, plan.testNamespace() + "/" + reportName))
                .expiresAt(startedAt.plus(plan.longest()))
                .isolation(plan.isolation())
                .quota(plan.quota())
                .build();
        evidence.sandboxNamespace(sandbox.first());
        return sandbox;
    }

    /** {@code <prefix>-<6 hexadecimal digits of the run's uid>}; further ones get a number. */
    private Map<String, String> names(List<SourceNamespace> sources) {
        String base = plan.sandboxPrefix() + "-" + uid.replace("-", "").substring(0, 6);
        Map<String, String> names = new LinkedHashMap<>();
        for (SourceNamespace source : sources) {
            String made = names.isEmpty() ? base : base + "-" + (names.size() + 1);
            names.put(source.name(), Optional.ofNullable(source.sandboxName()).orElse(made));
        }
        return names;
    }

    private Optional<BackupContents> contents(Backup backup) {
        return gathered(Level.COMPLETENESS, () -> provider.contents(backup));
    }

    private void create(Sandbox sandbox) throws InterruptedException {
        requireTime("create the sandbox");
        listener.started(RunPhase.SANDBOX);
        new SandboxCreator(client).create(sandbox);
        this.sandbox = sandbox;
        listener.ended(RunPhase.SANDBOX, String.join(", ", sandbox.names()) + ", isolated");
    }

    private RestoreRequest request(Backup backup, Sandbox sandbox) {
        return RestoreRequest.builder()
                .restoreName(ReportName.restore(plan.testName(), startedAt))
                .backup(backup)
                .namespaceMapping(sandbox.namespaces())
                .labels(sandbox.labels())
                .excludedResources(Neutralisation.excludedResources())
                .patches(Neutralisation.patches())
                .build();
    }

    private RestoreHandle startRestore(RestoreRequest request) {
        listener.started(RunPhase.RESTORE);
        // Known before it is asked for: the answer can be lost, and then too it must be cleaned up after.
        restore = new RestoreHandle(request.backup().toolNamespace(), request.restoreName());
        RestoreHandle handle = provider.start(request);
        evidence.restoreName(handle.name());
        return handle;
    }

    private RestoreOutcome awaitRestore(RestoreHandle handle) throws InterruptedException {
        RestoreOutcome outcome = provider.await(handle, left(), line -> listener.progress(RunPhase.RESTORE, line));
        listener.ended(
                RunPhase.RESTORE,
                outcome.evidence().phase() + ", " + outcome.evidence().errors() + " errors, "
                        + outcome.evidence().warnings() + " warnings");
        return outcome;
    }

    private void restored(RestoreOutcome outcome, Instant now) {
        evidence.restore(outcome.evidence());
        rto.end("queue", outcome.startedAt().orElse(startedAt), now);
        outcome.volumeCopies().ifPresent(copies -> {
            rto.end("restore", copies.startedAt(), now);
            rto.end("volumes", copies.completedAt(), now);
        });
        rto.end("restore", outcome.completedAt().orElse(now), now);
    }

    private Optional<CompletenessEvidence> completeness(
            CompletenessGatherer comparison, Expectation expected, Pending<RestoreOutcome> explained) {
        listener.started(RunPhase.COMPLETENESS);
        Optional<CompletenessEvidence> completeness =
                gathered(Level.COMPLETENESS, () -> comparison.compare(expected, explained::await));
        completeness.ifPresent(evidence::completeness);
        listener.ended(
                RunPhase.COMPLETENESS,
                completeness
                        .map(seen -> seen.resourceTypes().stream()
                                        .mapToInt(ResourceTypeEvidence::found)
                                        .sum()
                                + "/"
                                + seen.resourceTypes().stream()
                                        .mapToInt(ResourceTypeEvidence::expected)
                                        .sum()
                                + " objects")
                        .orElse("could not be compared"));
        return completeness;
    }

    private Optional<PodStartupEvidence> pods(PodStartupGatherer gatherer) throws InterruptedException {
        listener.started(RunPhase.PODS);
        Duration left = left();
        boolean cutShort = plan.ttl().compareTo(left) > 0;
        Optional<PodStartupEvidence> pods = gathered(
                Level.POD_STARTUP,
                () -> gatherer.gather(cutShort ? left : plan.ttl(), line -> listener.progress(RunPhase.PODS, line)));
        if (cutShort && left().isZero() && pods.filter(Observation::allReady).isEmpty()) {
            gaps.add(EvidenceGap.of(
                    Level.POD_STARTUP,
                    "Timeout",
                    "spec.timeout (" + plan.timeout().toSeconds() + " s) had passed before the pods had had the "
                            + plan.ttl().toSeconds() + " s of spec.sandbox.ttl. Raise it."));
        }
        listener.ended(
                RunPhase.PODS,
                pods.map(seen -> seen.pods().stream().filter(PodEvidence::ready).count() + "/"
                                + seen.pods().size() + " ready")
                        .orElse("could not be watched"));
        return pods;
    }

    private static boolean allReady(PodStartupEvidence pods) {
        return pods.pods().stream().allMatch(PodEvidence::ready);
    }

    private void checks(Sandbox sandbox) throws InterruptedException {
        if (plan.policyName().isEmpty()) {
            evidence.healthChecks(HealthChecksEvidence.builder().build());
            return;
        }
        listener.started(RunPhase.CHECKS);
        String policy = plan.policyName().get();
        Duration atMost = plan.checksTimeout().compareTo(left()) < 0 ? plan.checksTimeout() : left();
        Optional<HealthChecksEvidence> checks =
                gathered(Level.HEALTH_CHECKS, () -> new HealthChecksGatherer(client, sandbox)
                        .gather(policy, plan.checks(), atMost));
        checks.ifPresent(evidence::healthChecks);
        listener.ended(
                RunPhase.CHECKS,
                checks.map(seen -> seen.checks().stream()
                                        .filter(check -> check.result() == CheckResult.PASS)
                                        .count()
                                + "/" + seen.checks().size() + " passed")
                        .orElse("could not be made"));
    }

    private void dependencies(Sandbox sandbox, Pending<Discovery> discovery) throws InterruptedException {
        listener.started(RunPhase.DEPENDENCIES);
        Discovery found =
                gathered(Level.CROSS_NS_DEPENDENCIES, discovery::await).orElse(new Discovery(List.of(), List.of()));
        Optional<SandboxProbe> probe =
                plan.dependencyProbe().map(configured -> new SandboxProbe(client, sandbox, configured));
        Optional<DependenciesEvidence> dependencies =
                gathered(Level.CROSS_NS_DEPENDENCIES, () -> new DependenciesGatherer(client, probe)
                        .gather(plan.dependencies(), found));
        probe.ifPresent(used -> new SandboxAudit(client).requireClosed(sandbox, used.openings()));
        dependencies.ifPresent(evidence::dependencies);
        listener.ended(
                RunPhase.DEPENDENCIES,
                dependencies
                        .map(seen -> seen.dependencies().stream()
                                        .filter(d -> d.reachability() == Reachability.REACHABLE)
                                        .count()
                                + "/" + seen.dependencies().size() + " reachable")
                        .orElse("could not be looked at"));
    }

    /** Readiness must last: the pods are looked at once more when everything else is done. */
    private void secondLook(
            Sandbox sandbox,
            PodStartupGatherer gatherer,
            Optional<PodStartupEvidence> firstLook,
            Optional<CompletenessEvidence> completeness) {
        firstLook
                .flatMap(first -> gathered(Level.POD_STARTUP, () -> gatherer.secondLook(first)))
                .ifPresent(second -> evidence.podStartup(PodStartupEvidence.builder()
                        .addAllPods(second.pods())
                        .addAllPods(completeness
                                .map(seen -> new MissingWorkloads(client, sandbox).pods(seen, second))
                                .orElse(List.of()))
                        .build()));
    }

    /** Keeps a level's failure to itself: it leaves a gap, and the run goes on. */
    private <T, E extends Exception> Optional<T> gathered(Level level, Gathering<T, E> gathering) throws E {
        try {
            return Optional.of(gathering.gather());
        } catch (EvidenceUnavailableException e) {
            gaps.add(e.gap(level));
        } catch (KubernetesClientException e) {
            gaps.add(ApiFault.gap("gather the evidence for " + level, e).gap(level));
        }
        return Optional.empty();
    }

    private Duration left() throws InterruptedException {
        if (stopped()) {
            throw new InterruptedException();
        }
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private void requireTime(String step) throws InterruptedException {
        if (left().isZero()) {
            throw new ObstacleException(
                    "Timeout",
                    "spec.timeout (" + plan.timeout().toSeconds() + " s) had passed before the run could " + step
                            + ". Raise it, or find out what is slow.");
        }
    }

    /** Whether the run was asked to stop since this was asked last. An API request that is stopped fails like any other. */
    static boolean stopped() {
        return Thread.interrupted();
    }

    /** Gathers one level's evidence. */
    private interface Gathering<T, E extends Exception> {
        T gather() throws E;
    }
}
