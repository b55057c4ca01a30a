package io.kymaros.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.testcluster.TestCluster.Part;
import io.kymaros.testcluster.TestCluster.User;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

@RealCluster
class RealClusterTest {
    private static final String SHOP = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: cluster-test}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: api, namespace: cluster-test}
            spec:
              replicas: 2
              selector: {matchLabels: {app: api}}
              template:
                metadata: {labels: {app: api}}
                spec: {containers: [{name: api, image: api}]}
            """;

    @Test
    void veleroRestoresABackupIntoAnotherNamespace(TestCluster cluster) {
        cluster.apply(SHOP);
        cluster.kubectl("-n", "cluster-test", "rollout", "status", "deployment/api", "--timeout=60s")
                .orFail();
        cluster.velero("backup", "create", "cluster-test", "--include-namespaces", "cluster-test", "--wait")
                .orFail();
        cluster.velero(
                        "restore",
                        "create",
                        "cluster-test",
                        "--from-backup",
                        "cluster-test",
                        "--namespace-mappings",
                        "cluster-test:cluster-test-copy",
                        "--wait")
                .orFail();
        cluster.kubectl("-n", "cluster-test-copy", "rollout", "status", "deployment/api", "--timeout=60s")
                .orFail();
        assertThat(cluster.kubectl("-n", "velero", "get", "restore", "cluster-test", "-o", "jsonpath={.status.phase}")
                        .orFail())
                .isEqualTo("Completed");
    }

    @Test
    void usersMayDoOnlyWhatIsGrantedToThem(TestCluster cluster) {
        String[] mayI = {"auth", "can-i", "list", "secrets", "-A", "--kubeconfig"};
        assertThat(canListSecrets(cluster, User.ADMIN, mayI)).isTrue();
        assertThat(canListSecrets(cluster, User.NOBODY, mayI)).isFalse();
    }

    private static boolean canListSecrets(TestCluster cluster, User user, String... question) {
        String[] arguments = java.util.Arrays.copyOf(question, question.length + 1);
        arguments[question.length] = cluster.kubeconfig(user).toString();
        return cluster.kubectl(arguments).exitCode() == 0;
    }

    @Test
    void twoClustersRunSideBySideAndAFrozenPartCanBeThawed(TestCluster first) {
        TestCluster second = TestCluster.start();
        try (second) {
            assertThat(second.server()).isNotEqualTo(first.server());
            second.kubectl("create", "namespace", "only-in-the-second").orFail();
            assertThat(first.kubectl("get", "namespace", "only-in-the-second").exitCode())
                    .isNotZero();
            second.signal(Part.VELERO, "STOP");
            second.signal(Part.VELERO, "CONT");
            assertThat(second.kubectl("-n", "velero", "get", "backupstoragelocation", "default")
                            .orFail())
                    .contains("Available");
        }
        assertThat(Files.exists(second.logs())).isFalse();
        assertThat(first.kubectl("get", "nodes").orFail()).contains("Ready");
    }
}
