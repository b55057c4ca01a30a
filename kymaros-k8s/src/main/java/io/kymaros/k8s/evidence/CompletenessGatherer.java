package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.evidence.MetadataLister.Metadata;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares, by name, what should have come back with what is in the sandbox. Expected is everything in the backup's own
 * list, and every object that the live source namespace held before the backup began and that the backup left out.
 */
public final class CompletenessGatherer {
    private static final ObjectKind CLAIM = new ObjectKind("v1", "PersistentVolumeClaim");
    private static final List<ObjectKind> ALWAYS_COMPARED = List.of(
            new ObjectKind("apps/v1", "Deployment"),
            new ObjectKind("v1", "Service"),
            CLAIM,
            new ObjectKind("v1", "ConfigMap"),
            new ObjectKind("v1", "Secret"));

    private final KubernetesClient client;
    private final MetadataLister lister;
    private final ResourceCatalogue catalogue;

    public CompletenessGatherer(KubernetesClient client) {
        this.client = client;
        this.lister = new MetadataLister(client);
        this.catalogue = new ResourceCatalogue(client);
    }

    /**
     * Compares backup, source and sandbox.
     *
     * @param toolMessages what the backup tool said about objects it could not restore
     * @throws EvidenceUnavailableException if a list that scores can't be read
     */
    public CompletenessEvidence gather(
            Backup backup, BackupContents contents, Sandbox sandbox, List<String> toolMessages) {
        Set<String> gone = goneNamespaces(sandbox);
        Set<String> normalised = new TreeSet<>();
        List<ResourceTypeEvidence> types = new ArrayList<>();
        for (ObjectKind kind : comparedKinds(contents)) {
            Optional<ResourceType> type = find(kind);
            Optional<String> leftOut = Normalisation.ofType(kind, type.orElse(null));
            if (leftOut.isPresent()) {
                normalised.add(leftOut.get());
            } else if (type.isPresent()) {
                Comparison comparison = new Comparison(type.get(), backup, sandbox, toolMessages, normalised);
                compare(comparison, contents, gone).ifPresent(types::add);
                if (kind.equals(CLAIM) && !comparison.expected.isEmpty()) {
                    contents.volumesUnknown().ifPresent(why -> normalised.add(volumesUnknown(why)));
                }
            } else {
                normalised.add(ResourceType.reportName(kind) + ": not served by this cluster");
            }
        }
        return CompletenessEvidence.builder()
                .resourceTypes(types)
                .goneNamespaces(gone)
                .normalised(normalised)
                .build();
    }

    private static String volumesUnknown(String why) {
        return CLAIM.kind() + ": came back, but whether the backup holds the data of their volumes is not known (" + why
                + ")";
    }

    private Set<String> goneNamespaces(Sandbox sandbox) {
        Set<String> gone = new TreeSet<>();
        for (String source : sandbox.namespaces().keySet()) {
            try {
                if (client.namespaces().withName(source).get() == null) {
                    gone.add(source);
                }
            } catch (KubernetesClientException e) {
                throw ApiFault.gap("read the source namespace " + source, e);
            }
        }
        return gone;
    }

    /** The scored types first, then the backup's others by name. Two versions of one kind are one type. */
    private static Collection<ObjectKind> comparedKinds(BackupContents contents) {
        Map<String, ObjectKind> kinds = new LinkedHashMap<>();
        ALWAYS_COMPARED.forEach(kind -> kinds.put(kind.group() + "/" + kind.kind(), kind));
        contents.objects().keySet().stream()
                .sorted(Comparator.comparing(ObjectKind::kind).thenComparing(ObjectKind::apiVersion))
                .forEach(kind -> kinds.putIfAbsent(kind.group() + "/" + kind.kind(), kind));
        return kinds.values();
    }

    private Optional<ResourceType> find(ObjectKind kind) {
        try {
            return catalogue.find(kind);
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("ask for the resource types of " + kind.apiVersion(), e);
        }
    }

    private Optional<ResourceTypeEvidence> compare(Comparison comparison, BackupContents contents, Set<String> gone) {
        ObjectKind kind = comparison.type.kind();
        try {
            for (Map.Entry<String, String> pair :
                    comparison.sandbox.namespaces().entrySet()) {
                String source = pair.getKey();
                comparison.expectBackup(source, namesInBackup(contents, kind, source));
                if (!gone.contains(source)) {
                    comparison.expectSource(source, lister.list(comparison.type, source));
                }
                comparison.see(source, lister.list(comparison.type, pair.getValue()));
            }
        } catch (KubernetesClientException e) {
            if (ALWAYS_COMPARED.contains(kind)) {
                throw ApiFault.gap("list the " + comparison.type.plural() + " that came back", e);
            }
            comparison.normalised.add(ResourceType.reportName(kind) + ": not compared, because they can't be listed ("
                    + ApiFault.reason(e) + ")");
            return Optional.empty();
        }
        return comparison.result(contents.volumes());
    }

    private static Set<String> namesInBackup(BackupContents contents, ObjectKind kind, String namespace) {
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

    /** The comparison of one resource type over all namespaces. */
    private static final class Comparison {
        private final ResourceType type;
        private final Backup backup;
        private final Sandbox sandbox;
        private final List<String> toolMessages;
        private final Set<String> normalised;
        private final Map<ObjectName, ObjectOrigin> expected =
                new TreeMap<>(Comparator.comparing(ObjectName::namespace).thenComparing(ObjectName::name));
        private final Map<ObjectName, Metadata> live = new HashMap<>();
        private final Map<ObjectName, Metadata> found =
                new TreeMap<>(Comparator.comparing(ObjectName::namespace).thenComparing(ObjectName::name));

        Comparison(
                ResourceType type, Backup backup, Sandbox sandbox, List<String> toolMessages, Set<String> normalised) {
            this.type = type;
            this.backup = backup;
            this.sandbox = sandbox;
            this.toolMessages = toolMessages;
            this.normalised = normalised;
        }

        void expectBackup(String namespace, Set<String> names) {
            names.forEach(name -> expected.put(new ObjectName(namespace, name), ObjectOrigin.BACKUP));
        }

        /** What was there before the backup began, stays, and is not in it, a filter has left out. */
        void expectSource(String namespace, List<Metadata> objects) {
            for (Metadata object : objects) {
                ObjectName name = new ObjectName(namespace, String.valueOf(object.name()));
                live.put(name, object);
                boolean before = object.deletionTimestamp() == null
                        && backup.startedAt().isPresent()
                        && object.created().isPresent()
                        && object.created().get().isBefore(backup.startedAt().get());
                if (before) {
                    expected.putIfAbsent(name, ObjectOrigin.SOURCE_NAMESPACE);
                }
            }
        }

        void see(String namespace, List<Metadata> objects) {
            for (Metadata object : objects) {
                if (object.deletionTimestamp() == null) {
                    found.put(new ObjectName(namespace, String.valueOf(object.name())), object);
                }
            }
        }

        Optional<ResourceTypeEvidence> result(List<BackupVolume> volumes) {
            List<ObjectEvidence> objects = new ArrayList<>();
            expected.forEach((name, origin) -> {
                if (!leaveOut(name, live.get(name))) {
                    objects.add(object(name, origin, volumes));
                }
            });
            List<String> unexpected = found.entrySet().stream()
                    .filter(entry -> !expected.containsKey(entry.getKey()))
                    .filter(entry -> !leaveOut(entry.getKey(), entry.getValue()))
                    .map(entry -> shown(entry.getKey()))
                    .toList();
            if (objects.isEmpty() && unexpected.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(ResourceTypeEvidence.builder()
                    .resourceType(ResourceType.reportName(type.kind()))
                    .objects(objects)
                    .unexpected(unexpected)
                    .build());
        }

        private ObjectEvidence object(ObjectName name, ObjectOrigin origin, List<BackupVolume> volumes) {
            boolean restored = found.containsKey(name);
            ImmutableObjectEvidence.Builder object =
                    ObjectEvidence.builder().name(name.name()).origin(origin).restored(restored);
            if (sandbox.namespaces().size() > 1) {
                object.namespace(name.namespace());
            }
            if (!restored) {
                toolMessages.stream()
                        .filter(message -> speaksOf(message, name.name()))
                        .findFirst()
                        .ifPresent(object::toolMessage);
            }
            if (restored && type.kind().kind().equals("PersistentVolumeClaim")) {
                volumes.stream()
                        .filter(volume -> volume.claim().equals(name) && !volume.hasData())
                        .findFirst()
                        .ifPresent(volume -> object.defect(ObjectDefect.of(
                                "VolumeDataMissing",
                                "the claim came back, but the backup holds no data of its volume (" + volume.reason()
                                        + ")")));
            }
            return object.build();
        }

        private boolean leaveOut(ObjectName name, @Nullable Metadata metadata) {
            Optional<String> why = Normalisation.ofObject(type.kind(), name.name(), metadata);
            why.ifPresent(normalised::add);
            return why.isPresent();
        }

        private boolean speaksOf(String message, String name) {
            return message.contains(type.plural() + "." + type.kind().group() + "/")
                            && message.contains("/" + name + ":")
                    || message.contains(type.plural() + "/") && message.contains("/" + name + ":")
                    || message.contains(type.kind().kind() + ":" + name + " ")
                    || message.contains(type.kind().kind() + " \"" + name + "\"")
                    || message.contains(type.plural() + " \"" + name + "\"");
        }

        private String shown(ObjectName name) {
            return sandbox.namespaces().size() > 1 ? name.toString() : name.name();
        }
    }
}
