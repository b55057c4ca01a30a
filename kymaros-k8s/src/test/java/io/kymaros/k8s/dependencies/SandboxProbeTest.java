package io.kymaros.k8s.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.k8s.api.RestoreTestSpec.DependencyProbe;
import io.kymaros.k8s.dependencies.SandboxProbe.Answer;
import io.kymaros.k8s.dependencies.SandboxProbe.Outcome;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.SandboxAudit;
import io.kymaros.k8s.sandbox.SandboxCreator;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxProbeTest {
    private static final String NAMESPACE = "sandbox";
    private static final Sandbox SANDBOX = Sandboxes.of("shop", NAMESPACE);
    private static final String ENDS =
            "{phase: Failed, containerStatuses: [{name: probe, state: {terminated: {exitCode: %d, message: %s}}}]}";
    private static final ExpectedDependency AUTH =
            new ExpectedDependency("auth", "platform", OptionalInt.of(443), "declared");

    private final FakeCluster cluster = new FakeCluster();
    private final SandboxProbe probe = probe("1m");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void podThatConnectsIsAnAnswer() {
        pods(ENDS.formatted(0, "''"));
        assertThat(probe.connect(AUTH, service("")).outcome()).isEqualTo(Outcome.CONNECTED);
        assertThat(probe.openings()).hasSize(1);
    }

    @Test
    void podThatCanNotConnectIsTriedAgainAndThenBelieved() {
        pods(ENDS.formatted(1, "\"REFUSED\\n\\e[31m\""));
        Answer answer = probe.connect(AUTH, service(""));
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.message())
                .startsWith("a pod of the sandbox could not connect: exit code 1: REFUSED")
                .doesNotContain("\u001b");
        assertThat(probe.openings()).hasSize(2);
    }

    /** A policy there may let the application's namespace in, and no sandbox. */
    @Test
    void refusalProvesNothingWhereNetworkPoliciesGuardTheService() {
        pods(ENDS.formatted(1, "TIMEOUT"));
        cluster.create(Serialization.unmarshal(
                "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: in, namespace: platform}\nspec: {podSelector: {}}\n",
                NetworkPolicy.class));
        assertThat(probe.connect(AUTH, service("")).outcome()).isEqualTo(Outcome.NOT_TRIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{phase: Pending, containerStatuses: [{name: probe, state: {waiting: {reason: ImagePullBackOff}}}]}",
                "{phase: Pending, containerStatuses: [{name: probe, state: {waiting: {reason: CreateContainerConfigError}}}]}",
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}",
                "{phase: Failed, reason: Evicted}",
                "{phase: Failed, containerStatuses: [{name: probe, state: {terminated: {exitCode: 127}}}]}",
                "{phase: Failed, containerStatuses: [{name: probe, state: {terminated: {exitCode: 128, reason: StartError}}}]}",
            })
    void podThatDoesNotRunItsCommandProvesNothing(String status) {
        pods(status);
        assertThat(probe.connect(AUTH, service("")).outcome()).isEqualTo(Outcome.NOT_TRIED);
    }

    @Test
    void podThatDoesNotEndProvesNothing() {
        pods("{phase: Running}");
        Answer answer = probe("1s").connect(AUTH, service(""));
        assertThat(answer.outcome()).isEqualTo(Outcome.NOT_TRIED);
        assertThat(answer.message()).contains("had not ended within 1 s");
    }

    @Test
    void missingPermissionOrQuotaProvesNothing() {
        cluster.refuse("POST", "/pods$", 403, "exceeded quota");
        Answer answer = probe.connect(AUTH, service(""));
        assertThat(answer.outcome()).isEqualTo(Outcome.NOT_TRIED);
        assertThat(answer.message()).isEqualTo("Forbidden: exceeded quota");
    }

    @ParameterizedTest
    @ValueSource(strings = {", clusterIP: None", ", selector: null", ", ports: [{port: 80}]"})
    void noWayOutIsMadeForAServiceThatIsNotNarrow(String other) {
        assertThat(probe.connect(AUTH, service(other)).outcome()).isEqualTo(Outcome.NOT_TRIED);
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void podsInTheNodesNetworkAreNotProbed() {
        cluster.create(Serialization.unmarshal(
                "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: platform, labels: {app: auth}}\nspec: {hostNetwork: true}\n",
                Pod.class));
        assertThat(probe.connect(AUTH, service("")).outcome()).isEqualTo(Outcome.NOT_TRIED);
    }

    @Test
    void podMayDoNothingElse() {
        pods(ENDS.formatted(0, "''"));
        probe.connect(AUTH, service(""));
        Pod pod = cluster.client()
                .pods()
                .inNamespace(NAMESPACE)
                .withName("kymaros-probe-1")
                .get();
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getCommand())
                    .containsExactly("/agnhost", "connect", "$(KYMAROS_HOST):$(KYMAROS_PORT)", "--timeout=5s");
            assertThat(container.getEnv()).extracting(env -> env.getValue()).containsExactly("10.96.0.7", "443");
        });
    }

    /** And the audit takes the policy, and nothing that is wider by a word. */
    @Test
    void wayOutLeadsFromThatPodToThatServiceAlone() {
        cluster.namespace("shop", Map.of());
        new SandboxCreator(cluster.client()).create(SANDBOX);
        pods(ENDS.formatted(0, "''"));
        probe.connect(AUTH, service(""));
        NetworkPolicy policy = probe.openings().get(0);
        assertThat(Serialization.asYaml(policy.getSpec()))
                .contains(
                        "app: \"auth\"",
                        "kubernetes.io/metadata.name: \"platform\"",
                        "port: 8443",
                        "protocol: \"TCP\"",
                        SANDBOX.runUid() + ".kymaros-probe-1");
        SandboxAudit audit = new SandboxAudit(cluster.client());
        assertThatCode(() -> audit.requireClosed(SANDBOX, probe.openings())).doesNotThrowAnyException();
        assertThatCode(() -> audit.requireClosed(SANDBOX)).hasMessageContaining("kymaros-probe-1");
        NetworkPolicy wider = policy.edit()
                .editSpec()
                .withNewPodSelector()
                .endPodSelector()
                .endSpec()
                .build();
        cluster.client().resource(wider).update();
        assertThatCode(() -> audit.requireClosed(SANDBOX, probe.openings())).hasMessageContaining("kymaros-probe-1");
    }

    private SandboxProbe probe(String timeout) {
        return new SandboxProbe(cluster.client(), SANDBOX, new DependencyProbe("example/agnhost", null, timeout));
    }

    /** Every probe pod comes to this. */
    private void pods(String status) {
        cluster.reply("POST", "/namespaces/" + NAMESPACE + "/pods$", request -> {
            Pod asked = Serialization.unmarshal(request.body(), Pod.class);
            if (asked.getStatus() != null && asked.getStatus().getPhase() != null) {
                return null;
            }
            Pod ended = new PodBuilder(asked)
                    .withStatus(Serialization.unmarshal("---\n" + status, PodStatus.class))
                    .build();
            return new MockResponse().setResponseCode(201).setBody(Serialization.asJson(later(ended)));
        });
    }

    private Pod later(Pod pod) {
        CompletableFuture.runAsync(() -> cluster.create(pod));
        return pod;
    }

    private static Service service(String other) {
        String rest = other.contains("selector") ? "" : ", selector: {app: auth}";
        rest += other.contains("ports") ? "" : ", ports: [{port: 443, targetPort: 8443}]";
        rest += other.contains("clusterIP") ? "" : ", clusterIP: 10.96.0.7";
        return Serialization.unmarshal(
                "---\napiVersion: v1\nkind: Service\nmetadata: {name: auth, namespace: platform}\nspec: {type: ClusterIP"
                        + other + rest + "}\n",
                Service.class);
    }
}
