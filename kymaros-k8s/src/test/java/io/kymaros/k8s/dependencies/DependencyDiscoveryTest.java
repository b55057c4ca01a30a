package io.kymaros.k8s.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.pods.PodStartupGatherer;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyDiscoveryTest {
    private static final String SANDBOX = "sandbox";

    private final FakeCluster cluster = new FakeCluster();
    private final DependencyDiscovery discovery = new DependencyDiscovery(cluster.client());

    @BeforeEach
    void namespaces() {
        for (String name : List.of("platform", "shop", SANDBOX, "default")) {
            cluster.namespace(name, Map.of());
        }
        create("{apiVersion: v1, kind: Service, metadata: {name: auth, namespace: platform}, spec: {}}");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void environmentArgumentsAndCommandsAreRead() {
        deployment("""
                containers:
                - name: main
                  command: [serve, --mail, mail.platform.svc:25]
                  args: [--log=tcp://logs.platform.svc:514]
                  env: [{name: AUTH_URL, value: "https://auth.platform.svc.cluster.local:443/x"}]
                initContainers:
                - name: wait
                  command: [wait-for, db.platform.svc:5432]
                """);
        assertThat(shown())
                .containsExactlyInAnyOrder(
                        "platform/auth:443 in Deployment/api env AUTH_URL",
                        "platform/logs:514 in Deployment/api args",
                        "platform/mail:25 in Deployment/api command",
                        "platform/db:5432 in Deployment/api command");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{containers: [{name: m, envFrom: [{configMapRef: {name: used}}]}]}",
                "{containers: [{name: m, env: [{name: X, valueFrom: {configMapKeyRef: {name: used, key: conf}}}]}]}",
                "{containers: [{name: m}], volumes: [{name: v, configMap: {name: used}}]}",
                "{containers: [{name: m}], volumes: [{name: v, configMap: {name: used, items: [{key: conf, path: c}]}}]}",
                "{containers: [{name: m}], volumes: [{name: v, projected: {sources: [{configMap: {name: used}}]}}]}",
            })
    void configMapThatAWorkloadUsesIsRead(String pod) {
        configMap("used", "server auth.platform.svc:8080");
        deployment(pod);
        assertThat(shown()).containsExactly("platform/auth:8080 in ConfigMap/used key conf, used by Deployment/api");
    }

    /** Its host names may be dead, and nobody would miss them. */
    @Test
    void configMapThatNobodyUsesIsNotEvenRead() {
        configMap("unused", "http://gone.platform.svc");
        deployment(
                "{containers: [{name: m, env: [{name: X, valueFrom: {configMapKeyRef: {name: missing, key: k}}}]}]}");
        assertThat(shown()).isEmpty();
        assertThat(cluster.requests("GET"))
                .noneMatch(request ->
                        request.path().contains("unused") || request.path().endsWith("/configmaps"));
    }

    @Test
    void keyThatNobodyUsesDoesNotCount() {
        configMap("used", "http://gone.platform.svc");
        deployment(
                "{containers: [{name: m, env: [{name: X, valueFrom: {configMapKeyRef: {name: used, key: other}}}]}]}");
        assertThat(shown()).isEmpty();
    }

    @Test
    void everyKindOfWorkloadIsRead() {
        for (String kind : List.of("StatefulSet", "DaemonSet")) {
            create("{apiVersion: apps/v1, kind: " + kind + ", metadata: {name: w, namespace: " + SANDBOX
                    + "}, spec: {template: {spec: {containers: [{name: m, args: [" + kind + ".platform.svc]}]}}}}");
        }
        create("{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: " + SANDBOX
                + "}, spec: {template: {spec: {containers: [{name: m, args: [job.platform.svc]}]}}}}");
        create(
                "{apiVersion: batch/v1, kind: CronJob, metadata: {name: w, namespace: " + SANDBOX
                        + "}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: m, args: [cron.platform.svc]}]}}}}}}");
        create("{apiVersion: v1, kind: Pod, metadata: {name: w, namespace: " + SANDBOX
                + "}, spec: {containers: [{name: m, args: [pod.platform.svc]}]}}");
        assertThat(shown())
                .containsExactlyInAnyOrder(
                        "platform/statefulset in StatefulSet/w args",
                        "platform/daemonset in DaemonSet/w args",
                        "platform/job in Job/w args",
                        "platform/cron in CronJob/w args",
                        "platform/pod in Pod/w args");
    }

    /** A name with .svc can be nothing else: the service is needed, and missing. */
    @Test
    void nameOfTheClusterCountsAlsoWhereNothingAnswersToIt() {
        deployment("{containers: [{name: m, args: [http://auth.nowhere.svc:80]}]}");
        assertThat(shown()).containsExactly("nowhere/auth:80 in Deployment/api args");
    }

    @Test
    void shortNameCountsWhereThereIsSuchAService() {
        deployment(
                "{containers: [{name: m, args: ['http://auth.platform:8080', auth.platform, 'see auth.platform now']}]}");
        assertThat(shown()).containsExactly("platform/auth:8080 in Deployment/api args");
    }

    /** It may as well be a host of the internet: a namespace can be called {@code dev}. */
    @Test
    void shortNameWithoutAServiceIsANote() {
        cluster.namespace("dev", Map.of());
        deployment("{containers: [{name: m, args: ['https://example.dev/', example.com, logging.dev]}]}");
        assertThat(shown()).isEmpty();
        assertThat(find().notes()).extracting(EvidenceNote::reason).containsExactly("DependencyUncertain");
    }

    @Test
    void ownNamespaceInFullIsANoteAndNoDependency() {
        create("{apiVersion: v1, kind: Service, metadata: {name: db, namespace: " + SANDBOX + "}, spec: {}}");
        deployment(
                "{containers: [{name: m, args: [db.shop.svc.cluster.local], env: [{name: DB, value: 'db.shop:5432'}]}]}");
        assertThat(shown()).isEmpty();
        assertThat(find().notes())
                .allSatisfy(note -> {
                    assertThat(note.reason()).isEqualTo("DependencyPointsBack");
                    assertThat(note.message()).contains("names db.shop", "would reach production");
                })
                .extracting(EvidenceNote::object)
                .containsExactlyInAnyOrder("Deployment/api args", "Deployment/api env DB");
    }

    @Test
    void sandboxAndTheApiServerAreNoDependencies() {
        deployment("{containers: [{name: m, args: [db." + SANDBOX + ".svc, https://kubernetes.default.svc:443]}]}");
        Discovery found = find();
        assertThat(found.dependencies()).isEmpty();
        assertThat(found.notes()).isEmpty();
    }

    @Test
    void valueOfASecretIsNotReadAndSaidSo() {
        create("{apiVersion: v1, kind: Secret, metadata: {name: conn, namespace: " + SANDBOX
                + "}, stringData: {url: 'http://auth.platform.svc'}}");
        deployment("""
                containers:
                - name: m
                  env:
                  - {name: AUTH_URL, valueFrom: {secretKeyRef: {name: conn, key: url}}}
                  - {name: TOKEN, valueFrom: {secretKeyRef: {name: conn, key: token}}}
                """);
        Discovery found = find();
        assertThat(found.dependencies()).isEmpty();
        assertThat(found.notes()).singleElement().satisfies(note -> {
            assertThat(note.reason()).isEqualTo("DependencyNotRead");
            assertThat(note.message()).contains("env AUTH_URL comes from key url of Secret conn");
        });
        assertThat(cluster.requests("GET")).noneMatch(request -> request.path().contains("secrets"));
    }

    @Test
    void accountOfAnotherNamespaceIsANote() {
        create("{apiVersion: v1, kind: ServiceAccount, metadata: {name: scraper, namespace: platform}}");
        create("{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: scrape, namespace: "
                + SANDBOX
                + "}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}, subjects: ["
                + "{kind: ServiceAccount, name: scraper, namespace: platform},"
                + "{kind: ServiceAccount, name: gone, namespace: nowhere},"
                + "{kind: ServiceAccount, name: own, namespace: " + SANDBOX + "}, {kind: User, name: jane}]}");
        assertThat(find().notes())
                .extracting(EvidenceNote::message)
                .containsExactly(
                        "grants Role reader to ServiceAccount platform/scraper, which exists",
                        "grants Role reader to ServiceAccount nowhere/gone, which does not exist in this cluster");
    }

    @Test
    void whatCanNotBeReadIsNotTakenForNothing() {
        cluster.refuse("GET", "/deployments", 403, "deployments is forbidden");
        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> find());
    }

    @Test
    void roleBindingsThatCanNotBeReadAreANote() {
        cluster.refuse("GET", "/rolebindings", 403, "rolebindings is forbidden");
        assertThat(find().notes())
                .extracting(EvidenceNote::message)
                .containsExactly("the RoleBindings of " + SANDBOX + " could not be read: rolebindings is forbidden");
    }

    private Discovery find() {
        Sandbox sandbox = Sandboxes.of("shop", SANDBOX);
        try (PodStartupGatherer pods = new PodStartupGatherer(cluster.client(), sandbox, Optional.empty())) {
            return discovery.find(sandbox, pods.templates());
        }
    }

    private List<String> shown() {
        return find().dependencies().stream()
                .map(one -> one.namespace() + "/" + one.name()
                        + (one.port().isPresent() ? ":" + one.port().getAsInt() : "") + " in " + one.foundIn())
                .toList();
    }

    private void configMap(String name, String conf) {
        create("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + ", namespace: " + SANDBOX
                + "}, data: {conf: '" + conf + "'}}");
    }

    private void deployment(String pod) {
        create("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: " + SANDBOX
                + "}\nspec:\n  template:\n    spec:\n" + pod.indent(6));
    }

    private void create(String yaml) {
        cluster.client()
                .load(new java.io.ByteArrayInputStream(("---\n" + yaml).getBytes(StandardCharsets.UTF_8)))
                .create();
    }
}
