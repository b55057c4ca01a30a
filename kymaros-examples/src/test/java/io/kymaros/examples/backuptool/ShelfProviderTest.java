package io.kymaros.examples.backuptool;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.BackupProvider;
import io.kymaros.testkit.BackupProviderContract;
import io.kymaros.testkit.TestedTool;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** The shelf keeps the contract: this class only tells the test kit how to handle it. */
class ShelfProviderTest extends BackupProviderContract {
    private final Map<String, Box> boxes = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final Shelf shelf = new Shelf(cluster.client(), boxes, worker);
    private volatile CountDownLatch resumed = new CountDownLatch(0);

    @AfterEach
    void takeDown() {
        resumed.countDown();
        worker.shutdown();
        cluster.close();
    }

    @Override
    protected TestedTool tool() {
        return new TestedTool() {
            @Override
            public KubernetesClient cluster() {
                return cluster.client();
            }

            @Override
            public String namespace() {
                return "shelf";
            }

            @Override
            public BackupProvider provider() {
                return new ShelfProvider(Optional.of(shelf));
            }

            @Override
            public BackupProvider providerWithoutAccess() {
                return new ShelfProvider(Optional.empty());
            }

            @Override
            public void backUp(String backup, String namespace, Map<String, String> labels) {
                shelf.pack(backup, namespace, labels);
            }

            @Override
            public void spoil(String backup) {
                Box box = boxes.get(backup);
                boxes.put(
                        backup,
                        new Box(box.namespace(), box.labels(), box.packedAt(), false, box.list(), box.objects()));
            }

            @Override
            public void loseLists(String backup) {
                Box box = boxes.get(backup);
                boxes.put(
                        backup,
                        new Box(box.namespace(), box.labels(), box.packedAt(), true, Optional.empty(), box.objects()));
            }

            @Override
            public void halt() {
                CountDownLatch latch = new CountDownLatch(1);
                resumed = latch;
                worker.execute(() -> awaitQuietly(latch));
            }

            @Override
            public void resume() {
                resumed.countDown();
            }
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
