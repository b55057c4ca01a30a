package io.kymaros.k8s.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.pods.PodTemplate;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideVolumesTest {
    private static final String SANDBOX = "rp-test-a3f2c1";

    @Test
    void directoryOfANodeThatAPodWritesIsLostData() {
        ObjectEvidence volume = only(seen(pod(hostPath("/srv/store", "DirectoryOrCreate"), false)));
        assertThat(volume.name()).isEqualTo("store/data");
        assertThat(volume.namespace()).isEmpty();
        assertThat(volume.standing()).isEqualTo(Standing.BAD);
        assertThat(volume.defect().orElseThrow().reason()).isEqualTo("VolumeOutsideBackup");
        assertThat(volume.defect().orElseThrow().message())
                .isEqualTo(
                        "hostPath /srv/store of Deployment/store: no claim stands for it, so that no backup holds its data");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/store,",
        "/data/,Directory",
        "/var/lib/mysql,DirectoryOrCreate",
        "/opt/x,''",
        "/var/logs,",
        "/home,File"
    })
    void directoriesOfApplications(String path, @Nullable String type) {
        assertThat(only(seen(pod(hostPath(path, type), false))).standing()).isEqualTo(Standing.BAD);
    }

    @ParameterizedTest
    @CsvSource({
        "/var/run/docker.sock,Socket",
        "/run/containerd,",
        "/etc/localtime,File",
        "/proc,",
        "/sys/fs/cgroup,",
        "/dev/fuse,CharDevice",
        "/srv/disk,BlockDevice",
        "/var/log/pods,",
        "/var/lib/kubelet/pods,",
        "/lib/modules/,",
        "/,"
    })
    void directoriesOfTheNodeAreNoneOfTheApplications(String path, @Nullable String type) {
        CompletenessEvidence seen = seen(pod(hostPath(path, type), false));
        assertThat(seen.resourceTypes()).isEmpty();
        assertThat(seen.normalised()).isEmpty();
    }

    @Test
    void directoryThatIsOnlyReadIsNamed() {
        CompletenessEvidence seen = seen(pod(hostPath("/srv/content", null), true));
        assertThat(seen.resourceTypes()).isEmpty();
        assertThat(seen.normalised())
                .containsExactly("Volume/store/data: hostPath /srv/content of Deployment/store, which is only read");
    }

    @Test
    void directoryOfADaemonSetIsEachNodesOwn() {
        CompletenessEvidence seen =
                seen(new PodTemplate(SANDBOX, "DaemonSet/agent", pod(hostPath("/srv/cache", null), false)));
        assertThat(seen.resourceTypes()).isEmpty();
        assertThat(seen.normalised())
                .containsExactly("Volume/agent/data: hostPath /srv/cache of DaemonSet/agent, which is each node's own");
    }

    @Test
    void exportOfADaemonSetIsData() {
        assertThat(only(seen(new PodTemplate(SANDBOX, "DaemonSet/agent", pod(nfs(), false))))
                        .standing())
                .isEqualTo(Standing.BAD);
    }

    @Test
    void exportIsDataAlsoWhereItIsOnlyRead() {
        assertThat(only(seen(pod(nfs(), true))).defect().orElseThrow().message())
                .startsWith("nfs nfs.example.org:/exports/media of Deployment/store");
    }

    @Test
    void diskThatAPodNamesItselfIsData() {
        Volume disk = new VolumeBuilder()
                .withName("data")
                .withNewIscsi()
                .withTargetPortal("10.0.0.1")
                .endIscsi()
                .build();
        assertThat(only(seen(pod(disk, false))).defect().orElseThrow().message())
                .startsWith("iscsi of Deployment/store");
    }

    @Test
    void volumeOfADriverThatNobodyKnowsIsUnknown() {
        ObjectEvidence volume = only(seen(pod(csi("smb.csi.k8s.io"), false)));
        assertThat(volume.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(volume.defect().orElseThrow().message())
                .isEqualTo(
                        "csi smb.csi.k8s.io of Deployment/store: whether it holds data, which no backup would have, is not"
                                + " known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets-store.csi.k8s.io", "csi.cert-manager.io", "csi.spiffe.io"})
    void volumeThatADriverMakesAnewIsNone(String driver) {
        assertThat(seen(pod(csi(driver), false)).resourceTypes()).isEmpty();
    }

    @Test
    void volumesForWhichAClaimStandsOrThatAreEmptyAreNone() {
        PodSpec pod = new PodSpecBuilder()
                .addNewVolume()
                .withName("claimed")
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addNewVolume()
                .withName("config")
                .withNewConfigMap()
                .withName("config")
                .endConfigMap()
                .endVolume()
                .build();
        assertThat(seen(pod).resourceTypes()).isEmpty();
    }

    @Test
    void amongSeveralNamespacesAVolumeHasItsSource() {
        Sandbox two = Sandboxes.of(Map.of("shop", SANDBOX, "auth", SANDBOX + "-2"));
        CompletenessEvidence seen = OutsideVolumes.addedTo(
                CompletenessEvidence.builder().build(),
                List.of(
                        new PodTemplate(SANDBOX, "Deployment/store", pod(nfs(), false)),
                        new PodTemplate(SANDBOX + "-2", "Deployment/store", pod(nfs(), false))),
                two);
        assertThat(seen.resourceTypes().get(0).objects())
                .extracting(ObjectEvidence::qualifiedName)
                .containsExactly("shop/store/data", "auth/store/data");
    }

    @Test
    void workloadsOfOneNameShareTheirVolume() {
        CompletenessEvidence seen = OutsideVolumes.addedTo(
                CompletenessEvidence.builder().build(),
                List.of(
                        new PodTemplate(SANDBOX, "Deployment/store", pod(nfs(), false)),
                        new PodTemplate(SANDBOX, "Job/store", pod(nfs(), false))),
                Sandboxes.of("shop", SANDBOX));
        assertThat(seen.resourceTypes().get(0).objects()).hasSize(1);
    }

    private static CompletenessEvidence seen(PodSpec pod) {
        return seen(new PodTemplate(SANDBOX, "Deployment/store", pod));
    }

    private static CompletenessEvidence seen(PodTemplate template) {
        return OutsideVolumes.addedTo(
                CompletenessEvidence.builder().build(), List.of(template), Sandboxes.of("shop", SANDBOX));
    }

    private static ObjectEvidence only(CompletenessEvidence seen) {
        assertThat(seen.resourceTypes()).hasSize(1);
        assertThat(seen.resourceTypes().get(0).resourceType()).isEqualTo("Volume");
        assertThat(seen.resourceTypes().get(0).objects()).hasSize(1);
        return seen.resourceTypes().get(0).objects().get(0);
    }

    private static PodSpec pod(Volume volume, boolean readOnly) {
        return new PodSpecBuilder()
                .withVolumes(volume)
                .addNewContainer()
                .withName("main")
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .withReadOnly(readOnly)
                .endVolumeMount()
                .endContainer()
                .build();
    }

    private static Volume hostPath(String path, @Nullable String type) {
        return new VolumeBuilder()
                .withName("data")
                .withNewHostPath()
                .withPath(path)
                .withType(type)
                .endHostPath()
                .build();
    }

    private static Volume nfs() {
        return new VolumeBuilder()
                .withName("data")
                .withNewNfs()
                .withServer("nfs.example.org")
                .withPath("/exports/media")
                .endNfs()
                .build();
    }

    private static Volume csi(String driver) {
        return new VolumeBuilder()
                .withName("data")
                .withNewCsi()
                .withDriver(driver)
                .endCsi()
                .build();
    }
}
