package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.kymaros.k8s.sandbox.ResourcePatch.EachElement;
import io.kymaros.k8s.sandbox.ResourcePatch.MergePatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeutralisationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyRuleIsAPatchInValidJson() throws Exception {
        assertThat(Neutralisation.patches()).isNotEmpty();
        for (ResourcePatch patch : Neutralisation.patches()) {
            if (patch.change() instanceof MergePatch merge) {
                assertThat(MAPPER.readTree(merge.json()).isObject()).isTrue();
                assertThat(MAPPER.readTree(merge.json()).size()).isPositive();
            } else if (patch.change() instanceof EachElement each) {
                assertThat(JsonPointer.compile(each.list()).matches()).isFalse();
                assertThat(MAPPER.readTree(each.json()).isMissingNode()).isFalse();
            }
            assertThat(patch.groupResource()).matches("[*]|[a-z]+(\\.[a-z0-9.]+)?");
            assertThat(patch.effect()).isNotBlank();
            patch.when().ifPresent(match -> assertThat(
                            JsonPointer.compile(match.path()).matches())
                    .isFalse());
        }
    }

    @Test
    void nothingIsTrackedByAControllerOfGitOps() throws Exception {
        ConfigMap tracked = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("flags")
                .addToLabels("argocd.argoproj.io/instance", "shop")
                .addToLabels("kustomize.toolkit.fluxcd.io/name", "shop")
                .addToLabels("app", "shop")
                .endMetadata()
                .build();
        assertThat(patched("configmaps", tracked, ConfigMap.class).getMetadata().getLabels())
                .containsOnlyKeys("app");
    }

    @Test
    void nobodyIsWaitedForWhenACopyGoes() throws Exception {
        ConfigMap awaited = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("registration")
                .addToFinalizers("cloud.example.org/deregister")
                .endMetadata()
                .build();
        assertThat(patched("configmaps", awaited, ConfigMap.class).getMetadata().getFinalizers())
                .isEmpty();
    }

    @Test
    void cronJobsAreSuspended() throws Exception {
        CronJob job = new CronJobBuilder()
                .withNewMetadata()
                .withName("charge-cards")
                .endMetadata()
                .withNewSpec()
                .withSchedule("* * * * *")
                .withSuspend(false)
                .endSpec()
                .build();
        assertThat(patched("cronjobs.batch", job, CronJob.class).getSpec().getSuspend())
                .isTrue();
    }

    @Test
    void podsStayOutOfTheirNodeAndEvictNobody() throws Exception {
        PodSpec spec = new PodSpecBuilder()
                .withHostNetwork(true)
                .withHostPID(true)
                .withHostIPC(true)
                .withPriorityClassName("system-node-critical")
                .withPriority(2_000_001_000)
                .withServiceAccountName("agent")
                .build();
        PodTemplateSpec template = new PodTemplateSpecBuilder().withSpec(spec).build();
        Pod pod = new PodBuilder().withSpec(spec).build();
        Deployment deployment = new DeploymentBuilder()
                .withNewSpec()
                .withTemplate(template)
                .endSpec()
                .build();
        CronJob cronJob = new CronJobBuilder()
                .withNewSpec()
                .withNewJobTemplate()
                .withNewSpec()
                .withTemplate(template)
                .endSpec()
                .endJobTemplate()
                .endSpec()
                .build();
        assertThat(List.of(
                        patched("pods", pod, Pod.class).getSpec(),
                        patched("deployments.apps", deployment, Deployment.class)
                                .getSpec()
                                .getTemplate()
                                .getSpec(),
                        patched("cronjobs.batch", cronJob, CronJob.class)
                                .getSpec()
                                .getJobTemplate()
                                .getSpec()
                                .getTemplate()
                                .getSpec()))
                .allSatisfy(patched -> {
                    assertThat(patched.getHostNetwork()).isNull();
                    assertThat(patched.getHostPID()).isNull();
                    assertThat(patched.getHostIPC()).isNull();
                    assertThat(patched.getPriorityClassName()).isNull();
                    assertThat(patched.getPriority()).isNull();
                    assertThat(patched.getServiceAccountName()).isEqualTo("agent");
                });
    }

    @Test
    void everyTypeThatHasPodsIsPatched() {
        assertThat(Neutralisation.patches().stream()
                        .filter(patch -> patch.effect().startsWith("Pods of "))
                        .map(ResourcePatch::groupResource))
                .containsExactlyInAnyOrder(
                        "pods",
                        "podtemplates",
                        "replicationcontrollers",
                        "deployments.apps",
                        "replicasets.apps",
                        "statefulsets.apps",
                        "daemonsets.apps",
                        "jobs.batch",
                        "cronjobs.batch");
    }

    @Test
    void loadBalancerBecomesAClusterIpWithNothingThatOnlyALoadBalancerHas() throws Exception {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("front")
                .addToAnnotations("service.beta.kubernetes.io/load-balancer-source-ranges", "10.0.0.0/8")
                .addToAnnotations("external-dns.alpha.kubernetes.io/hostname", "shop.example.com")
                .addToAnnotations("team", "shop")
                .endMetadata()
                .withNewSpec()
                .withType("LoadBalancer")
                .withLoadBalancerIP("203.0.113.7")
                .withLoadBalancerClass("cloud")
                .withLoadBalancerSourceRanges("10.0.0.0/8")
                .withHealthCheckNodePort(32000)
                .withAllocateLoadBalancerNodePorts(true)
                .withExternalIPs("203.0.113.8")
                .withExternalTrafficPolicy("Local")
                .addNewPort()
                .withPort(80)
                .withNodePort(30080)
                .endPort()
                .addNewPort()
                .withPort(443)
                .endPort()
                .endSpec()
                .build();
        Service patched = patched("services", service, Service.class);
        assertThat(patched.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(patched.getMetadata().getAnnotations()).containsOnlyKeys("team");
        assertThat(patched.getSpec().getExternalTrafficPolicy()).isNull();
        assertThat(patched.getSpec().getLoadBalancerIP()).isNull();
        assertThat(patched.getSpec().getLoadBalancerClass()).isNull();
        assertThat(patched.getSpec().getLoadBalancerSourceRanges()).isEmpty();
        assertThat(patched.getSpec().getHealthCheckNodePort()).isNull();
        assertThat(patched.getSpec().getAllocateLoadBalancerNodePorts()).isNull();
        assertThat(patched.getSpec().getExternalIPs()).isEmpty();
        assertThat(patched.getSpec().getPorts())
                .extracting(ServicePort::getPort, ServicePort::getNodePort)
                .containsExactly(tuple(80, 0), tuple(443, 0));
    }

    @Test
    void nodePortBecomesAClusterIpWithoutItsPort() throws Exception {
        Service service = new ServiceBuilder()
                .withNewSpec()
                .withType("NodePort")
                .addNewPort()
                .withPort(80)
                .withNodePort(30080)
                .endPort()
                .endSpec()
                .build();
        Service patched = patched("services", service, Service.class);
        assertThat(patched.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(patched.getSpec().getPorts().get(0).getNodePort()).isZero();
    }

    /** The API server refuses a Service that has the policy and no address outside. */
    @Test
    void clusterIpLosesWhatOnlyItsOutsideAddressesAllow() throws Exception {
        Service service = new ServiceBuilder()
                .withNewSpec()
                .withType("ClusterIP")
                .withExternalIPs("203.0.113.8")
                .withExternalTrafficPolicy("Cluster")
                .endSpec()
                .build();
        Service patched = patched("services", service, Service.class);
        assertThat(patched.getSpec().getExternalIPs()).isEmpty();
        assertThat(patched.getSpec().getExternalTrafficPolicy()).isNull();
    }

    @Test
    void externalNamesAndHeadlessServicesStayAsTheyAre() throws Exception {
        Service named = new ServiceBuilder()
                .withNewSpec()
                .withType("ExternalName")
                .withExternalName("db.example.com")
                .endSpec()
                .build();
        Service headless = new ServiceBuilder()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        assertThat(patched("services", named, Service.class).getSpec()).isEqualTo(named.getSpec());
        assertThat(patched("services", headless, Service.class).getSpec()).isEqualTo(headless.getSpec());
    }

    /** As Velero does it: conditions look at the object as it was. RFC 7386 is followed for objects and scalars. */
    private static <T> T patched(String groupResource, Object object, Class<T> type) throws Exception {
        JsonNode origin = MAPPER.valueToTree(object);
        ObjectNode tree = origin.deepCopy();
        for (ResourcePatch patch : Neutralisation.patches()) {
            boolean meant = patch.isFor(groupResource)
                    && patch.when().stream()
                            .allMatch(match -> origin.at(match.path()).asText().equals(match.value()));
            if (meant && patch.change() instanceof MergePatch merge) {
                merge(tree, MAPPER.readTree(merge.json()));
            } else if (meant && patch.change() instanceof EachElement each) {
                JsonNode value = MAPPER.readTree(each.json());
                tree.at(each.list()).forEach(element -> ((ObjectNode) element).set(each.field(), value));
            }
        }
        return MAPPER.treeToValue(tree, type);
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue().isObject()
                    && target.path(field.getKey()).isObject()) {
                merge((ObjectNode) target.get(field.getKey()), field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }
}
