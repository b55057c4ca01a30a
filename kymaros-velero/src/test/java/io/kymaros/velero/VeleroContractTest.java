package io.kymaros.velero;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.Part;
import io.kymaros.testcluster.TestCluster.User;
import io.kymaros.testkit.BackupProviderContract;
import io.kymaros.testkit.TestedTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A real Velero keeps the contract. */
@RealCluster
class VeleroContractTest extends BackupProviderContract {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestedVelero velero;

    @BeforeAll
    static void connect(TestCluster started) {
        velero = new TestedVelero(started, new RealVelero(started), RealVelero.client(started, User.NOBODY));
    }

    @AfterAll
    static void disconnect() {
        velero.real().close();
        velero.nobody().close();
    }

    @Override
    protected TestedTool tool() {
        return velero;
    }

    private record TestedVelero(TestCluster testCluster, RealVelero real, KubernetesClient nobody)
            implements TestedTool {
        @Override
        public KubernetesClient cluster() {
            return real.admin();
        }

        @Override
        public String namespace() {
            return "velero";
        }

        @Override
        public BackupProvider provider() {
            return real.provider();
        }

        @Override
        public BackupProvider providerWithoutAccess() {
            return new VeleroBackupProvider(nobody);
        }

        @Override
        public void backUp(String backup, String namespace, Map<String, String> labels) {
            List<String> command =
                    new ArrayList<>(List.of("backup", "create", backup, "--include-namespaces", namespace, "--wait"));
            labels.forEach((key, value) -> command.addAll(List.of("--labels", key + "=" + value)));
            testCluster.velero(command.toArray(String[]::new)).orFail();
        }

        @Override
        public void spoil(String backup) {
            String failed = "{\"status\":{\"phase\":\"Failed\"}}";
            testCluster
                    .kubectl("-n", "velero", "patch", "backup", backup, "--type", "merge", "-p", failed)
                    .orFail();
        }

        @Override
        public void loseLists(String backup) {
            real.deleteResourceList(backup);
        }

        @Override
        public void halt() {
            testCluster.signal(Part.VELERO, "STOP");
        }

        @Override
        public void resume() {
            testCluster.signal(Part.VELERO, "CONT");
        }
    }
}
