package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.completeness.Metadata.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The comparison of the pods or ReplicaSets that none of Kubernetes' own controllers made: it does not make them again, so they
 * are compared by name. A backup's list does not say which they are; a source that still holds them does. Where it doesn't, an object
 * counts if the backup tool says that it could not restore it, and nothing in the backup has a name that it could be
 * derived from: an object that is missing without a word may have ended before the backup, and is not restored then.
 */
final class BareType implements TypeComparison {
    static final ObjectKind POD = new ObjectKind("v1", "Pod");
    static final ObjectKind REPLICA_SET = new ObjectKind("apps/v1", "ReplicaSet");

    private final Comparison all;
    private final ResourceType type;
    private final MetadataLister lister;
    private final Makers makers;
    private final Map<String, Map<String, ObjectOrigin>> expected = new TreeMap<>();
    /** Those of the source that something else than Kubernetes makes from their owners, and that the backup left out. */
    private final Map<String, List<Metadata>> owned = new TreeMap<>();

    private final Map<String, Set<String>> unknown = new TreeMap<>();
    private final Map<String, Set<String>> present = new TreeMap<>();

    BareType(Comparison all, ResourceType type, MetadataLister lister, Makers makers) {
        this.all = all;
        this.type = type;
        this.lister = lister;
        this.makers = makers;
    }

    /** Whether a kind is compared in this way. */
    static boolean compares(ObjectKind kind) {
        return kind.equals(POD) || kind.equals(REPLICA_SET);
    }

    @Override
    public String reportName() {
        return type.kind().kind();
    }

    @Override
    public String plural() {
        return type.plural();
    }

    @Override
    public void expect() {
        Set<String> sources = all.sandbox().namespaces().keySet();
        if (sources.stream()
                .anyMatch(source -> !all.namesInBackup(type.kind(), source).isEmpty())) {
            all.leaveOut(Normalisation.mostlyMade(type.kind()));
        }
        sources.forEach(this::expect);
    }

    private void expect(String source) {
        Set<String> inBackup = all.namesInBackup(type.kind(), source);
        Set<String> untold = new TreeSet<>(inBackup);
        Map<String, ObjectOrigin> bare = new TreeMap<>();
        if (!all.gone().contains(source)) {
            for (Metadata object : inSource(source)) {
                // One that was made since the backup says nothing of its predecessor.
                if (all.beforeBackup(object)) {
                    untold.remove(object.name());
                    if (all.stayedForBackup(object)
                            && !object.madeByRun()
                            && !Makers.kubernetesMakes(type.kind(), object)) {
                        expect(source, object, inBackup.contains(object.name()), bare);
                    }
                }
            }
        }
        expected.put(source, bare);
        unknown.put(source, untold);
    }

    private void expect(String source, Metadata object, boolean inBackup, Map<String, ObjectOrigin> bare) {
        if (object.controlled() && !inBackup) {
            owned.computeIfAbsent(source, s -> new ArrayList<>()).add(object);
        } else {
            bare.put(object.name(), inBackup ? ObjectOrigin.BACKUP : ObjectOrigin.SOURCE_NAMESPACE);
        }
    }

    private List<Metadata> inSource(String source) {
        return type.kind().equals(POD) ? lister.livePods(type, source) : lister.metadata(type, source);
    }

    @Override
    public void look() {
        expected.forEach((source, bare) -> present.put(source, found(source, bare.keySet())));
    }

    private Set<String> found(String source, Set<String> names) {
        return Metadata.namesOfStaying(lister.metadata(type, all.target(source), names));
    }

    @Override
    public Optional<ResourceTypeEvidence> result(RestoreAccount account) {
        List<ObjectEvidence> objects = new ArrayList<>();
        expected.forEach((source, bare) -> {
            Set<String> found = Objects.requireNonNull(present.get(source));
            bare.forEach((name, origin) -> {
                objects.add(evidence(new ObjectName(source, name), origin, found.contains(name), account));
            });
            refused(source, account)
                    .forEach(name -> objects.add(all.evidence(new ObjectName(source, name), ObjectOrigin.BACKUP, false)
                            .toolMessage(account.about(type, all.target(source), name))
                            .build()));
        });
        owned.forEach((source, made) -> objects.addAll(notMadeAgain(source, made)));
        return evidence(objects, List.of());
    }

    private ObjectEvidence evidence(ObjectName name, ObjectOrigin origin, boolean restored, RestoreAccount account) {
        ImmutableObjectEvidence.Builder object = all.evidence(name, origin, restored);
        return restored ? object.build() : account.missing(object, type, all.target(name.namespace()), name.name());
    }

    /** A controller gives what it makes again other names: as many of an owner's must be there as the source has of it. */
    private List<ObjectEvidence> notMadeAgain(String source, List<Metadata> made) {
        Map<Owner, Long> there = lister.metadata(type, all.target(source)).stream()
                .filter(object -> !object.deleting())
                .flatMap(object -> object.controller().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<ObjectEvidence> missing = new ArrayList<>();
        for (Metadata object : made) {
            Owner owner = object.controller().orElseThrow();
            if (there.merge(owner, -1L, Long::sum) < 0) {
                missing.add(makers.missing(source, object));
            }
        }
        return missing;
    }

    /** What the tool could not restore, although no controller would make it again. */
    private Set<String> refused(String source, RestoreAccount account) {
        Set<String> names = Objects.requireNonNull(unknown.get(source)).stream()
                .filter(name -> account.about(type, all.target(source), name).isPresent())
                .filter(name -> !derived(source, name))
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(found(source, names));
        return names;
    }

    /** {@code api-7d9f-x2kqp} may be of ReplicaSet {@code api-7d9f} or Deployment {@code api}. */
    private boolean derived(String source, String name) {
        String maker = name;
        for (int dash = maker.lastIndexOf('-'); dash > 0; dash = maker.lastIndexOf('-')) {
            maker = maker.substring(0, dash);
            if (all.holdsMaker(source, maker)) {
                return true;
            }
        }
        return false;
    }
}
