package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.ImmutableRestoreRequest;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.sandbox.ResourcePatch;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import io.kymaros.velero.api.DownloadRequest;
import io.kymaros.velero.api.VeleroRestore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real Velero server, as a user who may do no more than the provider needs. */
@RealCluster
class VeleroBackupProviderTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static TestCluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RealVelero velero;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void connect(TestCluster started) {
        cluster = started;
        velero = new RealVelero(started);
    }

    @AfterAll
    static void disconnect() {
        velero.close();
    }

    @Test
    void aShopComesBackNeutralisedAndItsSourceIsUntouched() throws InterruptedException {
        velero.openShop("whole");
        Backup backup = velero.backUp("whole");
        Map<String, String> before = versions("whole");
        VeleroBackupProvider provider = velero.provider();

        assertContents(provider.contents(backup));
        RestoreRequest request = velero.into("whole-box", backup, "whole");
        RestoreHandle handle = provider.start(request);
        RestoreOutcome outcome = provider.explain(request, handle, provider.await(handle, LONG, told::add));

        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
        assertThat(outcome.evidence().errors()).isZero();
        // Velero warned that kube-root-ca.crt exists already, as it does in every namespace.
        assertThat(outcome.evidence().warningMessages()).isEmpty();
        assertThat(outcome.evidence().warnings()).isZero();
        assertThat(outcome.createdAt()).isPresent();
        assertThat(outcome.startedAt().orElseThrow())
                .isBeforeOrEqualTo(outcome.completedAt().orElseThrow());
        assertThat(told).endsWith("Completed");
        assertNeutralised("whole-box");
        assertThat(versions("whole")).isEqualTo(before);
        provider.release(handle);
        assertOnlyTheRestoreIsLeft(handle);
    }

    private static void assertContents(BackupContents contents) {
        assertThat(contents.objects())
                .containsEntry(
                        new ObjectKind("v1", "Secret"),
                        List.of(new ObjectName("whole", "one"), new ObjectName("whole", "two")))
                .containsEntry(new ObjectKind("apps/v1", "Deployment"), List.of(new ObjectName("whole", "api")))
                .containsEntry(new ObjectKind("batch/v1", "CronJob"), List.of(new ObjectName("whole", "yearly")))
                .containsEntry(new ObjectKind("v1", "PersistentVolumeClaim"), List.of(new ObjectName("whole", "data")));
        assertThat(contents.volumes())
                .containsExactly(new BackupVolume(
                        new ObjectName("whole", "data"),
                        false,
                        "the backup skipped it (volumeSnapshot: no applicable volumesnapshotter found;)"));
    }

    private static void assertNeutralised(String sandbox) {
        KubernetesClient admin = velero.admin();
        assertThat(admin.batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(sandbox)
                        .withName("yearly")
                        .get()
                        .getSpec()
                        .getSuspend())
                .isTrue();
        assertThat(admin.services()
                        .inNamespace(sandbox)
                        .withName("public")
                        .get()
                        .getSpec()
                        .getType())
                .isEqualTo("ClusterIP");
        assertThat(admin.persistentVolumeClaims()
                        .inNamespace(sandbox)
                        .withName("data")
                        .get()
                        .getSpec()
                        .getVolumeName())
                .isNull();
        assertThat(admin.persistentVolumes().list().getItems())
                .noneMatch(volume -> volume.getMetadata().getLabels() != null
                        && volume.getMetadata().getLabels().containsKey("velero.io/restore-name"));
    }

    private static void assertOnlyTheRestoreIsLeft(RestoreHandle handle) {
        KubernetesClient admin = velero.admin();
        assertThat(admin.resources(VeleroRestore.class)
                        .inNamespace("velero")
                        .withName(handle.name())
                        .get())
                .isNotNull();
        assertThat(admin.configMaps().inNamespace("velero").list().getItems())
                .noneMatch(map -> map.getMetadata().getName().startsWith(handle.name()));
        assertThat(admin.resources(DownloadRequest.class)
                        .inNamespace("velero")
                        .list()
                        .getItems())
                .noneMatch(request -> request.getSpec().target().name().equals(handle.name()));
    }

    /** The source holds its ports while the sandbox is made; in a disaster they would be free. */
    @Test
    void servicesThatAreReachableFromOutsideComeBackWithoutThat() throws InterruptedException {
        velero.openShop("ports");
        cluster.apply(OUTSIDE_SERVICES);
        cluster.apply(manyPorts());
        Backup backup = velero.backUp("ports");
        velero.admin().secrets().inNamespace("ports").delete();

        RestoreOutcome outcome = restore(velero.into("ports-box", backup, "ports"));

        assertThat(outcome.evidence().errorMessages()).isEmpty();
        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
        Map<String, ServiceSpec> back = services("ports-box");
        assertThat(back).containsOnlyKeys(services("ports").keySet());
        assertThat(back.values())
                .noneMatch(service -> List.of("NodePort", "LoadBalancer").contains(service.getType()))
                .allMatch(service -> service.getExternalIPs().isEmpty())
                .allMatch(service -> service.getExternalTrafficPolicy() == null)
                .allMatch(service -> service.getHealthCheckNodePort() == null)
                .allMatch(service -> service.getLoadBalancerSourceRanges().isEmpty())
                .allSatisfy(service -> assertThat(service.getPorts()).allMatch(port -> port.getNodePort() == null));
        assertThat(spec(back, "fixed").getPorts())
                .extracting(ServicePort::getName, ServicePort::getProtocol, ServicePort::getPort)
                .containsExactly(tuple("http", "TCP", 80), tuple("game", "UDP", 80), tuple("ss7", "SCTP", 81));
        assertThat(spec(back, "many").getPorts()).hasSize(ResourceModifier.MOST_ELEMENTS);
        assertThat(spec(back, "named").getExternalName()).isEqualTo("db.example.com");
        assertThat(spec(back, "headless").getClusterIP()).isEqualTo("None");
        assertThat(velero.admin()
                        .services()
                        .inNamespace("ports-box")
                        .withName("edge")
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .containsOnlyKeys("team");
    }

    /** Its ports, and those of the Service with many, are of the band from which the API server gives out none by itself. */
    private static final String OUTSIDE_SERVICES = """
            apiVersion: v1
            kind: Service
            metadata: {name: fixed, namespace: ports}
            spec:
              type: NodePort
              selector: {app: api}
              ports:
              - {name: http, port: 80, nodePort: 30075}
              - {name: game, port: 80, protocol: UDP, nodePort: 30075}
              - {name: ss7, port: 81, protocol: SCTP}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: edge
              namespace: ports
              annotations:
                team: shop
                external-dns.alpha.kubernetes.io/hostname: shop.example.com
                service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8
            spec:
              type: LoadBalancer
              externalTrafficPolicy: Local
              healthCheckNodePort: 30076
              selector: {app: api}
              ports: [{port: 443, nodePort: 30077}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: addressed, namespace: ports}
            spec: {externalIPs: [203.0.113.8], selector: {app: api}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: named, namespace: ports}
            spec: {type: ExternalName, externalName: db.example.com}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: headless, namespace: ports}
            spec: {clusterIP: None, selector: {app: api}}
            """;

    private static String manyPorts() {
        String ports = IntStream.range(0, ResourceModifier.MOST_ELEMENTS)
                .mapToObj(i -> "{name: p%d, port: %d, nodePort: %d, protocol: %s}"
                        .formatted(i, 1000 + i / 2, 30000 + i / 2, i % 2 == 0 ? "TCP" : "UDP"))
                .collect(Collectors.joining(", "));
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: many, namespace: ports}
                spec: {type: NodePort, selector: {app: api}, ports: [%s]}
                """.formatted(ports);
    }

    private static Map<String, ServiceSpec> services(String namespace) {
        Map<String, ServiceSpec> specs = new TreeMap<>();
        velero.admin()
                .services()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(service -> specs.put(service.getMetadata().getName(), service.getSpec()));
        return specs;
    }

    private static ServiceSpec spec(Map<String, ServiceSpec> services, String name) {
        return Objects.requireNonNull(services.get(name));
    }

    /** Left alone, Velero makes such a volume again as it was, and the sandbox's claim binds to it. */
    @Test
    void aVolumeWhoseOriginalIsGoneDoesNotLeadToTheOriginalStorage() throws InterruptedException {
        velero.openShop("lost");
        Backup backup = velero.backUp("lost");
        cluster.kubectl("delete", "namespace", "lost", "--timeout=60s").orFail();
        cluster.kubectl("delete", "pv", "lost-kept").orFail();

        RestoreOutcome outcome = restore(velero.into("lost-box", backup, "lost"));

        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
        assertThat(velero.admin().persistentVolumes().withName("lost-kept").get())
                .isNull();
        assertThat(velero.admin()
                        .persistentVolumeClaims()
                        .inNamespace("lost-box")
                        .withName("data")
                        .get()
                        .getSpec()
                        .getVolumeName())
                .isNull();
    }

    /** A patch that fails would be an error of the restore. */
    @Test
    void mergePatchesOfAbsentFieldsAreHarmless() throws InterruptedException {
        velero.openShop("absent");
        Backup backup = velero.backUp("absent");
        RestoreRequest plain = velero.into("absent-box", backup, "absent");
        List<ResourcePatch> patches = new ArrayList<>(plain.patches());
        patches.add(new ResourcePatch("services", "{\"spec\":{\"externalIPs\":null,\"loadBalancerIP\":null}}", "test"));
        patches.add(new ResourcePatch("configmaps", "{\"spec\":{\"no\":{\"such\":null}},\"none\":null}", "test"));
        patches.add(new ResourcePatch("nosuchthings.example.com", "{\"spec\":null}", "test"));
        patches.add(new ResourcePatch("secrets", "{\"metadata\":{\"annotations\":{\"a/b\":null}}}", "test"));

        RestoreOutcome outcome = restore(ImmutableRestoreRequest.copyOf(plain).withPatches(patches));

        assertThat(outcome.evidence().errorMessages()).isEmpty();
        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
    }

    @Test
    void aDamagedArchiveIsTheBackupsFault() throws InterruptedException {
        velero.openShop("damaged");
        Backup backup = velero.backUp("damaged");
        byte[] archive = velero.archive("damaged");

        velero.replaceArchive("damaged", Arrays.copyOf(archive, archive.length / 2));
        RestoreOutcome halved = restore(velero.into("halved-box", backup, "damaged"));
        assertThat(halved.evidence().phase()).isEqualTo(RestorePhase.PARTIALLY_FAILED);
        assertThat(halved.evidence().errorMessages()).containsExactly("unexpected EOF");

        velero.deleteArchive("damaged");
        RestoreOutcome deleted = restore(velero.into("deleted-box", backup, "damaged"));
        assertThat(deleted.evidence().phase()).isEqualTo(RestorePhase.FAILED);
        assertThat(deleted.evidence().errorMessages()).hasSize(1);
        assertThat(deleted.evidence().errorMessages().get(0)).contains("error downloading backup", "404");
    }

    @Test
    void tenCallersAtOnceRestoreOnce() throws Exception {
        velero.openShop("once");
        Backup backup = velero.backUp("once");
        RestoreRequest request = velero.into("once-box", backup, "once");
        List<CompletableFuture<RestoreHandle>> callers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            callers.add(CompletableFuture.supplyAsync(() -> velero.provider().start(request)));
        }
        for (CompletableFuture<RestoreHandle> caller : callers) {
            assertThat(caller.get()).isEqualTo(new RestoreHandle("velero", "once-box"));
        }
        RestoreOutcome outcome = velero.provider().await(callers.get(0).get(), LONG, told::add);
        assertThat(outcome.evidence().phase()).isEqualTo(RestorePhase.COMPLETED);
    }

    @Test
    void namesThatOthersHaveTakenAreLeftAlone() {
        velero.openShop("taken");
        Backup backup = velero.backUp("taken");
        velero.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("velero")
                        .withName("taken-box-modifier")
                        .endMetadata()
                        .build())
                .create();
        RestoreRequest request = velero.into("taken-box", backup, "taken");
        assertThat(obstacle(() -> velero.provider().start(request)).reason()).isEqualTo("RestoreNameTaken");
        assertThat(velero.admin()
                        .resources(VeleroRestore.class)
                        .inNamespace("velero")
                        .withName("taken-box")
                        .get())
                .isNull();
    }

    @Test
    void aBackupWithoutPersistentVolumesTellsNothingOfItsVolumes() {
        velero.openShop("untold");
        Backup backup = velero.backUp("untold", "--include-cluster-resources=false");
        assertThat(backup.filters()).contains("includeClusterResources: false");
        BackupContents contents = velero.provider().contents(backup);
        assertThat(contents.volumes()).isEmpty();
        assertThat(contents.claimsWithoutVolume()).containsExactly(new ObjectName("untold", "data"));
    }

    @Test
    void aUserWithoutPermissionIsToldWhichOne() {
        try (KubernetesClient nobody = RealVelero.client(cluster, User.NOBODY)) {
            Obstacle obstacle = obstacle(() -> new VeleroBackupProvider(nobody).find(latest("velero")));
            assertThat(obstacle.reason()).isEqualTo("Forbidden");
            assertThat(obstacle.message()).contains("backups.velero.io").contains("cannot list");
        }
    }

    @Test
    void aNamespaceWithoutVeleroIsNamed() {
        Obstacle obstacle = obstacle(() -> new VeleroBackupProvider(velero.admin()).find(latest("default")));
        assertThat(obstacle.reason()).isEqualTo("VeleroNamespaceNotFound");
        assertThat(obstacle.message()).contains("There is one in velero.");
    }

    private RestoreOutcome restore(RestoreRequest request) throws InterruptedException {
        VeleroBackupProvider provider = velero.provider();
        RestoreHandle handle = provider.start(request);
        try {
            return provider.explain(request, handle, provider.await(handle, LONG, told::add));
        } finally {
            provider.release(handle);
        }
    }

    private static Obstacle obstacle(ThrowingCallable call) {
        return catchThrowableOfType(ObstacleException.class, call).obstacle();
    }

    private static BackupRequest latest(String namespace) {
        return BackupRequest.builder()
                .toolNamespace(namespace)
                .backupName("latest")
                .build();
    }

    /** Resource versions of what a restore might touch in the source. */
    private static Map<String, String> versions(String namespace) {
        KubernetesClient admin = velero.admin();
        Map<String, String> versions = new TreeMap<>();
        List<List<? extends HasMetadata>> lists = List.of(
                admin.apps().deployments().inNamespace(namespace).list().getItems(),
                admin.pods().inNamespace(namespace).list().getItems(),
                admin.services().inNamespace(namespace).list().getItems(),
                admin.secrets().inNamespace(namespace).list().getItems(),
                admin.configMaps().inNamespace(namespace).list().getItems(),
                admin.serviceAccounts().inNamespace(namespace).list().getItems(),
                admin.batch().v1().cronjobs().inNamespace(namespace).list().getItems(),
                admin.batch().v1().jobs().inNamespace(namespace).list().getItems(),
                admin.persistentVolumeClaims().inNamespace(namespace).list().getItems());
        lists.forEach(list -> list.forEach(object -> versions.put(
                object.getKind() + "/" + object.getMetadata().getName(),
                object.getMetadata().getResourceVersion())));
        PersistentVolume volume =
                admin.persistentVolumes().withName(namespace + "-kept").get();
        versions.put("PersistentVolume", volume.getMetadata().getResourceVersion());
        assertThat(versions).hasSizeGreaterThan(10);
        return versions;
    }
}
