package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissingWorkloadsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Sandbox sandbox = Sandboxes.of("shop", Pods.NAMESPACE);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void workloadThatTheSourceNoLongerHoldsCountsAsOnePod() {
        List<PodEvidence> pods = pods(
                missing("Deployment", "api"),
                missing("StatefulSet", "db"),
                missing("Secret", "key"),
                missing("Job", "load"));
        assertThat(pods)
                .extracting(PodEvidence::podName)
                .containsExactly("api (no workload)", "db (no workload)", "load (no workload)");
        assertThat(pods).extracting(pod -> pod.workload().orElse("")).contains("Deployment/api");
        assertThat(pods).extracting(pod -> pod.reason().orElse("")).containsOnly("WorkloadMissing");
        assertThat(pods).extracting(pod -> pod.message().orElse("")).allMatch(said -> said.endsWith("as one pod"));
        assertThat(pods).noneMatch(PodEvidence::ready);
    }

    @Test
    void workloadCountsAsManyPodsAsTheSourcesAsksFor() {
        cluster.create(new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("db")
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .endSpec()
                .build());
        cluster.create(new ReplicationControllerBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("legacy")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .endSpec()
                .build());
        assertThat(pods(missing("StatefulSet", "db"), missing("ReplicationController", "legacy")))
                .extracting(PodEvidence::podName)
                .containsExactly(
                        "db (pod 1 of 3, no workload)",
                        "db (pod 2 of 3, no workload)",
                        "db (pod 3 of 3, no workload)",
                        "legacy (pod 1 of 2, no workload)",
                        "legacy (pod 2 of 2, no workload)");
    }

    @Test
    void workloadThatAsksForNoneNowOrCanNotBeReadCountsAsOnePod() {
        cluster.create(new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("api")
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .endSpec()
                .build());
        cluster.refuse("GET", "/daemonsets/agent", 403, "daemonsets is forbidden");
        assertThat(pods(missing("Deployment", "api"), missing("DaemonSet", "agent")))
                .hasSize(2);
    }

    @Test
    void ofSeveralNamespacesItsOwnIsAsked() {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("shop", "sandbox-1");
        namespaces.put("auth", "sandbox-2");
        cluster.create(new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace("auth")
                .withName("db")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .endSpec()
                .build());
        ResourceTypeEvidence sets = ResourceTypeEvidence.builder()
                .resourceType("StatefulSet")
                .addObjects(ObjectEvidence.builder()
                        .namespace("auth")
                        .name("db")
                        .restored(false)
                        .build())
                .build();
        assertThat(new MissingWorkloads(cluster.client(), Sandboxes.of(namespaces))
                        .pods(
                                CompletenessEvidence.builder()
                                        .addResourceTypes(sets)
                                        .build(),
                                none()))
                .extracting(PodEvidence::podName)
                .containsExactly("auth/db (pod 1 of 2, no workload)", "auth/db (pod 2 of 2, no workload)");
    }

    @Test
    void podThatNothingMakesAgainIsNamedOnceWithWhatTheToolSaid() {
        ResourceTypeEvidence type = ResourceTypeEvidence.builder()
                .resourceType("Pod")
                .addObjects(
                        ObjectEvidence.builder()
                                .name("console")
                                .restored(false)
                                .toolMessage("denied")
                                .build(),
                        ObjectEvidence.builder().name("leaving").restored(false).build(),
                        ObjectEvidence.builder().name("well").restored(true).build())
                .build();
        PodEvidence leaving =
                PodEvidence.builder().podName("leaving").ready(false).build();
        assertThat(new MissingWorkloads(cluster.client(), sandbox)
                        .pods(
                                CompletenessEvidence.builder()
                                        .addResourceTypes(type)
                                        .build(),
                                PodStartupEvidence.builder().addPods(leaving).build()))
                .singleElement()
                .satisfies(pod -> {
                    assertThat(pod.podName()).isEqualTo("console");
                    assertThat(pod.workload()).isEmpty();
                    assertThat(pod.ready()).isFalse();
                    assertThat(pod.reason()).contains("PodMissing");
                    assertThat(pod.message().orElse("")).endsWith("did not come back: denied");
                });
    }

    private List<PodEvidence> pods(ResourceTypeEvidence... types) {
        return new MissingWorkloads(cluster.client(), sandbox)
                .pods(CompletenessEvidence.builder().addResourceTypes(types).build(), none());
    }

    private static PodStartupEvidence none() {
        return PodStartupEvidence.builder().build();
    }

    private static ResourceTypeEvidence missing(String type, String name) {
        return ResourceTypeEvidence.builder()
                .resourceType(type)
                .addObjects(
                        ObjectEvidence.builder().name(name).restored(false).build(),
                        ObjectEvidence.builder().name("whole").restored(true).build())
                .build();
    }
}
