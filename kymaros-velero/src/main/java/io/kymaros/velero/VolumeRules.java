package io.kymaros.velero;

import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.velero.ResourceModifier.Rule;
import io.kymaros.velero.VolumeInfosFile.VolumeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the volumes of a backup come back in a sandbox without a way to the original storage.
 *
 * <p>Left alone, Velero gives a claim in the sandbox the name of the original PersistentVolume, and brings back a
 * PersistentVolume that it has no data for just as it was: leading to production's storage. So PersistentVolumes are
 * restored only where Velero needs them, for snapshots that the storage provider made; every other claim loses the
 * name of its volume and gets a new one, filled from a CSI snapshot or a copy of the files, or empty.
 *
 * @param clusterResources whether Velero may restore the cluster-scoped objects that a claim needs
 * @param resources resource types that Velero needs for the volumes
 * @param rules changes to the claims
 */
record VolumeRules(boolean clusterResources, List<String> resources, List<Rule> rules) {
    private static final String VOLUMES = "persistentvolumes";
    private static final List<String> SNAPSHOTS = List.of(
            "volumesnapshotclasses.snapshot.storage.k8s.io",
            "volumesnapshotcontents.snapshot.storage.k8s.io",
            "volumesnapshots.snapshot.storage.k8s.io");
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String ANY_VOLUME = "{\"spec\":{\"volumeName\":null}}";

    /**
     * @param infos Velero's account of the volumes; empty if it is not known
     * @param namespaces the namespaces that are restored
     */
    static VolumeRules of(Optional<List<VolumeInfo>> infos, Set<String> namespaces) {
        List<VolumeInfo> volumes = infos.orElse(List.of()).stream()
                .filter(info -> info.claim()
                        .filter(claim -> namespaces.contains(claim.namespace()))
                        .isPresent())
                .toList();
        if (volumes.stream().anyMatch(VolumeInfo::nativeSnapshot)) {
            return new VolumeRules(
                    true, Stream.concat(Stream.of(VOLUMES), SNAPSHOTS.stream()).toList(), rulesForOthers(volumes));
        }
        boolean snapshots = infos.isEmpty() || volumes.stream().anyMatch(VolumeInfo::csiSnapshot);
        Rule everyClaim = Rule.of(CLAIMS, namespaces, ANY_VOLUME);
        return new VolumeRules(snapshots, snapshots ? SNAPSHOTS : List.of(), List.of(everyClaim));
    }

    /** The volumes that Velero restores as they were, although they lead to the original storage. */
    static List<String> restoredAsTheyWere(List<VolumeInfo> volumes, Set<String> namespaces) {
        return volumes.stream()
                .filter(VolumeInfo::restoredAsItWas)
                .filter(info -> info.claim()
                        .filter(claim -> namespaces.contains(claim.namespace()))
                        .isPresent())
                .flatMap(info -> Optional.ofNullable(info.pvName()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether Velero restores PersistentVolumes. */
    boolean restoresVolumes() {
        return resources.contains(VOLUMES);
    }

    private static List<Rule> rulesForOthers(List<VolumeInfo> volumes) {
        Set<ObjectName> kept = volumes.stream()
                .filter(VolumeInfo::nativeSnapshot)
                .flatMap(info -> info.claim().stream())
                .collect(Collectors.toSet());
        Map<String, Set<String>> others = new TreeMap<>();
        volumes.stream()
                .flatMap(info -> info.claim().stream())
                .filter(claim -> !kept.contains(claim))
                .forEach(claim -> others.computeIfAbsent(claim.namespace(), ns -> new TreeSet<>())
                        .add(claim.name()));
        return others.entrySet().stream()
                .map(entry ->
                        Rule.of(CLAIMS, Set.of(entry.getKey()), ANY_VOLUME).forNames(regex(entry.getValue())))
                .toList();
    }

    private static String regex(Set<String> names) {
        return names.stream().map(name -> name.replace(".", "\\.")).collect(Collectors.joining("|", "^(", ")$"));
    }
}
