package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleWorkloadsTest {
    private static final PodStartupEvidence NOTHING =
            PodStartupEvidence.builder().build();

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void workloadThatWasScaledDownForTheBackupIsNoted() {
        statefulSet(3);
        PodStartupEvidence told = told(Pods.workload("StatefulSet", "db", 0));
        assertThat(told.pods()).isEmpty();
        assertThat(told.notes()).singleElement().satisfies(note -> {
            assertThat(note.reason()).isEqualTo("WorkloadAsksForNoPod");
            assertThat(note.object()).isEqualTo("StatefulSet/db");
            assertThat(note.message()).isEqualTo("asks for no pod in the backup, and for 3 in the source");
        });
    }

    @Test
    void workloadThatRunsNothingInTheSourceEitherIsNotWorthAWord() {
        statefulSet(0);
        assertThat(told(Pods.workload("StatefulSet", "db", 0))).isEqualTo(NOTHING);
    }

    @Test
    void workloadThatAsksForPodsIsNotIdle() {
        statefulSet(3);
        assertThat(told(Pods.workload("StatefulSet", "db", 1))).isEqualTo(NOTHING);
    }

    @Test
    void workloadOfASourceThatIsGoneRunsNothingThatCouldBeMissed() {
        assertThat(told(Pods.workload("StatefulSet", "db", 0), Pods.workload("DaemonSet", "agent", 0)))
                .isEqualTo(NOTHING);
    }

    @Test
    void daemonSetForWhichNoNodeIsHereIsNotKnownToStart() {
        daemonSet(6);
        assertThat(told(Pods.workload("DaemonSet", "agent", 0)).pods())
                .singleElement()
                .satisfies(pod -> {
                    assertThat(pod.standing()).isEqualTo(Standing.UNKNOWN);
                    assertThat(pod.reason()).contains("NoNodeMatches");
                    assertThat(pod.message().orElse("")).contains("asks for 6 pods in the source");
                });
    }

    @Test
    void daemonSetForWhichNoNodeIsInTheSourceEitherIsNotWorthAWord() {
        daemonSet(0);
        assertThat(told(Pods.workload("DaemonSet", "agent", 0))).isEqualTo(NOTHING);
    }

    private PodStartupEvidence told(Workload... workloads) {
        return new IdleWorkloads(cluster.client(), Sandboxes.of("shop", Pods.NAMESPACE), Map.of())
                .told(NOTHING, List.of(workloads));
    }

    private void statefulSet(int replicas) {
        cluster.create(new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("db")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build());
    }

    private void daemonSet(int nodes) {
        cluster.create(new DaemonSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("agent")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(1L)
                .withDesiredNumberScheduled(nodes)
                .endStatus()
                .build());
    }
}
