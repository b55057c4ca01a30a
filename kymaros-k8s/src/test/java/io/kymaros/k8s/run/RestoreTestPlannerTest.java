package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.api.RestoreTestSpec.SourceNamespace;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.logs.LogRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTestPlannerTest {
    @Test
    void whatATestLeavesOutHasItsDefault() {
        RestoreTestPlan plan = plan(Plans.smallest());
        assertThat(plan.testName()).isEqualTo("nightly");
        assertThat(plan.testNamespace()).isEqualTo("kymaros");
        assertThat(plan.provider()).isEqualTo("velero");
        assertThat(plan.backup().toolNamespace()).isEqualTo("velero");
        assertThat(plan.backup().latest()).isTrue();
        assertThat(plan.backup().labelSelector()).isEmpty();
        assertThat(plan.sourceNamespaces()).isEmpty();
        assertThat(plan.sandboxPrefix()).isEqualTo("rp-test");
        assertThat(plan.ttl()).isEqualTo(Duration.ofMinutes(30));
        assertThat(plan.isolation()).isEqualTo(NetworkIsolation.strict);
        assertThat(plan.quota()).isEmpty();
        assertThat(plan.policyName()).isEmpty();
        assertThat(plan.checks()).isEmpty();
        assertThat(plan.checksTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.maxRto()).isEmpty();
        assertThat(plan.timeout()).isEqualTo(Duration.ofHours(1));
        assertThat(plan.longest()).isEqualTo(Duration.ofMinutes(90));
        assertThat(plan.dependencies()).isEmpty();
        assertThat(plan.scoring()).isEqualTo(ScoringPolicy.standard());
        assertThat(plan.historyLimit()).isEqualTo(10);
        assertThat(plan.logs()).isEqualTo(new LogRequest(false, 100, true, true, true));
        assertThat(plan.collectsLogs()).isFalse();
    }

    @Test
    void logsAreCollectedAsATestAsks() {
        var test = Plans.everything();
        Plans.put(
                test,
                "/spec/logCollection",
                "{enabled: true, maxLines: 7, includeEvents: false, includeInit: false, includePrevious: false}");
        RestoreTestPlan plan = planEverything(test, Plans.policy());
        assertThat(plan.logs()).isEqualTo(new LogRequest(true, 7, false, false, false));
        assertThat(plan.collectsLogs()).isTrue();
    }

    @Test
    void whatATestSaysIsPlanned() {
        RestoreTestPlan plan = planEverything(Plans.everything(), Plans.policy());
        assertThat(plan.backup().toolNamespace()).isEqualTo("backup-system");
        assertThat(plan.backup().namespaces()).containsExactly("shop", "payments");
        assertThat(plan.backup().labelSelector()).containsEntry("tier", "gold");
        assertThat(plan.sourceNamespaces())
                .containsExactly(
                        new SourceNamespace("shop", null), new SourceNamespace("payments", "rp-test-payments"));
        assertThat(plan.ttl()).isEqualTo(Duration.ofMinutes(45));
        assertThat(plan.isolation()).isEqualTo(NetworkIsolation.group);
        assertThat(plan.quota())
                .hasValueSatisfying(quota -> assertThat(quota.cpu()).isEqualTo("4"));
        assertThat(plan.policyName()).contains("shop-checks");
        assertThat(plan.checks()).extracting(Check::name).containsExactly("pods", "front", "db", "query", "keys");
        assertThat(plan.maxRto()).contains(Duration.ofMinutes(15));
        assertThat(plan.timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(plan.dependencies()).hasSize(1);
        assertThat(plan.historyLimit()).isEqualTo(30);
        assertThat(plan.scoring().passThreshold()).isEqualTo(95);
        assertThat(plan.scoring().credit(Level.POD_STARTUP)).isEqualTo(Credit.PROPORTIONAL);
        assertThat(plan.scoring().unconfigured(Level.RTO_COMPLIANCE)).isEqualTo(Unconfigured.EARNS_ALL);
        assertThat(plan.scoring().lostData()).isEqualTo(LostData.COUNTS_AS_AN_OBJECT);
        assertThat(plan.ignoredLosses())
                .containsExactly(IgnoredLoss.builder()
                        .kind("PersistentVolumeClaim")
                        .name("cache-*")
                        .namespace("shop")
                        .reason("filled anew at start")
                        .build());
        assertThat(plan.scoring().requiredLevels()).containsExactly(Level.COMPLETENESS);
    }

    @Test
    void testSaysWhichTypesCostPoints() {
        ObjectNode test = Plans.smallest();
        Plans.put(test, "/spec/scoring", "{}");
        Plans.put(test, "/spec/scoring/scoredResourceTypes", "[Secret, Ingress, Widget.example.org, Secret]");
        assertThat(plan(test).scoring().scoredResourceTypes())
                .containsExactly("Secret", "Ingress", "Widget.example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/metadata | null | metadata",
                "/metadata/name | '' | metadata.name",
                "/metadata/name | Nightly | metadata.name",
                "/metadata/name | ../../secrets | metadata.name",
                "/metadata/namespace | null | metadata.namespace",
                "/spec | null | spec",
                "/spec/backupSource | null | spec.backupSource",
                "/spec/backupSource/backupName | null | spec.backupSource.backupName",
                "/spec/backupSource/backupName | ' ' | spec.backupSource.backupName",
                "/spec/backupSource/backupName | ../velero | spec.backupSource.backupName",
                "/spec/backupSource/provider | '' | spec.backupSource.provider",
                "/spec/backupSource/veleroNamespace | Velero! | spec.backupSource.veleroNamespace",
                "/spec/backupSource/labelSelector | {tier: null} | spec.backupSource.labelSelector",
                "/spec/backupSource/namespaces | [null] | spec.backupSource.namespaces[0]",
                "/spec/backupSource/namespaces | [{name: null}] | spec.backupSource.namespaces[0].name",
                "/spec/backupSource/namespaces | [{name: 'shop*'}] | spec.backupSource.namespaces[0].name",
                "/spec/backupSource/namespaces | [{name: a}, {name: a}] | spec.backupSource.namespaces[1].name",
                "/spec/backupSource/namespaces | [{name: a, sandboxName: A}] | spec.backupSource.namespaces[0].sandboxName",
                "/spec/backupSource/namespaces | [{name: a, sandboxName: x}, {name: b, sandboxName: x}] | spec.backupSource.namespaces[1].sandboxName",
                "/spec/backupSource/namespaces | [{name: a, sandboxName: b}, {name: b}] | spec.backupSource.namespaces",
                "/spec/sandbox/namespacePrefix | Rp_Test | spec.sandbox.namespacePrefix",
                "/spec/sandbox/namespacePrefix | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | spec.sandbox.namespacePrefix",
                "/spec/sandbox/ttl | soon | spec.sandbox.ttl",
                "/spec/sandbox/ttl | 0s | spec.sandbox.ttl",
                "/spec/sandbox/ttl | -30m | spec.sandbox.ttl",
                "/spec/sandbox/resourceQuota | {cpu: lots} | spec.sandbox.resourceQuota.cpu",
                "/spec/sandbox/resourceQuota | {memory: 8 Gi} | spec.sandbox.resourceQuota.memory",
                "/spec/sandbox/resourceQuota | {storage: '-1Gi'} | spec.sandbox.resourceQuota.storage",
                "/spec/sandbox/resourceQuota | {cpu: ''} | spec.sandbox.resourceQuota.cpu",
                "/spec/sandbox/labels | {'not a key': x} | spec.sandbox.labels",
                "/spec/sandbox/labels | {team: 'not a value'} | spec.sandbox.labels",
                "/spec/sandbox/labels | {team: null} | spec.sandbox.labels",
                "/spec/sandbox/labels | {restore.kymaros.io/sandbox: 'false'} | spec.sandbox.labels",
                "/spec/sandbox/labels | {kubernetes.io/metadata.name: shop} | spec.sandbox.labels",
                "/spec/sandbox/customResources | [null] | spec.sandbox.customResources[0]",
                "/spec/sandbox/customResources | [Widget] | spec.sandbox.customResources[0]",
                "/spec/sandbox/customResources | ['*.example.org'] | spec.sandbox.customResources[0]",
                "/spec/sandbox/customResources | [widgets.example.org, deployments.apps] | spec.sandbox.customResources[1]",
                "/spec/sandbox/customResources | [ingresses.networking.k8s.io] | spec.sandbox.customResources[0]",
                "/spec/sandbox/customResources | [ciliumnetworkpolicies.cilium.io] | spec.sandbox.customResources[0]",
                "/spec/healthChecks | {policyRef: ''} | spec.healthChecks.policyRef",
                "/spec/healthChecks | {policyRef: other} | spec.healthChecks.policyRef",
                "/spec/sla/maxRTO | 15 | spec.sla.maxRTO",
                "/spec/sla/maxRTO | 0m | spec.sla.maxRTO",
                "/spec/timeout | forever | spec.timeout",
                "/spec/timeout | 0s | spec.timeout",
                "/spec/timeout | 99999h | spec.timeout",
                "/spec/historyLimit | 0 | spec.historyLimit",
                "/spec/historyLimit | -3 | spec.historyLimit",
                "/spec/historyLimit | 1001 | spec.historyLimit",
                "/spec/logCollection | {maxLines: 0} | spec.logCollection.maxLines",
                "/spec/logCollection | {maxLines: 10001} | spec.logCollection.maxLines",
                "/spec/dependencies | [null] | spec.dependencies[0]",
                "/spec/dependencyProbe | {image: ''} | spec.dependencyProbe.image",
                "/spec/dependencyProbe | {image: 'a b'} | spec.dependencyProbe.image",
                "/spec/dependencyProbe | {image: a, command: [null]} | spec.dependencyProbe.command",
                "/spec/dependencyProbe | {image: a, timeout: soon} | spec.dependencyProbe.timeout",
                "/spec/dependencies | [{name: '', namespace: p}] | spec.dependencies[0].name",
                "/spec/dependencies | [{name: a, namespace: null}] | spec.dependencies[0].namespace",
                "/spec/dependencies | [{name: a, namespace: p}, {name: b, namespace: p, port: 0}] | spec.dependencies[1].port",
                "/spec/dependencies | [{name: a, namespace: p, port: 65536}] | spec.dependencies[0].port",
                "/spec/scoring/weights | {RestoreIntegrity: 99} | spec.scoring",
                "/spec/scoring/weights | {RestoreIntegrity: null} | spec.scoring.weights",
                "/spec/scoring/weights | {RestoreIntegrity: 2147483647, PodStartup: 2147483647} | spec.scoring",
                "/spec/scoring/weights | {RestoreIntegrity: -1, PodStartup: 101} | spec.scoring",
                "/spec/scoring/weights | {Speed: 100} | spec.scoring.weights",
                "/spec/scoring/thresholds | {pass: 101} | spec.scoring",
                "/spec/scoring/thresholds | {partial: 0} | spec.scoring",
                "/spec/scoring/thresholds | {pass: 50, partial: 50} | spec.scoring",
                "/spec/scoring/credit | {PodStartup: Some} | spec.scoring.credit.PodStartup",
                "/spec/scoring/credit | {RestoreIntegrity: Proportional} | spec.scoring",
                "/spec/scoring/policy | Strict | spec.scoring.policy",
                "/spec/scoring/lostData | Ignored | spec.scoring.lostData",
                "/spec/ignoredLosses | [{kind: Secret, name: a, reason: ''}] | spec.ignoredLosses[0].reason",
                "/spec/ignoredLosses | [{kind: Secret, name: a}] | spec.ignoredLosses[0].reason",
                "/spec/ignoredLosses | [{kind: ' ', name: a, reason: r}] | spec.ignoredLosses[0].kind",
                "/spec/ignoredLosses | [{kind: Secret, reason: r}] | spec.ignoredLosses[0].name",
                "/spec/ignoredLosses | [null] | spec.ignoredLosses[0]",
                "/spec/scoring/unconfigured | {RTOCompliance: Maybe} | spec.scoring.unconfigured.RTOCompliance",
                "/spec/scoring/unconfigured | {Completeness: EarnsAll} | spec.scoring",
                "/spec/scoring/requiredLevels | [Speed] | spec.scoring.requiredLevels",
                "/spec/scoring/requiredLevels | [null] | spec.scoring.requiredLevels",
                "/spec/scoring/scoredResourceTypes | [] | spec.scoring.scoredResourceTypes",
                "/spec/scoring/scoredResourceTypes | [null] | spec.scoring.scoredResourceTypes",
                "/spec/scoring/scoredResourceTypes | [secrets] | spec.scoring.scoredResourceTypes"
            })
    void whatCanNotWorkIsRefusedWithItsField(String pointer, String value, String field) {
        ObjectNode test = Plans.smallest();
        Plans.put(test, pointer, value);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> plan(test))
                .withMessageContaining(": " + field + ": ")
                .withMessageStartingWith("RestoreTest");
    }

    @Test
    void dependencyOnASourceNamespaceIsRefused() {
        ObjectNode test = Plans.smallest();
        Plans.put(test, "/spec/backupSource/namespaces", "[{name: shop}]");
        Plans.put(test, "/spec/dependencies", "[{name: db, namespace: shop}]");
        refused(test, null, "spec.dependencies[0].namespace: shop is itself under test");
    }

    @Test
    void slipOfTheKeyIsUnderstood() {
        ObjectNode test = Plans.smallest();
        Plans.put(test, "/spec/scoring/requiredLevels", "[PodStartups]");
        refused(test, null, "did you mean PodStartup?");
    }

    @Test
    void rightEdgesAreTaken() {
        ObjectNode test = Plans.smallest();
        Plans.put(test, "/spec/sandbox/namespacePrefix", "a".repeat(40));
        Plans.put(test, "/spec/historyLimit", "1000");
        Plans.put(test, "/spec/sandbox/resourceQuota", "{cpu: 500m, memory: 1.5Gi, storage: 10e3}");
        Plans.put(test, "/spec/dependencies", "[{name: a, namespace: p, port: 65535}]");
        Plans.put(test, "/spec/backupSource/backupName", "shop-20260101.full");
        assertThat(plan(test).historyLimit()).isEqualTo(1000);
    }

    @Nested
    class FromTheCluster {
        @Test
        void testAndPolicyAreRead() {
            try (FakeCluster cluster = new FakeCluster()) {
                cluster.create(Plans.test(Plans.everything()));
                cluster.create(Plans.policy(Plans.policy()));
                RestoreTestPlan plan = RestoreTestPlanner.read(cluster.client(), "kymaros-system", "everything");
                assertThat(plan).isEqualTo(planEverything(Plans.everything(), Plans.policy()));
            }
        }

        @Test
        void missingTestIsNamedWithTheCommandThatHelps() {
            try (FakeCluster cluster = new FakeCluster()) {
                assertThatExceptionOfType(InvalidInputException.class)
                        .isThrownBy(() -> RestoreTestPlanner.read(cluster.client(), "kymaros", "nightly"))
                        .withMessage("RestoreTest kymaros/nightly does not exist. See what does:"
                                + " kubectl get restoretests -A");
            }
        }

        @Test
        void missingPolicyIsNamedWithTheFieldThatLinksIt() {
            try (FakeCluster cluster = new FakeCluster()) {
                cluster.create(Plans.test(Plans.everything()));
                assertThatExceptionOfType(InvalidInputException.class)
                        .isThrownBy(() -> RestoreTestPlanner.read(cluster.client(), "kymaros-system", "everything"))
                        .withMessageStartingWith("RestoreTest kymaros-system/everything: spec.healthChecks.policyRef:"
                                + " HealthCheckPolicy kymaros-system/shop-checks does not exist.");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"restoretests", "healthcheckpolicies"})
        void missingPermissionIsAnObstacle(String type) {
            try (FakeCluster cluster = new FakeCluster()) {
                cluster.create(Plans.test(Plans.everything()));
                cluster.refuse("GET", "/" + type + "/", 403, type + " is forbidden");
                assertThatExceptionOfType(ObstacleException.class)
                        .isThrownBy(() -> RestoreTestPlanner.read(cluster.client(), "kymaros-system", "everything"))
                        .satisfies(e -> assertThat(e.obstacle().reason()).isEqualTo("Forbidden"));
            }
        }
    }

    private static RestoreTestPlan plan(ObjectNode test) {
        return RestoreTestPlanner.plan(Plans.test(test), null);
    }

    private static RestoreTestPlan planEverything(ObjectNode test, ObjectNode policy) {
        return RestoreTestPlanner.plan(Plans.test(test), Plans.policy(policy));
    }

    private static void refused(ObjectNode test, @Nullable ObjectNode policy, String part) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(
                        () -> RestoreTestPlanner.plan(Plans.test(test), policy == null ? null : Plans.policy(policy)))
                .withMessageContaining(part);
    }
}
