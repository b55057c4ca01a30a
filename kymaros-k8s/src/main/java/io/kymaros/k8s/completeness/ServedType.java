package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.completeness.SourceVolumes.Binding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The comparison of a resource type that the cluster serves, over all namespaces. */
final class ServedType implements TypeComparison {
    private static final ObjectKind SERVICE_ACCOUNT = new ObjectKind("v1", "ServiceAccount");
    private static final String MADE_ANEW = "a StatefulSet that came back has made it anew, without the data";

    private final Comparison all;
    private final ResourceType type;
    private final String reportName;
    private final boolean surplusMatters;
    private final MetadataLister lister;
    private final KubernetesClient client;
    private final Makers makers;
    private final Map<String, Map<String, ObjectOrigin>> expected = new TreeMap<>();
    /** What the backup left out, though it is no claim, and a controller made from something in the source. */
    private final Map<String, List<Metadata>> owned = new TreeMap<>();

    private final Map<String, List<Metadata>> present = new TreeMap<>();
    private final Map<ObjectName, Binding> bindings = new HashMap<>();
    private final List<ObjectEvidence> objects = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();

    /**
     * @param surplusMatters whether the sandbox is looked at also when nothing is expected there
     */
    ServedType(
            Comparison all,
            ResourceType type,
            String reportName,
            boolean surplusMatters,
            MetadataLister lister,
            KubernetesClient client,
            Makers makers) {
        this.all = all;
        this.type = type;
        this.reportName = reportName;
        this.surplusMatters = surplusMatters;
        this.lister = lister;
        this.client = client;
        this.makers = makers;
    }

    @Override
    public String reportName() {
        return reportName;
    }

    @Override
    public String plural() {
        return type.plural();
    }

    @Override
    public void expect() {
        all.sandbox().namespaces().keySet().forEach(source -> {
            expected.put(source, expected(source));
            if (isClaim()) {
                SourceVolumes volumes = new SourceVolumes(client);
                all.claimsWithoutVolume(source)
                        .forEach(claim -> bindings.put(claim, volumes.at(all.backupStart(), claim)));
            }
        });
    }

    @Override
    public void look() {
        expected.forEach((source, names) -> {
            if (surplusMatters || !names.isEmpty() || owned.containsKey(source)) {
                present.put(source, lister.metadata(type, all.target(source)));
            }
        });
    }

    @Override
    public Optional<ResourceTypeEvidence> result(RestoreAccount account) {
        present.forEach((source, inSandbox) ->
                compare(source, Objects.requireNonNull(expected.get(source)), inSandbox, account));
        return evidence(objects, unexpected);
    }

    private void compare(
            String source, Map<String, ObjectOrigin> expected, List<Metadata> inSandbox, RestoreAccount account) {
        String target = all.target(source);
        Set<String> found = Metadata.namesOfStaying(inSandbox);
        expected.forEach((name, origin) -> {
            boolean restored = found.contains(name);
            if (restored || !leftOutMissing(source, target, name, origin, account)) {
                objects.add(evidence(new ObjectName(source, name), target, origin, restored, account));
            }
        });
        List<Metadata> ownedHere = owned.getOrDefault(source, List.of());
        ownedHere.forEach(object -> owned(source, object, found.contains(object.name())));
        Set<String> accounted = ownedHere.stream().map(Metadata::name).collect(Collectors.toSet());
        inSandbox.stream()
                .filter(object -> !accounted.contains(object.name()))
                .filter(object -> found.contains(object.name()) && !expected.containsKey(object.name()))
                .filter(object -> !leftOut(Normalisation.ofName(type.kind(), object.name(), Set.of()))
                        && !leftOut(Normalisation.ofObject(type.kind(), object)))
                .forEach(object -> surplus(source, object));
    }

    private void owned(String source, Metadata object, boolean madeAgain) {
        if (madeAgain) {
            all.leaveOut(Normalisation.madeAgain(type.kind(), object));
        } else {
            objects.add(makers.missing(source, object));
        }
    }

    /**
     * A claim that neither the backup nor a source of before it holds was made by a StatefulSet that came back: nothing else
     * tells that the backup left the original out. A pod's own claim lives no longer than its pod.
     */
    private void surplus(String source, Metadata object) {
        ObjectName name = new ObjectName(source, object.name());
        if (isClaim() && !object.controlled() && (all.gone().contains(source) || all.claimOfStatefulSet(name))) {
            objects.add(all.evidence(name, ObjectOrigin.BACKUP, true)
                    .defect(ObjectDefect.of("VolumeDataMissing", "the backup does not hold the claim: " + MADE_ANEW))
                    .build());
        } else {
            unexpected.add(all.shown(name));
        }
    }

    /** What must be in the sandbox, by name, and why. */
    private Map<String, ObjectOrigin> expected(String source) {
        Set<String> inBackup = all.namesInBackup(type.kind(), source);
        Set<String> accounts = new HashSet<>(all.namesInBackup(SERVICE_ACCOUNT, source));
        accounts.add("default");
        Map<String, ObjectOrigin> expected = new TreeMap<>();
        Set<String> ofPods = isClaim() && !all.gone().contains(source) ? claimsOfPods(source) : Set.of();
        inBackup.stream()
                .filter(name -> !ofPods.contains(name))
                .filter(name -> !leftOut(Normalisation.ofName(type.kind(), name, accounts)))
                .forEach(name -> expected.put(name, ObjectOrigin.BACKUP));
        if (!all.gone().contains(source)) {
            // What was there before the backup began, and is not in it, the backup has left out. A claim on its way out
            // is in use, or would be gone: its data is missed, whenever it was asked to go.
            notIn(inBackup, source, accounts).stream()
                    .filter(object -> isClaim() ? all.beforeBackup(object) : all.stayedForBackup(object))
                    .filter(object -> !leftOut(Normalisation.ofObject(type.kind(), object)))
                    .forEach(object -> {
                        // A controller would make a claim again, but not the data of its volume.
                        if (object.controlled() && !isClaim()) {
                            owned.computeIfAbsent(source, s -> new ArrayList<>())
                                    .add(object);
                        } else {
                            expected.put(object.name(), ObjectOrigin.SOURCE_NAMESPACE);
                        }
                    });
        }
        return expected;
    }

    /** A pod's own claim ends with its pod, and so does its data: what a backup holds of it comes back for nobody. */
    private Set<String> claimsOfPods(String source) {
        return lister.metadata(type, source).stream()
                .filter(claim -> leftOut(Normalisation.ofObject(type.kind(), claim)))
                .map(Metadata::name)
                .collect(Collectors.toSet());
    }

    private List<Metadata> notIn(Set<String> inBackup, String source, Set<String> accounts) {
        Predicate<String> matters =
                name -> !inBackup.contains(name) && !leftOut(Normalisation.ofName(type.kind(), name, accounts));
        // Of most types of which the backup holds nothing the source holds nothing either.
        return inBackup.isEmpty()
                ? lister.metadata(type, source).stream()
                        .filter(object -> matters.test(object.name()))
                        .toList()
                : lister.metadata(
                        type,
                        source,
                        lister.names(type, source).stream().filter(matters).toList());
    }

    private ObjectEvidence evidence(
            ObjectName name, String target, ObjectOrigin origin, boolean restored, RestoreAccount account) {
        if (restored && isClaim() && origin == ObjectOrigin.SOURCE_NAMESPACE) {
            return all.evidence(name, origin, false).toolMessage(MADE_ANEW).build();
        }
        ImmutableObjectEvidence.Builder object = all.evidence(name, origin, restored);
        if (!restored) {
            return account.missing(object, type, target, name.name());
        }
        Optional<ObjectDefect> foreign = account.provenance().foreign(type, target, name.name());
        Optional<ObjectDefect> untold = account.provenance().untold();
        if (foreign.isPresent()) {
            object.defect(foreign);
        } else if (untold.isPresent()) {
            object.unknown(true).defect(untold);
        } else if (isClaim()) {
            Optional<ObjectDefect> lost =
                    withoutData(name).or(() -> account.notFilled(name).map(ServedType::notFilled));
            Optional<ObjectDefect> doubt = lost.isPresent() ? Optional.empty() : dataUnknown(name, account);
            object.unknown(doubt.isPresent()).defect(lost.or(() -> doubt));
        }
        return object.build();
    }

    private Optional<ObjectDefect> withoutData(ObjectName claim) {
        Binding binding = bindings.getOrDefault(claim, Binding.UNBOUND);
        return all.withoutData(claim)
                .map(BackupVolume::reason)
                .or(() -> binding == Binding.BOUND
                        ? Optional.of(
                                "it was bound before the backup began, and a filter of the backup left its volume out")
                        : Optional.empty())
                .map(why -> ObjectDefect.of(
                        "VolumeDataMissing",
                        "the claim came back, but the backup holds no data of its volume (" + why + ")"));
    }

    /** Why it is not known of a claim that is there whether it has its data; empty if that is known. */
    private Optional<ObjectDefect> dataUnknown(ObjectName claim, RestoreAccount account) {
        Optional<String> backup = all.volumesUnknown().map(why -> "whether the backup holds it: " + why);
        Optional<String> restore = account.volumesUnknown()
                .filter(why -> all.holdsData(claim))
                .map(why -> "whether the restore has brought it back: " + why);
        Optional<String> source = Optional.ofNullable(bindings.get(claim))
                .filter(binding -> binding == Binding.UNREAD || binding == Binding.UNKNOWN)
                .map(binding ->
                        "whether the claim had a volume, which a filter of the backup may have left out, since the source "
                                + (binding == Binding.UNREAD ? "can't be read" : "does not tell any more")
                                + "; the backup holds none");
        return backup.or(() -> restore)
                .or(() -> source)
                .map(why -> ObjectDefect.of(
                        "VolumeDataUnknown", "the claim came back, but of its data it is not known " + why));
    }

    private static ObjectDefect notFilled(String why) {
        return ObjectDefect.of(
                "VolumeDataNotRestored",
                "the claim came back, but without the data that the backup holds of its volume (" + why + ")");
    }

    /**
     * A Job that had completed is not run again, so no tool restores it, and none says so. A source that still holds the
     * Job tells whether it had. One that came back may have ended since, and been tidied away.
     */
    private boolean leftOutMissing(
            String source, String target, String name, ObjectOrigin origin, RestoreAccount account) {
        if (!type.groupResource().equals("jobs.batch")
                || account.about(type, target, name).isPresent()) {
            return false;
        }
        Optional<Job> job = all.gone().contains(source)
                ? Optional.empty()
                : Optional.ofNullable(client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(source)
                        .withName(name)
                        .get());
        if (job.isEmpty()) {
            return leftOut(Optional.of("Job/" + name
                    + ": neither restored nor refused, and gone from the source: most likely it had completed"));
        }
        if (ended(job.get())) {
            return leftOut(Optional.of("Job/" + name + ": has ended; a restore doesn't run it again"));
        }
        boolean tidied = origin == ObjectOrigin.BACKUP
                && job.map(Job::getSpec)
                        .map(JobSpec::getTtlSecondsAfterFinished)
                        .isPresent();
        return tidied
                && leftOut(Optional.of("Job/" + name
                        + ": came back or had completed, and is removed when it has ended (ttlSecondsAfterFinished)"));
    }

    private static boolean ended(Job job) {
        return Optional.ofNullable(job.getStatus())
                .filter(status -> status.getCompletionTime() != null
                        || status.getConditions().stream()
                                .anyMatch(c -> c.getType().equals("Failed")
                                        && c.getStatus().equals("True")))
                .isPresent();
    }

    private boolean leftOut(Optional<String> why) {
        why.ifPresent(all::leaveOut);
        return why.isPresent();
    }

    private boolean isClaim() {
        return type.groupResource().equals("persistentvolumeclaims");
    }
}
