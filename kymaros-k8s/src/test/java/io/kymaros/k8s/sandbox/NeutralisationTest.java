package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeutralisationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyRuleIsAMergePatchInValidJson() throws Exception {
        assertThat(Neutralisation.patches()).isNotEmpty();
        for (ResourcePatch patch : Neutralisation.patches()) {
            JsonNode tree = MAPPER.readTree(patch.mergePatch());
            assertThat(tree.isObject()).isTrue();
            assertThat(tree.size()).isPositive();
            assertThat(patch.groupResource()).matches("[a-z]+(\\.[a-z0-9.]+)?");
            assertThat(patch.effect()).isNotBlank();
            patch.when().ifPresent(match -> assertThat(
                            JsonPointer.compile(match.path()).matches())
                    .isFalse());
        }
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
    void loadBalancerBecomesANodePortWithNothingThatOnlyALoadBalancerHas() throws Exception {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("front")
                .endMetadata()
                .withNewSpec()
                .withType("LoadBalancer")
                .withLoadBalancerIP("203.0.113.7")
                .withLoadBalancerClass("cloud")
                .withLoadBalancerSourceRanges("10.0.0.0/8")
                .withHealthCheckNodePort(32000)
                .withAllocateLoadBalancerNodePorts(true)
                .withExternalIPs("203.0.113.8")
                .addNewPort()
                .withPort(80)
                .withNodePort(30080)
                .endPort()
                .endSpec()
                .build();
        Service patched = patched("services", service, Service.class);
        assertThat(patched.getSpec().getType()).isEqualTo("NodePort");
        assertThat(patched.getSpec().getLoadBalancerIP()).isNull();
        assertThat(patched.getSpec().getLoadBalancerClass()).isNull();
        assertThat(patched.getSpec().getLoadBalancerSourceRanges()).isEmpty();
        assertThat(patched.getSpec().getHealthCheckNodePort()).isNull();
        assertThat(patched.getSpec().getAllocateLoadBalancerNodePorts()).isNull();
        assertThat(patched.getSpec().getExternalIPs()).isEmpty();
        assertThat(patched.getSpec().getPorts()).isEqualTo(service.getSpec().getPorts());
    }

    @Test
    void otherServicesKeepTheirType() throws Exception {
        for (String type : List.of("ClusterIP", "NodePort", "ExternalName")) {
            Service service =
                    new ServiceBuilder().withNewSpec().withType(type).endSpec().build();
            assertThat(patched("services", service, Service.class).getSpec().getType())
                    .isEqualTo(type);
        }
    }

    @Test
    void whatWouldOpenTheSandboxIsNotRestored() {
        assertThat(Neutralisation.excludes("networkpolicies", "networking.k8s.io"))
                .isTrue();
        assertThat(Neutralisation.excludes("ingresses", "networking.k8s.io")).isTrue();
        assertThat(Neutralisation.excludes("resourcequotas", "")).isTrue();
        assertThat(Neutralisation.excludes("endpoints", "")).isTrue();
        assertThat(Neutralisation.excludes("secrets", "")).isFalse();
        assertThat(Neutralisation.excludes("deployments", "apps")).isFalse();
        assertThat(Neutralisation.excludes("networkpolicies", "")).isFalse();
    }

    @Test
    void excludedTypesAreNamedOnceEach() {
        assertThat(Neutralisation.excludedResources())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(\\.[a-z0-9.-]+)?"));
    }

    /** RFC 7386, as far as objects and scalars go. */
    private static <T> T patched(String groupResource, Object object, Class<T> type) throws Exception {
        JsonNode tree = MAPPER.valueToTree(object);
        for (ResourcePatch patch : Neutralisation.patches()) {
            boolean meant = patch.groupResource().equals(groupResource)
                    && patch.when().stream()
                            .allMatch(match -> tree.at(match.path()).asText().equals(match.value()));
            if (meant) {
                merge((ObjectNode) tree, MAPPER.readTree(patch.mergePatch()));
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
