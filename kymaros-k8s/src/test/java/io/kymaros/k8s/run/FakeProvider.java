package io.kymaros.k8s.run;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fake.FakeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A backup tool that restores a Secret and a Deployment with its pod, at once and whole. A test may put something before
 * each of its steps.
 */
final class FakeProvider implements BackupProvider {
    /** Something that happens before a step. */
    @FunctionalInterface
    interface Mishap {
        void happen() throws InterruptedException;
    }

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final List<RestoreRequest> requests = new ArrayList<>();
    final List<Duration> patience = new ArrayList<>();
    private final Map<String, Mishap> mishaps = new HashMap<>();
    private final FakeCluster cluster;
    List<String> namespaces = List.of("shop");
    boolean podsBecomeReady = true;
    boolean stillRestoring;
    Optional<Duration> clockAhead = Optional.empty();

    FakeProvider(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Makes something happen before a step: {@code find}, {@code contents}, {@code start}, {@code started}, {@code await} or
     * {@code explain}.
     */
    FakeProvider before(String step, Mishap mishap) {
        mishaps.put(step, mishap);
        return this;
    }

    private void step(String name) {
        calls.add(name);
        try {
            mishaps.getOrDefault(name, () -> {}).happen();
        } catch (InterruptedException e) {
            throw new IllegalStateException("only await may be interrupted", e);
        }
    }

    @Override
    public String name() {
        return "velero";
    }

    @Override
    public Backup find(BackupRequest request) {
        step("find");
        return Backup.builder()
                .toolNamespace(request.toolNamespace())
                .name("shop-20260101")
                .uid("b1")
                .startedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .includedNamespaces(namespaces)
                .build();
    }

    @Override
    public BackupContents contents(Backup backup) {
        step("contents");
        List<ObjectName> secrets =
                namespaces.stream().map(name -> new ObjectName(name, "db")).toList();
        List<ObjectName> deployments =
                namespaces.stream().map(name -> new ObjectName(name, "api")).toList();
        return BackupContents.builder()
                .putObjects(new ObjectKind("v1", "Secret"), secrets)
                .putObjects(new ObjectKind("apps/v1", "Deployment"), deployments)
                .build();
    }

    @Override
    public RestoreHandle start(RestoreRequest request) {
        step("start");
        requests.add(request);
        request.namespaceMapping().values().forEach(this::restoreInto);
        step("started");
        return new RestoreHandle(request.backup().toolNamespace(), request.restoreName());
    }

    private void restoreInto(String sandbox) {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(sandbox)
                .withName("db")
                .endMetadata()
                .build());
        cluster.create(new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(sandbox)
                .withName("api")
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", "api")
                .endSelector()
                .endSpec()
                .build());
        cluster.create(pod(sandbox));
    }

    private Pod pod(String sandbox) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(sandbox)
                .withName("api-1")
                .withLabels(Map.of("app", "api"))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus(podsBecomeReady ? "True" : "False")
                .withLastTransitionTime("2026-01-01T00:00:30Z")
                .endCondition()
                .endStatus()
                .build();
    }

    @Override
    public RestoreOutcome await(RestoreHandle restore, Duration atMost, Consumer<String> progress)
            throws InterruptedException {
        calls.add("await");
        patience.add(atMost);
        mishaps.getOrDefault("await", () -> {}).happen();
        progress.accept("Completed");
        return RestoreOutcome.builder()
                .evidence(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(RestorePhase.COMPLETED)
                        .build())
                .startedAt(clockAhead.map(ahead -> Instant.now().plus(ahead)))
                .completedAt(clockAhead.map(ahead -> Instant.now().plus(ahead)))
                .build();
    }

    @Override
    public RestoreOutcome explain(RestoreRequest request, RestoreHandle restore, RestoreOutcome ended) {
        step("explain");
        return ended;
    }

    @Override
    public void release(RestoreHandle restore) {
        calls.add("release " + restore.toolNamespace() + "/" + restore.name());
    }

    @Override
    public boolean stillRestoring(RestoreHandle restore) {
        calls.add("stillRestoring");
        return stillRestoring;
    }
}
