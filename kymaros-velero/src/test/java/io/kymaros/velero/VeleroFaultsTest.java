package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.Part;
import io.kymaros.velero.api.StorageLocation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Faults around a real Velero: none of them is blamed on the backup. The last tests leave the cluster broken. */
@RealCluster(exclusive = true)
@TestMethodOrder(OrderAnnotation.class)
class VeleroFaultsTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Patience IMPATIENT = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestCluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RealVelero velero;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Backup backup;

    private static @Nullable Process restarted;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void backUpAShop(TestCluster started) {
        cluster = started;
        velero = new RealVelero(started);
        velero.openShop("shop");
        backup = velero.backUp("shop");
    }

    @AfterAll
    static void disconnect() {
        if (restarted != null) {
            restarted.destroyForcibly();
        }
        velero.close();
    }

    @Test
    @Order(1)
    void aFrozenVeleroIsNoticedBeforeARestoreIsAskedFor() {
        cluster.signal(Part.VELERO, "STOP");
        try {
            Obstacle obstacle = obstacle(() -> velero.provider(IMPATIENT).contents(backup));
            assertThat(obstacle.reason()).isEqualTo("VeleroNotRunning");
            assertThat(obstacle.message()).contains("did not react within 5 s");
        } finally {
            cluster.signal(Part.VELERO, "CONT");
        }
    }

    /** A restore that Velero takes up after the run has given up must not bring an application to life by itself. */
    @Test
    @Order(2)
    void aRestoreThatWasGivenUpDoesNothingWhenVeleroComesBack() throws InterruptedException {
        VeleroBackupProvider provider = velero.provider(IMPATIENT);
        provider.contents(backup);
        cluster.signal(Part.VELERO, "STOP");
        RestoreHandle handle;
        try {
            handle = provider.start(velero.into("frozen-box", backup, "shop"));
            Obstacle obstacle = obstacle(() -> provider.await(handle, LONG, told::add));
            assertThat(obstacle.reason()).isEqualTo("VeleroNotRunning");
            assertThat(obstacle.message()).contains("Restore velero/frozen-box is still New after 5 s");
            assertThat(provider.stillRestoring(handle)).as("before the release").isTrue();
            provider.release(handle);
            assertThat(provider.stillRestoring(handle)).as("after the release").isFalse();
            cluster.kubectl("delete", "namespace", "frozen-box", "--timeout=60s")
                    .orFail();
        } finally {
            cluster.signal(Part.VELERO, "CONT");
        }
        assertThat(obstacle(() -> velero.provider().await(handle, LONG, told::add))
                        .reason())
                .isEqualTo("RestoreRefused");
        assertThat(velero.admin().namespaces().withName("frozen-box").get()).isNull();
    }

    @Test
    @Order(3)
    void theRunsTimeIsOverWhileVeleroIsFrozenInTheMiddle() throws InterruptedException {
        manyConfigMaps("slow", 400);
        Backup slow = velero.backUp("slow");
        RestoreHandle handle = velero.provider().start(velero.into("slow-box", slow, "slow"));
        CompletableFuture<Obstacle> obstacle = CompletableFuture.supplyAsync(
                () -> obstacle(() -> velero.provider().await(handle, Duration.ofSeconds(8), told::add)));
        await(() -> told.stream().anyMatch(text -> text.endsWith(" items")));
        cluster.signal(Part.VELERO, "STOP");
        cluster.apply("""
                apiVersion: velero.io/v1
                kind: PodVolumeRestore
                metadata: {name: slow-data, namespace: velero, labels: {velero.io/restore-name: slow-box}}
                status: {phase: InProgress}
                ---
                apiVersion: velero.io/v2alpha1
                kind: DataDownload
                metadata: {name: done, namespace: velero, labels: {velero.io/restore-name: slow-box}}
                status: {phase: Completed}
                """);
        try {
            assertThat(obstacle.join().reason()).isEqualTo("RestoreStuck");
            assertThat(obstacle.join().message())
                    .contains("was still InProgress (")
                    .contains("it waits for the data of volumes: PodVolumeRestore slow-data is InProgress.");
            velero.provider().release(handle);
            assertThat(velero.provider().stillRestoring(handle)).isTrue();
        } finally {
            cluster.signal(Part.VELERO, "CONT");
        }
        assertThat(velero.provider().await(handle, LONG, told::add).evidence().phase())
                .isEqualTo(RestorePhase.COMPLETED);
        assertThat(velero.provider().stillRestoring(handle)).isFalse();
    }

    @Test
    @Order(4)
    void aVeleroThatIsKilledAndStartedAgainIsNotBlamedOnTheBackup() throws Exception {
        manyConfigMaps("killed", 400);
        Backup killed = velero.backUp("killed");
        RestoreHandle handle = velero.provider().start(velero.into("killed-box", killed, "killed"));
        CompletableFuture<Obstacle> obstacle = CompletableFuture.supplyAsync(
                () -> obstacle(() -> velero.provider().await(handle, LONG, told::add)));
        await(() -> told.stream().anyMatch(text -> text.endsWith(" items")));
        cluster.signal(Part.VELERO, "KILL");
        restarted = velero.startServer();
        assertThat(obstacle.get(60, TimeUnit.SECONDS).reason()).isEqualTo("VeleroRestarted");
        assertThat(obstacle.join().message()).contains("Run the test again");
    }

    @Test
    @Order(5)
    void storageThatGoesAwayIsNotBlamedOnTheBackup() throws Exception {
        await(() -> storagePhase().equals("Available"));
        VeleroBackupProvider provider = velero.provider();
        provider.contents(backup);
        cluster.signal(Part.S3, "KILL");
        RestoreHandle handle = provider.start(velero.into("away-box", backup, "shop"));
        Obstacle during = obstacle(() -> provider.await(handle, LONG, told::add));
        assertThat(during.reason()).isEqualTo("StorageLocationUnavailable");
        assertThat(during.message()).contains("Restore velero/away-box").contains("connection refused");

        await(() -> storagePhase().equals("Unavailable"));
        Obstacle before = obstacle(() -> provider.find(named("shop")));
        assertThat(before.reason()).isEqualTo("StorageLocationUnavailable");
        assertThat(before.message())
                .contains("BackupStorageLocation velero/default")
                .contains("is Unavailable");
    }

    @Test
    @Order(6)
    void aClusterWithoutVeleroIsNamed() {
        cluster.kubectl("delete", "crd", "backups.velero.io", "--timeout=60s").orFail();
        for (String name : List.of("latest", "shop")) {
            Obstacle obstacle = obstacle(() -> velero.provider().find(named(name)));
            assertThat(obstacle.reason()).isEqualTo("VeleroNotInstalled");
        }
    }

    private static void manyConfigMaps(String namespace, int count) {
        String maps = IntStream.range(0, count)
                .mapToObj(i -> "{apiVersion: v1, kind: ConfigMap, metadata: {name: map-%d, namespace: %s}}"
                        .formatted(i, namespace))
                .collect(Collectors.joining("\n---\n"));
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}\n---\n%s".formatted(namespace, maps));
    }

    private static String storagePhase() {
        return velero.admin()
                .resources(StorageLocation.class)
                .inNamespace("velero")
                .withName("default")
                .get()
                .phase()
                .orElse("");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        TimeLeft time = TimeLeft.of(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(time.passed()).as("the condition came true in time").isFalse();
            Thread.sleep(20);
        }
    }

    private static Obstacle obstacle(ThrowingCallable call) {
        return catchThrowableOfType(ObstacleException.class, call).obstacle();
    }

    private static BackupRequest named(String name) {
        return BackupRequest.builder().toolNamespace("velero").backupName(name).build();
    }
}
