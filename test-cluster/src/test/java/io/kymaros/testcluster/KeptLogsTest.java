package io.kymaros.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

class KeptLogsTest {
    private static final Path KEPT = Path.of("target", "cluster-logs", "Failing");

    @Test
    void theLogsOfAFailedTestsClusterAreKept() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Failing.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1).failed(1));

        assertThat(KEPT.resolve("kube-apiserver.log")).isNotEmptyFile();
        assertThat(KEPT.resolve("velero.log")).isNotEmptyFile();
        assertThat(Failing.logs).as("the cluster itself is gone").satisfies(logs -> assertThat(Files.exists(logs))
                .isFalse());
    }

    /** Run by the test above only: surefire does not look into nested classes by itself. */
    @RealCluster
    @Tag("fails")
    static class Failing {
        private static Path logs = Path.of("");

        @Test
        void fails(TestCluster cluster) {
            logs = cluster.logs();
            assertThat(cluster.server()).isEqualTo("somewhere else");
        }
    }
}
