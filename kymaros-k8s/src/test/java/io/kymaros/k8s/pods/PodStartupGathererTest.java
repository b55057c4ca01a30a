package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodStartupGathererTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Instant READY_SINCE = Instant.parse("2026-01-01T00:00:18Z");
    private static final Instant LATER = READY_SINCE.plusSeconds(3600);

    private final FakeCluster cluster = new FakeCluster();
    private final PodStartupGatherer gatherer =
            new PodStartupGatherer(cluster.client(), Sandboxes.of("shop", Pods.NAMESPACE), Optional.empty());
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        gatherer.close();
        cluster.close();
    }

    @Test
    void sandboxWithoutWorkloadsNeedsNoWaiting() throws Exception {
        assertThat(gather(LONG).pods()).isEmpty();
    }

    @Test
    void podsThatAreReadyNeedNoWaiting() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        assertThat(gather(LONG).pods()).singleElement().satisfies(pod -> assertThat(pod.ready())
                .isTrue());
        assertThat(progress).containsExactly("1/1 ready");
    }

    @Test
    void podThatBecomesReadyIsSeenByWatch() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.pod("api-1", "api"));
        AtomicReference<PodStartupEvidence> seen = new AtomicReference<>();
        Thread run = new Thread(() -> {
            try {
                seen.set(gather(LONG));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();
        run.start();
        while (progress.isEmpty()) {
            Thread.sleep(10);
        }
        update(Pods.ready("api-1", "api"));
        run.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
        assertThat(seen.get().pods()).allMatch(PodEvidence::ready);
        assertThat(progress).containsExactly("0/1 ready, api-1: Pending", "1/1 ready");
    }

    @Test
    void whatIsNotReadyInTimeIsReportedAsItIs() throws Exception {
        cluster.create(deployment("api", 2));
        cluster.create(Pods.ready("api-1", "api"));
        cluster.create(Pods.pod("api-2", "api"));
        PodStartupEvidence evidence = gather(SHORT);
        assertThat(evidence.pods()).extracting(PodEvidence::ready).containsExactly(true, false);
        assertThat(evidence.pods().get(1).reason()).contains("Pending");
    }

    @Test
    void podThatCanNotBecomeReadyIsNotWaitedFor() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.crashing("api-1", "api", 7));
        long start = System.nanoTime();
        assertThat(gather(LONG).pods())
                .extracting(pod -> pod.reason().orElse(""))
                .containsExactly("CrashLoopBackOff");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void replicaSetThatHasLostItsDeploymentIsNotCountedTwice() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(replicaSet("api-7d9f", "api"));
        cluster.create(Pods.ready("api-7d9f-1", "api"));
        assertThat(gather(SHORT).pods()).hasSize(1);
    }

    @Test
    void replicaSetThatHasLostItsDeploymentIsKnownAlsoByExpressions() throws Exception {
        LabelSelector selector = new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey("app")
                .withOperator("In")
                .withValues("api")
                .endMatchExpression()
                .build();
        cluster.create(new DeploymentBuilder(deployment("api", 1))
                .editSpec()
                .withSelector(selector)
                .endSpec()
                .build());
        cluster.create(replicaSet("api-7d9f", "api"));
        cluster.create(Pods.ready("api-7d9f-1", "api"));
        assertThat(gather(SHORT).pods()).hasSize(1);
    }

    @Test
    void bareReplicaSetIsAWorkload() throws Exception {
        cluster.create(replicaSet("cache", "cache"));
        assertThat(gather(SHORT).pods())
                .extracting(pod -> pod.workload().orElse(""))
                .containsExactly("ReplicaSet/cache");
    }

    @Test
    void podsThatCanNotBeWatchedAreAGap() {
        cluster.refuse("GET", "/pods", 403, "pods is forbidden");
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> gather(SHORT))
                .satisfies(e -> assertThat(e.gap(Level.POD_STARTUP).reason()).isEqualTo("Forbidden"));
    }

    @Test
    void stopOfTheRunEndsTheWaiting() throws Exception {
        cluster.create(deployment("api", 1));
        AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
        CountDownLatch waiting = new CountDownLatch(1);
        Thread run = new Thread(() -> {
            try {
                gatherer.gather(StartupTime.of(Duration.ofMinutes(10)), line -> waiting.countDown());
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(Optional.of(e));
            }
        });
        run.start();
        waiting.await();
        run.interrupt();
        run.join(10_000);
        assertThat(thrown.get()).containsInstanceOf(InterruptedException.class);
    }

    @Test
    void podThatIsStillReadyStaysReady() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        PodStartupEvidence first = gather(LONG);
        assertThat(secondLook()).isEqualTo(first);
    }

    @Test
    void podThatIsNoLongerReadyDoesNotCount() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        update(Pods.crashing("api-1", "api", 1));
        assertThat(secondLook().pods())
                .extracting(pod -> pod.reason().orElse(""))
                .containsExactly("CrashLoopBackOff");
    }

    @Test
    void podThatBecameReadyTooLateDoesNotCount() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.pod("api-1", "api"));
        PodStartupEvidence first = gather(SHORT);
        update(Pods.ready("api-1", "api"));
        assertThat(secondLook()).isEqualTo(first);
    }

    @Test
    void podThatWasNotReadyForAWhileDoesNotCount() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        update(Pods.ready("api-1", "api")
                .edit()
                .editStatus()
                .editFirstCondition()
                .withLastTransitionTime("2026-01-01T00:00:44Z")
                .endCondition()
                .endStatus()
                .build());
        assertThat(secondLook().pods()).singleElement().satisfies(pod -> {
            assertThat(pod.ready()).isFalse();
            assertThat(pod.reason()).contains("Flapping");
        });
    }

    @Test
    void withoutThePermissionToReadEventsPodsAreJudgedByTheirStatus() throws Exception {
        cluster.refuse("GET", "/events", 403, "events is forbidden");
        cluster.create(deployment("api", 2));
        cluster.create(Pods.ready("api-1", "api"));
        cluster.create(Pods.pod("api-2", "api"));
        gather(SHORT);
        PodStartupEvidence evidence = secondLook();
        assertThat(evidence.pods()).extracting(PodEvidence::ready).containsExactly(true, false);
        assertThat(evidence.pods().get(1).message().orElse("")).contains("events could not be read");
    }

    @Test
    void podThatReplacedAReadyOneDoesNotCount() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        cluster.client().pods().inNamespace(Pods.NAMESPACE).withName("api-1").delete();
        cluster.create(Pods.ready("api-2", "api"));
        assertThat(secondLook().pods())
                .extracting(pod -> pod.reason().orElse(""))
                .containsExactly("PodReplaced");
    }

    @Test
    void podThatTheWorkloadAskedForInAdditionReplacesNone() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        cluster.client().resource(deployment("api", 2)).update();
        cluster.create(Pods.ready("api-2", "api"));
        assertThat(secondLookAt(2)).hasSize(2).allMatch(PodEvidence::ready);
    }

    @Test
    void oneMorePodDoesNotMakeUpForALostOne() throws Exception {
        cluster.create(deployment("api", 2));
        cluster.create(Pods.ready("api-1", "api"));
        cluster.create(Pods.ready("api-2", "api"));
        gather(LONG);
        cluster.client().pods().inNamespace(Pods.NAMESPACE).withName("api-2").delete();
        cluster.create(Pods.ready("api-3", "api"));
        cluster.create(Pods.ready("api-4", "api"));
        cluster.client().resource(deployment("api", 3)).update();
        assertThat(secondLookAt(3))
                .extracting(pod -> pod.reason().orElse("ready"))
                .containsExactly("ready", "PodReplaced", "ready");
    }

    @Test
    void nextPodOfAJobReplacesNone() throws Exception {
        cluster.create(new JobBuilder()
                .withNewMetadata()
                .withNamespace(Pods.NAMESPACE)
                .withName("load")
                .endMetadata()
                .withNewSpec()
                .withCompletions(2)
                .withSelector(Pods.app("load"))
                .endSpec()
                .build());
        cluster.create(Pods.ownedBy(Pods.ready("load-1", "load"), "Job", "load"));
        gather(LONG);
        update(Pods.ownedBy(Pods.phase(Pods.pod("load-1", "load"), "Succeeded"), "Job", "load"));
        cluster.create(Pods.ownedBy(Pods.ready("load-0", "load"), "Job", "load"));
        assertThat(secondLook().pods()).singleElement().satisfies(pod -> {
            assertThat(pod.podName()).isEqualTo("load-0");
            assertThat(pod.ready()).isTrue();
        });
    }

    @Test
    void podThatCrashesSoonAfterItWasReadyDoesNotCount() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        Thread crash = new Thread(() -> update(Pods.crashing("api-1", "api", 1)));
        crash.start();
        PodStartupEvidence second = gatherer.secondLook(READY_SINCE.plusSeconds(1), LONG);
        crash.join();
        assertThat(second.pods())
                .extracting(pod -> pod.reason().orElse("ready"))
                .containsExactly("CrashLoopBackOff");
    }

    @Test
    void podThatIsNotReadyForLongEnoughWhenTimeIsOverIsUnknown() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        assertThat(gatherer.secondLook(READY_SINCE.plusSeconds(5), Duration.ZERO)
                        .pods())
                .singleElement()
                .satisfies(pod -> {
                    assertThat(pod.standing()).isEqualTo(Standing.UNKNOWN);
                    assertThat(pod.reason()).contains("NotSteadyYet");
                    assertThat(pod.message().orElse("")).contains("6 s before it had stayed so for 10 s");
                });
    }

    @Test
    void podThatHasBeenReadyForLongNeedsNoWatching() throws Exception {
        cluster.create(deployment("api", 1));
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        assertThat(gatherer.secondLook(READY_SINCE.plusSeconds(11), Duration.ZERO)
                        .pods())
                .allMatch(PodEvidence::ready);
    }

    @Test
    void workloadMayAskForMore() throws Exception {
        cluster.create(new DeploymentBuilder(deployment("api", 1))
                .editSpec()
                .withMinReadySeconds(60)
                .endSpec()
                .build());
        cluster.create(Pods.ready("api-1", "api"));
        gather(LONG);
        assertThat(gatherer.secondLook(READY_SINCE.plusSeconds(60), Duration.ZERO)
                        .pods())
                .extracting(PodEvidence::standing)
                .containsExactly(Standing.UNKNOWN);
        assertThat(gatherer.secondLook(READY_SINCE.plusSeconds(61), Duration.ZERO)
                        .pods())
                .extracting(PodEvidence::standing)
                .containsExactly(Standing.GOOD);
    }

    @Test
    void secondLookThatIsRefusedIsAGap() throws Exception {
        gather(LONG);
        cluster.refuse("GET", "/pods", 403, "pods is forbidden");
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> secondLook())
                .withMessageContaining("a second time");
    }

    @Test
    void podsOfTheSameNameInTwoNamespacesAreTwo() throws Exception {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("shop", Pods.NAMESPACE);
        namespaces.put("auth", "sandbox-2");
        PodStartupGatherer both = new PodStartupGatherer(cluster.client(), Sandboxes.of(namespaces), Optional.empty());
        for (String namespace : namespaces.values()) {
            cluster.create(new StatefulSetBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("db")
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(1)
                    .withSelector(Pods.app("db"))
                    .endSpec()
                    .build());
        }
        cluster.create(Pods.ready("db-0", "db"));
        cluster.create(in("sandbox-2", Pods.pod("db-0", "db")));
        PodStartupEvidence first = both.gather(StartupTime.of(SHORT), line -> {});
        assertThat(first.pods()).extracting(PodEvidence::podName).containsExactly("shop/db-0", "auth/db-0");
        update(in("sandbox-2", Pods.ready("db-0", "db")));
        assertThat(both.secondLook(LATER, LONG)).isEqualTo(first);
    }

    @Test
    void replicaSetOfAnotherControllerThanADeploymentIsAWorkload() throws Exception {
        cluster.create(new ReplicaSetBuilder(replicaSet("web-5c7d", "web"))
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion("argoproj.io/v1alpha1")
                .withKind("Rollout")
                .withName("web")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build());
        cluster.create(Pods.ownedBy(Pods.crashing("web-5c7d-1", "web", 9), "ReplicaSet", "web-5c7d"));
        assertThat(gather(SHORT).pods()).singleElement().satisfies(pod -> {
            assertThat(pod.podName()).isEqualTo("web-5c7d-1");
            assertThat(pod.ready()).isFalse();
        });
    }

    @Test
    void replicationControllerIsAWorkload() throws Exception {
        cluster.create(new ReplicationControllerBuilder()
                .withNewMetadata()
                .withNamespace(Pods.NAMESPACE)
                .withName("legacy")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withSelector(Map.of("app", "legacy"))
                .endSpec()
                .build());
        cluster.create(Pods.ownedBy(Pods.ready("legacy-1", "legacy"), "ReplicationController", "legacy"));
        assertThat(gather(SHORT).pods()).extracting(PodEvidence::ready).containsExactly(true, false);
    }

    @Test
    void podWithoutAWorkloadThatIsDeletedMeanwhileIsMissing() throws Exception {
        cluster.create(Pods.ready("console", "console"));
        gather(LONG);
        cluster.client().resource(Pods.ready("console", "console")).delete();
        assertThat(secondLook().pods()).singleElement().satisfies(pod -> {
            assertThat(pod.podName()).isEqualTo("console");
            assertThat(pod.ready()).isFalse();
            assertThat(pod.reason()).contains("PodMissing");
        });
    }

    /** Looks until the watch has seen what was just written. */
    private List<PodEvidence> secondLookAt(int pods) throws InterruptedException {
        List<PodEvidence> seen = secondLook().pods();
        while (seen.size() < pods) {
            Thread.sleep(10);
            seen = secondLook().pods();
        }
        return seen;
    }

    private PodStartupEvidence secondLook() throws InterruptedException {
        return gatherer.secondLook(LATER, LONG);
    }

    private PodStartupEvidence gather(Duration atMost) throws InterruptedException {
        return gatherer.gather(StartupTime.of(atMost), progress::add);
    }

    private void update(Pod pod) {
        cluster.client().resource(pod).update();
    }

    private static Pod in(String namespace, Pod pod) {
        return pod.edit().editMetadata().withNamespace(namespace).endMetadata().build();
    }

    private static Deployment deployment(String name, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(Pods.NAMESPACE)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(Pods.app(name))
                .endSpec()
                .build();
    }

    private static ReplicaSet replicaSet(String name, String app) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(Pods.NAMESPACE)
                .withName(name)
                .withLabels(Map.of("app", app))
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withSelector(Pods.app(app))
                .endSpec()
                .build();
    }
}
