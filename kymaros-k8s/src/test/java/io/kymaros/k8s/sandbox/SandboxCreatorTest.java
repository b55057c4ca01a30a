package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.api.RestoreTestSpec.ResourceQuotaSpec;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fake.FakeCluster.Request;
import io.kymaros.k8s.fault.ObstacleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxCreatorTest {
    private static final ImmutableSandbox SANDBOX = Sandboxes.of("shop", "rp-test-a3f2c1");

    private final FakeCluster cluster = new FakeCluster();
    private final SandboxCreator creator = new SandboxCreator(cluster.client());

    @BeforeEach
    void source() {
        cluster.namespace("shop", Map.of("team", "shop", "pod-security.kubernetes.io/enforce", "privileged"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void namespaceIsMarkedInTheOneRequestThatCreatesIt() {
        creator.create(SANDBOX);
        List<Request> writes = cluster.writes().stream()
                .filter(request -> request.path().contains("namespaces"))
                .skip(1)
                .toList();
        assertThat(writes)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly(
                        "POST /api/v1/namespaces",
                        "POST /apis/networking.k8s.io/v1/namespaces/rp-test-a3f2c1/networkpolicies");
        Namespace sent = Serialization.unmarshal(writes.get(0).body(), Namespace.class);
        assertThat(sent.getMetadata().getName()).isEqualTo("rp-test-a3f2c1");
        assertThat(sent.getMetadata().getLabels())
                .containsEntry(Api.SANDBOX_LABEL, "true")
                .containsEntry(Api.RUN_UID_LABEL, Sandboxes.UID)
                .containsEntry(Api.TEST_NAME_LABEL, "nightly")
                .containsEntry(Api.TEST_NAMESPACE_LABEL, "kymaros");
        assertThat(sent.getMetadata().getAnnotations())
                .containsEntry(Api.EXPIRES_AT_ANNOTATION, "2024-01-15T04:30:01Z")
                .containsEntry(Api.REPORT_ANNOTATION, "kymaros/nightly-20240115-0300");
    }

    @Test
    void podsThatProductionAdmitsAreAdmittedAndNoOtherLabelIsTakenOver() {
        creator.create(SANDBOX);
        assertThat(namespace("rp-test-a3f2c1").getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "privileged")
                .doesNotContainKey("team");
    }

    @Test
    void sourceThatIsGoneIsNoFault() {
        creator.create(Sandboxes.of("gone", "rp-test-a3f2c1"));
        assertThat(namespace("rp-test-a3f2c1")).isNotNull();
    }

    @Test
    void nothingGoesInAndNothingGoesOut() {
        creator.create(SANDBOX);
        NetworkPolicy policy = policy("rp-test-a3f2c1");
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress()).isEmpty();
        assertThat(policy.getSpec().getEgress()).isEmpty();
        assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isNullOrEmpty();
        assertThat(policy.getMetadata().getLabels()).containsEntry(Api.RUN_UID_LABEL, Sandboxes.UID);
    }

    @Test
    void sandboxesOfAGroupReachEachOtherOnly() {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("shop", "rp-test-a3f2c1");
        namespaces.put("auth", "rp-test-a3f2c1-2");
        creator.create(Sandboxes.of(namespaces).withIsolation(NetworkIsolation.group));
        for (String name : namespaces.values()) {
            NetworkPolicy policy = policy(name);
            assertThat(policy.getSpec().getIngress()).singleElement().satisfies(rule -> {
                assertThat(rule.getFrom()).singleElement().satisfies(peer -> {
                    assertThat(peer.getNamespaceSelector().getMatchLabels())
                            .containsExactly(Map.entry(Api.RUN_UID_LABEL, Sandboxes.UID));
                    assertThat(peer.getIpBlock()).isNull();
                });
                assertThat(rule.getPorts()).isEmpty();
            });
            assertThat(policy.getSpec().getEgress()).singleElement().satisfies(rule -> assertThat(rule.getTo())
                    .singleElement()
                    .satisfies(peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                            .containsExactly(Map.entry(Api.RUN_UID_LABEL, Sandboxes.UID))));
        }
    }

    @Test
    void quotaHoldsWhatTheTestSays() {
        creator.create(SANDBOX.withQuota(new ResourceQuotaSpec("4", "8Gi", null)));
        ResourceQuota quota = Objects.requireNonNull(cluster.client()
                .resourceQuotas()
                .inNamespace("rp-test-a3f2c1")
                .withName("kymaros-quota")
                .get());
        assertThat(quota.getSpec().getHard().keySet()).containsExactlyInAnyOrder("requests.cpu", "requests.memory");
        assertThat(quota.getSpec().getHard().get("requests.memory")).hasToString("8Gi");
    }

    @Test
    void quotaThatTheServerRefusesIsNamedWithItsField() {
        cluster.refuse("POST", "resourcequotas$", 422, "Invalid value");
        obstacle(SANDBOX.withQuota(new ResourceQuotaSpec("4", null, null)), "Rejected", "spec.sandbox.resourceQuota");
    }

    @Test
    void namespaceOfSomeoneElseIsLeftAlone() {
        Namespace theirs = cluster.namespace("rp-test-a3f2c1", Map.of("owner", "someone"))
                .client()
                .namespaces()
                .withName("rp-test-a3f2c1")
                .get();
        int before = cluster.writes().size();
        obstacle(SANDBOX, "SandboxNameTaken", "rp-test-a3f2c1");
        assertThat(namespace("rp-test-a3f2c1")).isEqualTo(theirs);
        assertThat(cluster.writes().subList(before, cluster.writes().size()))
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("POST /api/v1/namespaces");
    }

    @Test
    void namespaceOfAnotherRunIsLeftAlone() {
        cluster.namespace("rp-test-a3f2c1", Map.of(Api.SANDBOX_LABEL, "true", Api.RUN_UID_LABEL, "another"));
        obstacle(SANDBOX, "SandboxNameTaken", "rp-test-a3f2c1");
    }

    /** The request arrived, its answer was lost, and the client has sent it again. */
    @Test
    void namespaceThatThisRunHasMadeAlreadyIsTaken() {
        cluster.reply("POST", "^/api/v1/namespaces$|networkpolicies$|resourcequotas$", request -> {
            String path = request.path();
            return cluster.requests("POST").stream()
                                    .filter(r ->
                                            r.path().equals(path) && r.body().equals(request.body()))
                                    .count()
                            == 1
                    ? null
                    : FakeCluster.failure(409, "already exists");
        });
        ImmutableSandbox sandbox = SANDBOX.withQuota(new ResourceQuotaSpec("4", null, null));
        creator.create(sandbox);
        creator.create(sandbox);
        assertThat(policy("rp-test-a3f2c1")).isNotNull();
    }

    @Test
    void policyThatIsChangedOnItsWayIsNoIsolation() {
        cluster.reply("GET", "networkpolicies/kymaros-isolation$", request -> {
            NetworkPolicy open = new NetworkPolicyBuilder(SandboxCreator.isolationPolicy(SANDBOX, "rp-test-a3f2c1"))
                    .editSpec()
                    .addNewEgress()
                    .endEgress()
                    .endSpec()
                    .build();
            return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(open));
        });
        obstacle(SANDBOX, "SandboxNotIsolated", "nothing was restored");
    }

    @Test
    void policyThatSelectsOnlySomePodsIsNoIsolation() {
        cluster.reply("GET", "networkpolicies/kymaros-isolation$", request -> {
            NetworkPolicy partial = new NetworkPolicyBuilder(SandboxCreator.isolationPolicy(SANDBOX, "rp-test-a3f2c1"))
                    .editSpec()
                    .editPodSelector()
                    .addToMatchLabels("app", "api")
                    .endPodSelector()
                    .endSpec()
                    .build();
            return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(partial));
        });
        obstacle(SANDBOX, "SandboxNotIsolated", "kymaros-isolation");
    }

    @Test
    void policyThatIsRemovedAtOnceIsNoIsolation() {
        cluster.refuse("GET", "networkpolicies/kymaros-isolation$", 404, "not found");
        obstacle(SANDBOX, "SandboxNotIsolated", "kymaros-isolation");
    }

    @Test
    void namespaceThatLostItsLabelsIsNoSandbox() {
        cluster.reply(
                "GET",
                "/api/v1/namespaces/rp-test-a3f2c1$",
                request -> new MockResponse()
                        .setResponseCode(200)
                        .setBody(
                                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"rp-test-a3f2c1\"}}"));
        obstacle(SANDBOX, "SandboxNotIsolated", "rp-test-a3f2c1");
    }

    @Test
    void refusalsSayWhatWasAttempted() {
        cluster.refuse("POST", "^/api/v1/namespaces$", 403, "namespaces is forbidden: User \"x\"");
        obstacle(SANDBOX, "Forbidden", "Can't create the sandbox namespace rp-test-a3f2c1: namespaces is forbidden");
    }

    @Test
    void refusedPolicyEndsTheRun() {
        cluster.refuse("POST", "networkpolicies$", 403, "networkpolicies is forbidden");
        obstacle(SANDBOX, "Forbidden", "isolate the sandbox rp-test-a3f2c1");
    }

    @Test
    void sourceThatCanNotBeReadEndsTheRun() {
        cluster.refuse("GET", "^/api/v1/namespaces/shop$", 403, "namespaces \"shop\" is forbidden");
        obstacle(SANDBOX, "Forbidden", "read the source namespace shop");
        assertThat(cluster.client().namespaces().withName("rp-test-a3f2c1").get())
                .isNull();
    }

    private void obstacle(Sandbox sandbox, String reason, String part) {
        assertThatExceptionOfType(ObstacleException.class)
                .isThrownBy(() -> creator.create(sandbox))
                .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo(reason))
                .withMessageContaining(part);
    }

    private Namespace namespace(String name) {
        return Objects.requireNonNull(
                cluster.client().namespaces().withName(name).get());
    }

    private NetworkPolicy policy(String namespace) {
        return Objects.requireNonNull(cluster.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .withName("kymaros-isolation")
                .get());
    }
}
