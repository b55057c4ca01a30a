package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kymaros.k8s.checks.ServicePods.Target;
import io.kymaros.k8s.fake.FakeCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePodsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final ServicePods services = new ServicePods(cluster.client(), List.of(Probing.SANDBOX, Probing.SECOND));

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void readyPodBehindTheServiceIsFoundWithItsNamedPort() throws Exception {
        cluster.create(Probing.service(Probing.SANDBOX, "api").build());
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", false));
        cluster.create(Probing.pod(Probing.SANDBOX, "api-2", true));
        assertThat(services.find("api", 80))
                .isEqualTo(new Target(Probing.SANDBOX, "api-2", 8080, "api." + Probing.SANDBOX + ".svc.cluster.local"));
    }

    @Test
    void portThatTheServiceDoesNotTranslateIsThePodsOwn() throws Exception {
        cluster.create(Probing.service(Probing.SANDBOX, "api")
                .editSpec()
                .withPorts()
                .addNewPort()
                .withPort(9090)
                .endPort()
                .addNewPort()
                .withPort(80)
                .withNewTargetPort(8081)
                .endPort()
                .endSpec()
                .build());
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        assertThat(services.find("api", 9090).port()).isEqualTo(9090);
        assertThat(services.find("api", 80).port()).isEqualTo(8081);
    }

    @Test
    void serviceOfTheSecondSandboxIsFoundToo() throws Exception {
        cluster.create(Probing.service(Probing.SECOND, "auth").build());
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        cluster.create(Probing.pod(Probing.SECOND, "auth-1", true));
        assertThat(services.find("auth", 80).pod()).isEqualTo("auth-1");
    }

    @Test
    void serviceOutsideTheSandboxIsNotFound() {
        cluster.create(Probing.service("shop", "api").build());
        cluster.create(Probing.pod("shop", "api-1", true));
        missing(80, "Service api is not in the sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "kubernetes.default.svc", "db.shop.svc.cluster.local"})
    void externalNameIsNeverFollowed(String host) {
        cluster.create(Probing.externalName("api", host));
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        assertThatExceptionOfType(NotProbeableException.class)
                .isThrownBy(() -> services.find("api", 80))
                .withMessageContaining("may lead outside the sandbox");
        assertThat(cluster.requests("GET")).noneMatch(request -> request.path().contains("/pods"));
    }

    @Test
    void serviceWithAddressesOfItsOwnIsNeverFollowed() {
        cluster.create(
                new ServiceBuilder(Probing.service(Probing.SANDBOX, "api").build())
                        .editSpec()
                        .withSelector(Map.of())
                        .endSpec()
                        .build());
        cluster.create(new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(Probing.SANDBOX)
                .withName("api")
                .endMetadata()
                .addNewSubset()
                .addNewAddress()
                .withIp("169.254.169.254")
                .endAddress()
                .endSubset()
                .build());
        assertThatExceptionOfType(NotProbeableException.class).isThrownBy(() -> services.find("api", 80));
        assertThat(cluster.requests("GET")).noneMatch(request -> request.path().contains("/endpoints"));
    }

    @Test
    void serviceWithoutThePortSaysSo() {
        cluster.create(Probing.service(Probing.SANDBOX, "api").build());
        missing(443, "Service api has no TCP port 443");
    }

    @Test
    void serviceWithoutAReadyPodSaysSo() {
        cluster.create(Probing.service(Probing.SANDBOX, "api").build());
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", false));
        missing(80, "Service api has no ready pod");
    }

    @Test
    void podWithoutTheNamedPortSaysSo() {
        cluster.create(Probing.service(Probing.SANDBOX, "api")
                .editSpec()
                .editFirstPort()
                .withNewTargetPort("grpc")
                .endPort()
                .endSpec()
                .build());
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
        missing(80, "pod api-1 has no TCP port named grpc");
    }

    @Test
    void portOfAnotherProtocolIsNone() {
        cluster.create(Probing.service(Probing.SANDBOX, "api")
                .editSpec()
                .editFirstPort()
                .withProtocol("UDP")
                .endPort()
                .endSpec()
                .build());
        missing(80, "Service api has no TCP port 80");
    }

    @Test
    void podInTheNodesNetworkIsNeverAsked() throws Exception {
        cluster.create(Probing.service(Probing.SANDBOX, "api").build());
        cluster.create(hostNetwork("api-1"));
        assertThatExceptionOfType(NotProbeableException.class)
                .isThrownBy(() -> services.find("api", 80))
                .withMessageContaining("hostNetwork");
        cluster.create(Probing.pod(Probing.SANDBOX, "api-2", true));
        assertThat(services.find("api", 80).pod()).isEqualTo("api-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.shop", "../shop/services/api", "api/proxy", "API", "", "a%2fb", "api\r\nX: y"})
    void whatIsNoServiceNameIsNotAskedFor(String name) {
        assertThatExceptionOfType(NotProbeableException.class).isThrownBy(() -> services.find(name, 80));
        assertThat(cluster.requests("GET")).isEmpty();
    }

    private static Pod hostNetwork(String name) {
        return Probing.pod(Probing.SANDBOX, name, true)
                .edit()
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
    }

    private void missing(int port, String message) {
        assertThatExceptionOfType(NoAnswerException.class)
                .isThrownBy(() -> services.find("api", port))
                .withMessage(message);
    }
}
