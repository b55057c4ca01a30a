package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    @Test
    void deploymentAsksForItsReplicasAndOneByDefault() {
        assertThat(Workloads.of(deployment(3)).expectedPods()).isEqualTo(3);
        assertThat(Workloads.of(deployment(0)).expectedPods()).isZero();
        assertThat(Workloads.of(deployment(null)).expectedPods()).isEqualTo(1);
        assertThat(Workloads.of(deployment(null)).shown()).isEqualTo("Deployment/api");
    }

    @Test
    void deploymentTellsWhyItCanNotCreatePods() {
        Deployment deployment = deployment(1)
                .edit()
                .withNewStatus()
                .addNewCondition()
                .withType("Progressing")
                .withStatus("True")
                .withMessage("is progressing")
                .endCondition()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withMessage("exceeded quota: kymaros-quota")
                .endCondition()
                .endStatus()
                .build();
        assertThat(Workloads.of(deployment).trouble()).contains("exceeded quota: kymaros-quota");
        assertThat(Workloads.of(deployment(1)).trouble()).isEmpty();
    }

    @Test
    void replicaSetTellsWhyItCanNotCreatePods() {
        assertThat(Workloads.of(new ReplicaSetBuilder()
                                .withNewMetadata()
                                .withName("api")
                                .withNamespace(Pods.NAMESPACE)
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(2)
                                .withSelector(Pods.app("api"))
                                .endSpec()
                                .withNewStatus()
                                .addNewCondition()
                                .withType("ReplicaFailure")
                                .withStatus("True")
                                .withMessage("violates PodSecurity")
                                .endCondition()
                                .endStatus()
                                .build())
                        .trouble())
                .contains("violates PodSecurity");
    }

    @Test
    void statefulSetAsksForItsReplicas() {
        assertThat(Workloads.of(new StatefulSetBuilder()
                                .withNewMetadata()
                                .withName("db")
                                .withNamespace(Pods.NAMESPACE)
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(2)
                                .withSelector(Pods.app("db"))
                                .endSpec()
                                .build())
                        .expectedPods())
                .isEqualTo(2);
    }

    @Test
    void daemonSetAsksForOnePodUntilItsNodesAreCounted() {
        assertThat(Workloads.of(daemonSet(2L, null, 0)).expectedPods()).isEqualTo(1);
        assertThat(Workloads.of(daemonSet(2L, 1L, 0)).expectedPods()).isEqualTo(1);
        assertThat(Workloads.of(daemonSet(2L, 2L, 5)).expectedPods()).isEqualTo(5);
        assertThat(Workloads.of(daemonSet(2L, 2L, 0)).expectedPods()).isZero();
    }

    @Test
    void jobAsksForAsManyPodsAsRunAtOnce() {
        assertThat(Workloads.of(job(null, null, null)).expectedPods()).isEqualTo(1);
        assertThat(Workloads.of(job(3, null, null)).expectedPods()).isEqualTo(3);
        assertThat(Workloads.of(job(3, 2, null)).expectedPods()).isEqualTo(2);
        assertThat(Workloads.of(job(2, 5, null)).expectedPods()).isEqualTo(2);
        assertThat(Workloads.of(job(2, 5, true)).expectedPods()).isZero();
    }

    @Test
    void jobIsFinishedWhenItIsComplete() {
        Job complete = job(1, 1, null)
                .edit()
                .withNewStatus()
                .addNewCondition()
                .withType("Complete")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        assertThat(Workloads.of(complete).finished()).isTrue();
        assertThat(Workloads.of(job(1, 1, null)).finished()).isFalse();
    }

    @Test
    void workloadWithoutASelectorSelectsNothing() {
        assertThat(Workloads.of(job(1, 1, null)).selector().getMatchLabels()).isNullOrEmpty();
    }

    private static Deployment deployment(@Nullable Integer replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("api")
                .withNamespace(Pods.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(Pods.app("api"))
                .endSpec()
                .build();
    }

    private static DaemonSet daemonSet(@Nullable Long generation, @Nullable Long observed, int desired) {
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withName("agent")
                .withNamespace(Pods.NAMESPACE)
                .withGeneration(generation)
                .endMetadata()
                .withNewSpec()
                .withSelector(Pods.app("agent"))
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .withDesiredNumberScheduled(desired)
                .endStatus()
                .build();
    }

    private static Job job(@Nullable Integer parallelism, @Nullable Integer completions, @Nullable Boolean suspend) {
        return new JobBuilder()
                .withNewMetadata()
                .withName("load")
                .withNamespace(Pods.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withParallelism(parallelism)
                .withCompletions(completions)
                .withSuspend(suspend)
                .endSpec()
                .build();
    }
}
