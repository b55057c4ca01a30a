package io.kymaros.velero;

import static io.kymaros.velero.VeleroObjects.VELERO;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.sandbox.ResourcePatch;
import io.kymaros.velero.api.DownloadRequest;
import io.kymaros.velero.api.VeleroRestore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class RestoreStartTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set before each test
    private StoredFiles storage;

    /** The storage has no file of the backup, so that its volumes are unknown. */
    @BeforeEach
    void backup() throws IOException {
        new VeleroObjects(client).available().backup("shop-1", "Completed", 1, "shop");
        storage = new StoredFiles(client);
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void theRestoreIsConfinedToItsSandboxes() {
        RestoreHandle handle = start(request("run-1"));
        VeleroRestore restore = restore(handle);
        assertThat(handle).isEqualTo(new RestoreHandle(VELERO, "kymaros-shop-1"));
        assertThat(restore.getMetadata().getLabels()).containsEntry("restore.kymaros.io/run-uid", "run-1");
        VeleroRestore.Spec spec = restore.getSpec();
        assertThat(spec.backupName()).isEqualTo("shop-1");
        assertThat(spec.includedNamespaces()).containsExactly("cart", "shop");
        assertThat(spec.namespaceMapping()).containsOnlyKeys(spec.includedNamespaces());
        assertThat(spec.includedResources())
                .containsExactly(
                        "services",
                        "volumesnapshotclasses.snapshot.storage.k8s.io",
                        "volumesnapshotcontents.snapshot.storage.k8s.io",
                        "volumesnapshots.snapshot.storage.k8s.io");
        assertThat(spec.preserveNodePorts()).isFalse();
        assertThat(restore.getStatus()).isNull();
    }

    @Test
    void theModifierIsInPlaceBeforeTheRestoreAndNamesOriginalNamespaces() {
        RestoreHandle handle = start(request("run-1"));
        VeleroRestore.ModifierReference reference =
                requireNonNull(restore(handle).getSpec().resourceModifier());
        ConfigMap modifier = client.configMaps()
                .inNamespace(VELERO)
                .withName(reference.name())
                .get();
        assertThat(reference.kind()).isEqualTo("ConfigMap");
        assertThat(modifier.getMetadata().getLabels()).containsEntry("restore.kymaros.io/run-uid", "run-1");
        assertThat(modifier.getData()).hasSize(1);
        assertThat(modifier.getData().values().iterator().next()).isEqualTo("""
                        ---
                        version: "v1"
                        resourceModifierRules:
                        - conditions:
                            groupResource: "cronjobs.batch"
                            namespaces:
                            - "cart"
                            - "shop"
                          mergePatches:
                          - patchData: "{\\"spec\\":{\\"suspend\\":true}}"
                        - conditions:
                            groupResource: "services"
                            namespaces:
                            - "cart"
                            - "shop"
                            matches:
                            - path: "/spec/type"
                              value: "LoadBalancer"
                          mergePatches:
                          - patchData: "{\\"spec\\":{\\"type\\":\\"ClusterIP\\"}}"
                        - conditions:
                            groupResource: "persistentvolumeclaims"
                            namespaces:
                            - "cart"
                            - "shop"
                          mergePatches:
                          - patchData: "{\\"spec\\":{\\"volumeName\\":null}}"
                        """);
    }

    @Test
    void knownVolumesWithoutSnapshotsNeedNothingOfTheCluster() {
        storage.put("BackupResourceList", "shop-1", "{\"v1/Secret\":[\"shop/one\"]}");
        storage.put("BackupVolumeInfos", "shop-1", "[]");
        VeleroRestore.Spec spec = restore(start(request("run-1"))).getSpec();
        assertThat(spec.includeClusterResources()).isFalse();
        assertThat(spec.includedResources()).containsExactly("services");
    }

    @Test
    void aVolumeThatWouldLeadToTheOriginalStorageIsAnObstacle() {
        storage.put("BackupResourceList", "shop-1", """
                {"v1/PersistentVolumeClaim":["shop/data","shop/nfs"],"v1/PersistentVolume":["pv-1","pv-2"]}
                """);
        storage.put("BackupVolumeInfos", "shop-1", """
                [{"pvcName":"data","pvcNamespace":"shop","pvName":"pv-1","backupMethod":"NativeSnapshot"},
                {"pvcName":"nfs","pvcNamespace":"shop","pvName":"pv-2","skipped":true,
                "pvInfo":{"reclaimPolicy":"Retain"}}]
                """);
        assertThat(refused(request("run-1")).reason()).isEqualTo("VolumeNotIsolated");
        assertThat(client.configMaps().inNamespace(VELERO).list().getItems()).isEmpty();

        client.persistentVolumes()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pv-2")
                        .endMetadata()
                        .build())
                .create();
        VeleroRestore.Spec spec = restore(start(request("run-1"))).getSpec();
        assertThat(spec.includeClusterResources()).isNull();
        assertThat(spec.includedResources()).contains("persistentvolumes");
    }

    @Test
    void askingAgainForTheSameRunRestoresOnce() {
        RestoreHandle first = start(request("run-1"));
        String uid = restore(first).getMetadata().getUid();
        assertThat(start(request("run-1"))).isEqualTo(first);
        assertThat(restore(first).getMetadata().getUid()).isEqualTo(uid);
        assertThat(client.resources(VeleroRestore.class)
                        .inNamespace(VELERO)
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void anAttemptThatBrokeOffAfterTheModifierIsTakenUp() {
        RestoreHandle handle = start(request("run-1"));
        client.resources(VeleroRestore.class).inNamespace(VELERO).delete();
        start(request("run-1"));
        assertThat(restore(handle)).isNotNull();
    }

    @Test
    void aNameThatAnotherRunHasTakenIsAnObstacle() {
        start(request("run-1"));
        assertThat(refused(request("run-2")).reason()).isEqualTo("RestoreNameTaken");
        client.resources(VeleroRestore.class).inNamespace(VELERO).delete();
        Obstacle refused = refused(request("run-2"));
        assertThat(refused.reason()).isEqualTo("RestoreNameTaken");
        assertThat(refused.message()).contains("ConfigMap velero/kymaros-shop-1-modifier, made by another run");
    }

    @Test
    void releaseLeavesTheRestoreAlone() {
        RestoreHandle handle = start(request("run-1"));
        new RestoreStart(client, lists()).release(handle);
        new RestoreStart(client, lists()).release(handle);
        assertThat(restore(handle)).isNotNull();
        assertThat(client.configMaps().inNamespace(VELERO).list().getItems()).isEmpty();
        assertThat(client.resources(DownloadRequest.class)
                        .inNamespace(VELERO)
                        .list()
                        .getItems())
                .isEmpty();
    }

    private RestoreHandle start(RestoreRequest request) {
        return new RestoreStart(client, lists()).start(request);
    }

    private Obstacle refused(RestoreRequest request) {
        return catchThrowableOfType(ObstacleException.class, () -> start(request))
                .obstacle();
    }

    private BackupLists lists() {
        return new BackupLists(new Inventory(client), new VeleroFiles(client, Patience.STANDARD));
    }

    private VeleroRestore restore(RestoreHandle handle) {
        return client.resources(VeleroRestore.class)
                .inNamespace(handle.toolNamespace())
                .withName(handle.name())
                .get();
    }

    private static RestoreRequest request(String run) {
        return RestoreRequest.builder()
                .restoreName("kymaros-shop-1")
                .backup(VeleroObjects.backup("shop-1"))
                .namespaceMapping(Map.of("shop", "rp-test-1", "cart", "rp-test-2"))
                .labels(Map.of("restore.kymaros.io/run-uid", run))
                .resources(List.of("services"))
                .patches(List.of(
                        new ResourcePatch("cronjobs.batch", "{\"spec\":{\"suspend\":true}}", "suspended"),
                        new ResourcePatch(
                                "services",
                                Optional.of(new ResourcePatch.Match("/spec/type", "LoadBalancer")),
                                new ResourcePatch.MergePatch("{\"spec\":{\"type\":\"ClusterIP\"}}"),
                                "no load balancer")))
                .build();
    }
}
