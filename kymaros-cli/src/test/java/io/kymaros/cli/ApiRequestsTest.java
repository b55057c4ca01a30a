package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kymaros.k8s.run.RestoreTestPlanner;
import io.kymaros.k8s.run.RestoreTestRun;
import io.kymaros.k8s.run.RunListener;
import io.kymaros.k8s.run.RunPhase;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import io.kymaros.velero.VeleroBackupProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Counts the requests of a typical run, and holds docs/cost.md against the count. */
class ApiRequestsTest extends Scenarios {
    private static final Path DOCUMENT = Path.of("..", "docs", "cost.md");
    private static final Pattern ROW = Pattern.compile("\\| ([a-z]+) \\| ([0-9]+) \\|.*");

    ApiRequestsTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void aRunMakesNoMoreRequestsThanArePublished() throws IOException {
        new Shop(cluster, "counted").deploy().backUp();
        test("counted", "shop", "15m", "");
        Counting counting = new Counting();

        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(
                        Config.fromKubeconfig(cluster.kubeconfig(User.KYMAROS).toFile()))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("count", counting))
                .build()) {
            new RestoreTestRun(client, new VeleroBackupProvider(client), counting)
                    .run(RestoreTestPlanner.read(client, SYSTEM, "counted"));
        }

        assertThat(newestReport("counted").getStatus().score()).isEqualTo(100);
        Map<String, Integer> published = published();
        assertThat(published.keySet())
                .as("phases in %s; there were %s", DOCUMENT, counting.counts)
                .isEqualTo(counting.counts.keySet());
        assertThat(counting.counts)
                .as("requests by phase; %s says %s", DOCUMENT, published)
                .allSatisfy((phase, count) -> assertThat(count).isLessThanOrEqualTo(published.get(phase)));
    }

    private static Map<String, Integer> published() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        try (var lines = Files.lines(DOCUMENT)) {
            lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .forEach(row -> rows.put(row.group(1), Integer.parseInt(row.group(2))));
        }
        return rows;
    }

    /** Counts requests under the phase that the run is in. */
    private static final class Counting implements Interceptor, RunListener {
        private final Map<String, Integer> counts = new TreeMap<>();
        private String phase = "start";

        @Override
        public synchronized void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            counts.merge(phase, 1, Integer::sum);
        }

        @Override
        public synchronized void started(RunPhase next) {
            phase = next.toString();
        }
    }
}
