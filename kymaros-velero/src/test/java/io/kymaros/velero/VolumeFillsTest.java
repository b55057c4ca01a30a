package io.kymaros.velero;

import static io.kymaros.velero.VeleroObjects.VELERO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.backup.RestoreRequest;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class VolumeFillsTest {
    private static final RestoreHandle HANDLE = new RestoreHandle(VELERO, "r");
    private static final ObjectName DATA = new ObjectName("shop", "data");
    private static final String COPIED_FILES = volume("""
            "backupMethod": "PodVolumeBackup",
            "pvbInfo": {"podName": "db-0", "podNamespace": "shop", "volumeName": "files", "Phase": "Completed"}
            """);
    private static final String MOVED_SNAPSHOT = volume("""
            "backupMethod": "CSISnapshot", "snapshotDataMoved": true
            """);
    private static final String SNAPSHOT = volume("""
            "backupMethod": "CSISnapshot"
            """);

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesMockServer server;

    @Test
    void filesAreThereWhenTheyWereCopiedThroughTheSamePodAndVolume() throws IOException {
        podVolumeRestore("a", "box", "db-0", "files", "Completed", "");
        assertFilled(fills(COPIED_FILES));
    }

    @Test
    void filesAreNotThereWhenOnlyOthersWereCopied() throws IOException {
        podVolumeRestore("a", "box", "db-1", "files", "Completed", "");
        podVolumeRestore("b", "box", "db-0", "logs", "Completed", "");
        podVolumeRestore("c", "other", "db-0", "files", "Completed", "");
        assertThat(fills(COPIED_FILES).notFilled())
                .containsEntry(DATA, "no PodVolumeRestore was made for volume files of pod db-0");
    }

    @Test
    void aCopyThatFailedIsQuoted() throws IOException {
        podVolumeRestore("a", "box", "db-0", "files", "Failed", "repository is locked");
        assertThat(fills(COPIED_FILES).notFilled())
                .containsEntry(DATA, "PodVolumeRestore a is Failed: repository is locked");
    }

    @Test
    void ofAClaimThatSeveralPodsUseOneCopyIsEnough() throws IOException {
        podVolumeRestore("a", "box", "db-0", "files", "Completed", "");
        String ofAnother = COPIED_FILES.replace("db-0", "db-1");
        assertFilled(fills(ofAnother, COPIED_FILES));
        assertFilled(fills(COPIED_FILES, ofAnother));
    }

    @Test
    void aMovedSnapshotIsThereWhenItWasCopiedIntoTheClaim() throws IOException {
        transfer("v2alpha1", "DataDownload", "a", "spec: {targetVolume: {namespace: box, pvc: data}}", "Completed", "");
        assertFilled(fills(MOVED_SNAPSHOT));
    }

    @Test
    void aMovedSnapshotIsNotThereWhenOnlyOthersWereCopied() throws IOException {
        transfer("v2alpha1", "DataDownload", "a", "spec: {targetVolume: {namespace: box, pvc: logs}}", "Completed", "");
        assertThat(fills(MOVED_SNAPSHOT).notFilled())
                .containsEntry(
                        DATA, "no DataDownload was made for it; does this Velero run with --features=EnableCSI?");
    }

    @Test
    void aClaimThatNamesASnapshotIsFilledFromIt() throws IOException {
        claim("dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: velero-data}");
        assertFilled(fills(SNAPSHOT));
    }

    @Test
    void aClaimThatNamesNoSnapshotIsNotFilledFromOne() throws IOException {
        claim("dataSource: {kind: PersistentVolumeClaim, name: other}");
        assertThat(fills(SNAPSHOT).notFilled()).containsOnlyKeys(DATA);
    }

    @Test
    void aClaimThatDidNotComeBackIsNoMatterOfItsVolume() throws IOException {
        assertFilled(fills(SNAPSHOT));
    }

    @Test
    void onlyVolumesAreLookedAtThatTheBackupHasDataOfAndThatTheRestoreWasAskedFor() throws IOException {
        assertFilled(fills(
                COPIED_FILES.replace("succeeded", "failed"),
                COPIED_FILES.replace("\"pvcNamespace\": \"shop\"", "\"pvcNamespace\": \"elsewhere\""),
                volume("\"backupMethod\": \"NativeSnapshot\""),
                volume("\"backupMethod\": \"PodVolumeBackup\"")));
    }

    @Test
    void copiesThatCanNotBeListedLeaveItOpen() throws IOException {
        server.expect()
                .get()
                .withPath(
                        "/apis/velero.io/v2alpha1/namespaces/velero/datadownloads?labelSelector=velero.io%2Frestore-name%3Dr")
                .andReturn(403, "{\"kind\": \"Status\", \"reason\": \"Forbidden\", \"code\": 403}")
                .always();
        VolumeFills fills = fills(MOVED_SNAPSHOT);
        assertThat(fills.notFilled()).isEmpty();
        assertThat(fills.unknown()).contains("datadownloads can't be listed: Forbidden");
    }

    @Test
    void aVeleroThatKnowsNoDataDownloadsMakesNone() throws IOException {
        server.expect()
                .get()
                .withPath(
                        "/apis/velero.io/v2alpha1/namespaces/velero/datadownloads?labelSelector=velero.io%2Frestore-name%3Dr")
                .andReturn(404, "404 page not found")
                .always();
        VolumeFills fills = fills(MOVED_SNAPSHOT);
        assertThat(fills.notFilled()).containsOnlyKeys(DATA);
        assertThat(fills.unknown()).isEmpty();
    }

    @Test
    void aClaimThatCanNotBeReadLeavesItOpen() throws IOException {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/box/persistentvolumeclaims/data")
                .andReturn(403, "{\"kind\": \"Status\", \"reason\": \"Forbidden\", \"code\": 403}")
                .always();
        VolumeFills fills = fills(SNAPSHOT);
        assertThat(fills.notFilled()).isEmpty();
        assertThat(fills.unknown()).contains("claims can't be read: Forbidden");
    }

    private static void assertFilled(VolumeFills fills) {
        assertThat(fills.notFilled()).isEmpty();
        assertThat(fills.unknown()).isEmpty();
    }

    private VolumeFills fills(String... volumes) throws IOException {
        RestoreRequest request = RestoreRequest.builder()
                .restoreName("r")
                .backup(VeleroObjects.backup("shop-1"))
                .putNamespaceMapping("shop", "box")
                .addResources("pods")
                .build();
        return new VolumeFills(
                client,
                request,
                VolumeInfosFile.parse(new JsonFactory().createParser("[" + String.join(",", volumes) + "]")),
                VolumeTransfers.of(client, HANDLE));
    }

    private static String volume(String more) {
        return "{\"pvcName\": \"data\", \"pvcNamespace\": \"shop\", \"result\": \"succeeded\", " + more + "}";
    }

    private void podVolumeRestore(
            String name, String namespace, String pod, String volume, String phase, String message) {
        transfer(
                "v1",
                "PodVolumeRestore",
                name,
                "spec: {pod: {namespace: %s, name: %s}, volume: %s}".formatted(namespace, pod, volume),
                phase,
                message);
    }

    private void transfer(String version, String kind, String name, String spec, String phase, String message) {
        client.genericKubernetesResources(VolumeTransfers.kind(version, kind, kind.toLowerCase(Locale.ROOT) + "s"))
                .inNamespace(VELERO)
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: velero.io/%s
                        kind: %s
                        metadata: {name: %s, namespace: velero, labels: {velero.io/restore-name: r}}
                        status: {phase: %s, message: "%s"}
                        %s
                        """.formatted(version, kind, name, phase, message, spec), GenericKubernetesResource.class))
                .create();
    }

    private void claim(String spec) {
        client.resource(Serialization.unmarshal("""
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata: {name: data, namespace: box}
                        spec: {%s}
                        """.formatted(spec), PersistentVolumeClaim.class))
                .create();
    }
}
