package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.sandbox.Sandbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the comparisons of all resource types share; for use by several threads. */
final class Comparison {
    /** Kubernetes' own kinds whose controllers make pods or ReplicaSets; any custom resource may have such a controller. */
    private static final Set<String> MAKERS =
            Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job", "CronJob");

    private static final ObjectKind STATEFUL_SET = new ObjectKind("apps/v1", "StatefulSet");

    private final Backup backup;
    private final BackupContents contents;
    private final Sandbox sandbox;
    private final Set<String> gone;
    private final Map<ObjectName, BackupVolume> volumes;
    private final Set<String> normalised = new ConcurrentSkipListSet<>();
    private final Set<String> unread = new ConcurrentSkipListSet<>();

    /** @param gone source namespaces that no longer exist, or were made again since the backup began */
    Comparison(Backup backup, BackupContents contents, Sandbox sandbox, Set<String> gone) {
        this.backup = backup;
        this.contents = contents;
        this.sandbox = sandbox;
        this.gone = gone;
        this.volumes = contents.volumes().stream()
                .collect(Collectors.toMap(BackupVolume::claim, Function.identity(), (one, other) -> one));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** The sandbox namespace of a source namespace. */
    String target(String source) {
        return Objects.requireNonNull(sandbox.namespaces().get(source));
    }

    Set<String> gone() {
        return gone;
    }

    /** What was left out so far, and why. */
    Set<String> normalised() {
        return normalised;
    }

    /** Leaves something out of the comparison, for a reason that the report shows. */
    void leaveOut(String why) {
        normalised.add(why);
    }

    /** A type that can't be read. */
    void unread(String reportName) {
        unread.add(reportName);
    }

    /** The types that can't be read, as reports name them. */
    Set<String> unread() {
        return unread;
    }

    /** Whether an object of the source was there when the backup began. */
    boolean beforeBackup(Metadata object) {
        return object.created()
                .filter(created -> created.isBefore(backupStart()))
                .isPresent();
    }

    /** Whether an object of the source was there when the backup began, and nobody had asked for it to go. */
    boolean stayedForBackup(Metadata object) {
        return beforeBackup(object)
                && object.deletedAt().filter(at -> at.isBefore(backupStart())).isEmpty();
    }

    /** The names that the backup lists of a kind, in whichever version, for a namespace. */
    Set<String> namesInBackup(ObjectKind kind, String namespace) {
        Set<String> names = new TreeSet<>();
        contents.objects().forEach((other, objects) -> {
            if (other.kind().equals(kind.kind()) && other.group().equals(kind.group())) {
                objects.stream()
                        .filter(object -> object.namespace().equals(namespace))
                        .forEach(object -> names.add(object.name()));
            }
        });
        return names;
    }

    /** Whether the backup lists an object of a name and of one of the kinds that make others. */
    boolean holdsMaker(String namespace, String name) {
        return contents.objects().entrySet().stream()
                .filter(kind -> MAKERS.contains(kind.getKey().kind())
                        || kind.getKey().group().contains("."))
                .flatMap(kind -> kind.getValue().stream())
                .anyMatch(new ObjectName(namespace, name)::equals);
    }

    /** Whether the name is one that a StatefulSet in the backup gives to a claim of its own, as in {@code data-db-0}. */
    boolean claimOfStatefulSet(ObjectName claim) {
        return namesInBackup(STATEFUL_SET, claim.namespace()).stream()
                .anyMatch(set -> claim.name().matches(".+-" + Pattern.quote(set) + "-[0-9]+"));
    }

    /** The volume of a claim of which the backup holds no data. */
    Optional<BackupVolume> withoutData(ObjectName claim) {
        return Optional.ofNullable(volumes.get(claim)).filter(volume -> !volume.hasData());
    }

    /** Whether the backup holds the data of a claim's volume. */
    boolean holdsData(ObjectName claim) {
        return Optional.ofNullable(volumes.get(claim))
                .filter(BackupVolume::hasData)
                .isPresent();
    }

    /** The claims of a namespace of whose volumes the backup holds nothing. */
    List<ObjectName> claimsWithoutVolume(String namespace) {
        return contents.claimsWithoutVolume().stream()
                .filter(claim -> claim.namespace().equals(namespace))
                .toList();
    }

    /** When the backup began; before all that is, if that is not known. */
    Instant backupStart() {
        return backup.startedAt().orElse(Instant.MIN);
    }

    /** Why nothing is known of the volumes' data. */
    Optional<String> volumesUnknown() {
        return contents.volumesUnknown();
    }

    /** An object's evidence, with its namespace where there are several. */
    ImmutableObjectEvidence.Builder evidence(ObjectName name, ObjectOrigin origin, boolean restored) {
        ImmutableObjectEvidence.Builder object =
                ObjectEvidence.builder().name(name.name()).origin(origin).restored(restored);
        return sandbox.namespaces().size() > 1 ? object.namespace(name.namespace()) : object;
    }

    /** How an object is named, with its namespace where there are several. */
    String shown(ObjectName name) {
        return sandbox.namespaces().size() > 1 ? name.toString() : name.name();
    }
}
