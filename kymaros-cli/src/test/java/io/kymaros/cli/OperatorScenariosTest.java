package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operator makes from a custom resource, and whether anything makes it again. The custom resources are Velero's own
 * schedules: of another kind that is new to the cluster Velero learns only every five minutes.
 */
class OperatorScenariosTest extends Scenarios {
    private static final String LEFT_OUT = "velero.io/exclude-from-backup: \"true\"";

    OperatorScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @BeforeAll
    void permissions() {
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: kymaros-operators-schedules}
                rules: [{apiGroups: [velero.io], resources: [schedules], verbs: [get, list]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: kymaros-operators-schedules}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kymaros-operators-schedules}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                """);
    }

    @Test
    void partsOfAnOperatorThatTheBackupLeftOutWithTheirOwnerAreLosses() {
        Shop shop = new Shop(cluster, "unowned").deploy();
        String owner = custom("unowned", "ledger", LEFT_OUT);
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: ledger-login, namespace: unowned, labels: {LEFT_OUT}, ownerReferences: [OWNER]}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: ledger, namespace: unowned, labels: {LEFT_OUT}, ownerReferences: [OWNER]}
                spec:
                  replicas: 3
                  serviceName: ledger
                  selector: {matchLabels: {app: ledger}}
                  template:
                    metadata: {labels: {app: ledger, LEFT_OUT}}
                    spec: {containers: [{name: db, image: example/ledger}]}
                """.replace("LEFT_OUT", LEFT_OUT).replace("OWNER", owner));
        shop.backUp();

        RestoreReportStatus status = scored(
                "unowned",
                "A label leaves out an operator's StatefulSet of three pods, its Secret, and their custom resource");

        assertThat(status.result()).isNotEqualTo("Pass");
        assertThat(findings(status)).anyMatch(finding -> finding.observed()
                .contains("its owner Schedule/ledger is not in the backup either"));
    }

    @Test
    void podsOfAnOperatorThatNothingMakesAgainAreMissed() {
        Shop shop = new Shop(cluster, "orphaned").deploy();
        String owner = custom("orphaned", "ledger", "app: ledger");
        for (String pod : new String[] {"ledger-1", "ledger-2"}) {
            cluster.apply("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %s, namespace: orphaned, labels: {app: ledger}, ownerReferences: [%s]}
                    spec: {containers: [{name: db, image: example/ledger}]}
                    """.formatted(pod, owner));
        }
        shop.backUp("--exclude-resources", "pods");

        RestoreReportStatus status = scored(
                "orphaned", "The backup excludes pods; two were an operator's, which is not at work in the sandbox");

        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(findings(status))
                .anyMatch(finding -> finding.observed().contains("its owner Schedule/ledger came back"));
    }

    @Test
    void whatACustomResourceMakesThatNoSandboxMayHoldIsNotKnownToComeBack() {
        Shop shop = new Shop(cluster, "withheld").deploy();
        String owner = custom("withheld", "ledger", "app: ledger");
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: ledger-login, namespace: withheld, labels: {%s}, ownerReferences: [%s]}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: ledger, namespace: withheld}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: withheld-ledger}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                subjects: [{kind: ServiceAccount, name: ledger, namespace: withheld}]
                """.formatted(LEFT_OUT, owner));
        shop.backUp("--include-cluster-resources");
        cluster.kubectl("delete", "clusterrolebinding/withheld-ledger").orFail();
        test("withheld", "shop", "15m", "");

        Set<String> made = ConcurrentHashMap.newKeySet();
        try (KubernetesClient client = admin()) {
            client.genericKubernetesResources("velero.io/v1", "Schedule")
                    .inAnyNamespace()
                    .inform(new Schedules(client, "withheld", made));
            run("withheld");
        }

        assertThat(made).as("sandboxes in which it was made").isEmpty();
        assertThat(cluster.kubectl("get", "clusterrolebinding/withheld-ledger", "--ignore-not-found", "-o", "name")
                        .orFail())
                .as("a binding of the whole cluster, restored with its account")
                .isEmpty();
        RestoreReportStatus status = documented(
                "A custom resource, from which an operator makes a Secret that the backup leaves out, stays out of the sandbox",
                "withheld");
        assertThat(Objects.requireNonNull(status.baseline()).normalised())
                .anyMatch(line ->
                        line.startsWith("Schedule.velero.io: 1 in the backup, not restored into a sandbox on purpose"));
        assertThat(findings(status)).anyMatch(finding -> finding.observed()
                .contains("spec.sandbox.customResources: [schedules.velero.io] would let it in"));
    }

    @Test
    void aSecretThatAnOperatorWritesIsNotKnownToComeBack() {
        Shop shop = new Shop(cluster, "vaulted").deploy();
        String owner = custom("vaulted", "login-from-vault", "app: vault");
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: db-login, namespace: vaulted, labels: {%s}, ownerReferences: [%s]}
                """.formatted(LEFT_OUT, owner));
        shop.backUp();

        RestoreReportStatus status = scored(
                "vaulted", "An operator writes a Secret that the backup leaves out, and is not at work in the sandbox");

        assertThat(status.result()).isEqualTo("Pass");
    }

    private RestoreReportStatus scored(String namespace, String scenario) {
        cluster.apply(testYaml(namespace, namespace, namespace, "shop", "15m", "")
                .replace("sandbox: {ttl: 30s}", "sandbox: {ttl: 30s, customResources: [schedules.velero.io]}"));
        run(namespace);
        return documented(scenario, namespace);
    }

    private KubernetesClient admin() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build();
    }

    /** Notes the sandboxes of a test in which a schedule is made. */
    private record Schedules(KubernetesClient client, String test, Set<String> sandboxes)
            implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource schedule) {
            Namespace namespace = client.namespaces()
                    .withName(schedule.getMetadata().getNamespace())
                    .get();
            if (namespace != null
                    && namespace.getMetadata().getLabels() != null
                    && test.equals(namespace.getMetadata().getLabels().get("restore.kymaros.io/test-name"))) {
                sandboxes.add(namespace.getMetadata().getName());
            }
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
            // That it was made is enough.
        }

        @Override
        public void onDelete(GenericKubernetesResource schedule, boolean unknown) {
            // That it was made is enough.
        }
    }

    /** Makes a custom resource and returns a reference to it as an owner. */
    private String custom(String namespace, String name, String label) {
        cluster.apply("""
                apiVersion: velero.io/v1
                kind: Schedule
                metadata: {name: %s, namespace: %s, labels: {%s}}
                spec: {schedule: 0 3 * * *, template: {}}
                """.formatted(name, namespace, label));
        String uid = cluster.kubectl("-n", namespace, "get", "schedule", name, "-o", "jsonpath={.metadata.uid}")
                .orFail();
        return "{apiVersion: velero.io/v1, kind: Schedule, name: %s, controller: true, uid: %s}".formatted(name, uid);
    }
}
