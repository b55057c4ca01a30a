package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.ObstacleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxAuditTest {
    private static final String NAME = "rp-test-a3f2c1";
    private static final Sandbox SANDBOX = Sandboxes.of("shop", NAME);

    private final FakeCluster cluster = new FakeCluster();
    private final SandboxAudit audit = new SandboxAudit(cluster.client());

    @BeforeEach
    void create() {
        new SandboxCreator(cluster.client()).create(SANDBOX);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void sandboxAsItWasMadeIsClosed() {
        cluster.create(cronJob(true));
        cluster.create(service("ClusterIP"));
        cluster.create(service("ExternalName"));
        assertThatCode(() -> audit.requireClosed(SANDBOX)).doesNotThrowAnyException();
    }

    @Test
    void restoredPolicyOpensIt() {
        cluster.create(new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("allow-all")
                .withNamespace(NAME)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Egress")
                .addNewEgress()
                .endEgress()
                .endSpec()
                .build());
        open("NetworkPolicy " + NAME + "/allow-all");
    }

    /** As a policy engine gives one to each namespace. */
    @Test
    void policyThatOnlyDeniesOpensNothing() {
        cluster.create(new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("default-deny")
                .withNamespace(NAME)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .endSpec()
                .build());
        assertThatCode(() -> audit.requireClosed(SANDBOX)).doesNotThrowAnyException();
    }

    @Test
    void policyThatLetsSomebodyInOpensIt() {
        cluster.create(new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("monitoring")
                .withNamespace(NAME)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .addNewIngress()
                .addNewFrom()
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build());
        open("NetworkPolicy " + NAME + "/monitoring");
    }

    @Test
    void isolationThatIsGoneOpensIt() {
        cluster.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(NAME)
                .withName("kymaros-isolation")
                .delete();
        open("no NetworkPolicy kymaros-isolation in " + NAME);
    }

    @Test
    void isolationThatWasChangedOpensIt() {
        cluster.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(NAME)
                .withName("kymaros-isolation")
                .edit(policy -> new NetworkPolicyBuilder(policy)
                        .editSpec()
                        .withPolicyTypes("Ingress")
                        .endSpec()
                        .build());
        open("no NetworkPolicy kymaros-isolation in " + NAME);
    }

    @Test
    void cronJobThatWouldRunOpensIt() {
        cluster.create(cronJob(null));
        open("CronJob " + NAME + "/charge-cards (not suspended)");
    }

    @Test
    void cronJobThatIsToRunOpensIt() {
        cluster.create(cronJob(false));
        open("CronJob " + NAME + "/charge-cards (not suspended)");
    }

    @Test
    void loadBalancerOpensIt() {
        cluster.create(service("LoadBalancer"));
        open("Service " + NAME + "/loadbalancer (reachable from outside)");
    }

    @Test
    void nodePortOpensIt() {
        cluster.create(service("NodePort"));
        open("Service " + NAME + "/nodeport (reachable from outside)");
    }

    @Test
    void addressOutsideTheClusterOpensIt() {
        cluster.create(new ServiceBuilder(service("ClusterIP"))
                .editSpec()
                .withExternalIPs("203.0.113.8")
                .endSpec()
                .build());
        open("Service " + NAME + "/clusterip (reachable from outside)");
    }

    @Test
    void everyOpeningIsNamed() {
        cluster.create(cronJob(false));
        cluster.create(service("LoadBalancer"));
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> audit.requireClosed(SANDBOX))
                .withMessageContainingAll("charge-cards", "loadbalancer");
    }

    @Test
    void whatCanNotBeCheckedIsNotClosed() {
        for (String type : new String[] {"networkpolicies", "cronjobs", "services"}) {
            try (FakeCluster refusing = new FakeCluster()) {
                new SandboxCreator(refusing.client()).create(SANDBOX);
                refusing.refuse("GET", "/" + type + "$", 403, type + " is forbidden");
                assertThatExceptionOfType(ObstacleException.class)
                        .isThrownBy(() -> new SandboxAudit(refusing.client()).requireClosed(SANDBOX))
                        .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("Forbidden"));
            }
        }
    }

    private void open(String what) {
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> audit.requireClosed(SANDBOX))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("SandboxNotIsolated"))
                .withMessageContaining(what);
    }

    private static CronJob cronJob(@Nullable Boolean suspended) {
        return new CronJobBuilder()
                .withNewMetadata()
                .withName("charge-cards")
                .withNamespace(NAME)
                .endMetadata()
                .withNewSpec()
                .withSchedule("* * * * *")
                .withSuspend(suspended)
                .endSpec()
                .build();
    }

    private static Service service(String type) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(type.toLowerCase(Locale.ROOT))
                .withNamespace(NAME)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .endSpec()
                .build();
    }
}
