package io.kymaros.k8s.volumes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.pods.PodTemplate;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The volumes that workloads name themselves and that hold data: a directory of a node, an export, a disk. No claim stands for them, so
 * that no backup speaks of them, whatever it says of itself.
 */
public final class OutsideVolumes {
    private static final String DEFECT = "VolumeOutsideBackup";

    /** Where nodes keep what is theirs, or what their programs share with pods. */
    private static final List<String> OF_THE_NODE = List.of(
            "/boot",
            "/dev",
            "/etc",
            "/lib",
            "/proc",
            "/run",
            "/sys",
            "/usr",
            "/var/lib/containerd",
            "/var/lib/containers",
            "/var/lib/docker",
            "/var/lib/kubelet",
            "/var/log",
            "/var/run");

    private static final Set<String> NO_DIRECTORIES = Set.of("Socket", "CharDevice", "BlockDevice");

    /** Drivers whose volumes in pods are made anew for each, from what is kept elsewhere. */
    private static final Set<String> MADE_ANEW =
            Set.of("csi.cert-manager.io", "csi.spiffe.io", "secrets-store.csi.k8s.io");

    private OutsideVolumes() {}

    /**
     * Adds the data outside of claims to what was seen of a sandbox: each such volume counts as one that came back without
     * its data.
     *
     * @param templates what the restored workloads run
     */
    public static CompletenessEvidence addedTo(
            CompletenessEvidence seen, List<PodTemplate> templates, Sandbox sandbox) {
        Map<String, ObjectEvidence> volumes = new LinkedHashMap<>();
        List<String> passedOver = new ArrayList<>();
        for (PodTemplate template : templates) {
            for (Volume volume : template.pod().getVolumes()) {
                judge(template, volume, sandbox, passedOver)
                        .ifPresent(object -> volumes.putIfAbsent(object.qualifiedName(), object));
            }
        }
        if (volumes.isEmpty() && passedOver.isEmpty()) {
            return seen;
        }
        List<ResourceTypeEvidence> types = new ArrayList<>(seen.resourceTypes());
        if (!volumes.isEmpty()) {
            types.add(ResourceTypeEvidence.builder()
                    .resourceType(ResourceTypeEvidence.VOLUME)
                    .objects(volumes.values())
                    .build());
        }
        return CompletenessEvidence.builder()
                .from(seen)
                .resourceTypes(types)
                .addAllNormalised(passedOver)
                .build();
    }

    private static Optional<ObjectEvidence> judge(
            PodTemplate template, Volume volume, Sandbox sandbox, List<String> passedOver) {
        String workload = template.workload();
        String name = workload.substring(workload.indexOf('/') + 1) + "/" + volume.getName();
        Optional<String> source = source(volume);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String shown = source.get() + " of " + workload;
        if (volume.getHostPath() != null && workload.startsWith("DaemonSet/")) {
            passedOver.add("Volume/" + name + ": " + shown + ", which is each node's own");
            return Optional.empty();
        }
        if (volume.getHostPath() != null && !isWritten(template.pod(), volume.getName())) {
            passedOver.add("Volume/" + name + ": " + shown + ", which is only read");
            return Optional.empty();
        }
        boolean unknown = volume.getCsi() != null;
        String namespace =
                Optional.ofNullable(sandbox.sources().get(template.namespace())).orElse(template.namespace());
        return Optional.of(ObjectEvidence.builder()
                .name(name)
                .namespace(sandbox.names().size() > 1 ? Optional.of(namespace) : Optional.empty())
                .restored(true)
                .unknown(unknown)
                .defect(ObjectDefect.of(
                        DEFECT,
                        shown
                                + (unknown
                                        ? ": whether it holds data, which no backup would have, is not known"
                                        : ": no claim stands for it, so that no backup holds its data")))
                .build());
    }

    /** What the volume is, in words; empty for one that holds no data of the application, or for which a claim stands. */
    private static Optional<String> source(Volume volume) {
        if (volume.getHostPath() != null) {
            return Optional.of(volume.getHostPath())
                    .filter(OutsideVolumes::isDirectoryOfTheApplication)
                    .map(host -> "hostPath " + host.getPath());
        }
        if (volume.getNfs() != null) {
            return Optional.of(
                    "nfs " + volume.getNfs().getServer() + ":" + volume.getNfs().getPath());
        }
        if (volume.getCsi() != null) {
            return Optional.ofNullable(volume.getCsi().getDriver())
                    .filter(driver -> !MADE_ANEW.contains(driver))
                    .map(driver -> "csi " + driver);
        }
        return disks(volume).filter(disk -> disk.source() != null).findFirst().map(Disk::type);
    }

    private static boolean isDirectoryOfTheApplication(HostPathVolumeSource host) {
        String path = host.getPath() == null ? "/" : host.getPath().replaceAll("(?<=.)/+$", "");
        return !path.equals("/")
                && !NO_DIRECTORIES.contains(String.valueOf(host.getType()))
                && OF_THE_NODE.stream().noneMatch(dir -> path.equals(dir) || path.startsWith(dir + "/"));
    }

    private record Disk(String type, Object source) {}

    private static Stream<Disk> disks(Volume volume) {
        return Stream.of(
                new Disk("awsElasticBlockStore", volume.getAwsElasticBlockStore()),
                new Disk("azureDisk", volume.getAzureDisk()),
                new Disk("azureFile", volume.getAzureFile()),
                new Disk("cephfs", volume.getCephfs()),
                new Disk("cinder", volume.getCinder()),
                new Disk("fc", volume.getFc()),
                new Disk("flexVolume", volume.getFlexVolume()),
                new Disk("flocker", volume.getFlocker()),
                new Disk("gcePersistentDisk", volume.getGcePersistentDisk()),
                new Disk("glusterfs", volume.getGlusterfs()),
                new Disk("iscsi", volume.getIscsi()),
                new Disk("photonPersistentDisk", volume.getPhotonPersistentDisk()),
                new Disk("portworxVolume", volume.getPortworxVolume()),
                new Disk("quobyte", volume.getQuobyte()),
                new Disk("rbd", volume.getRbd()),
                new Disk("scaleIO", volume.getScaleIO()),
                new Disk("storageos", volume.getStorageos()),
                new Disk("vsphereVolume", volume.getVsphereVolume()));
    }

    /** Whether some container may write to the volume. */
    private static boolean isWritten(PodSpec pod, String volume) {
        return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .map(Container::getVolumeMounts)
                .flatMap(List::stream)
                .filter(mount -> volume.equals(mount.getName()))
                .map(VolumeMount::getReadOnly)
                .anyMatch(readOnly -> !Boolean.TRUE.equals(readOnly));
    }
}
