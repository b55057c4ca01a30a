package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.completeness.ServedKinds.Served;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.request.SideBySide;
import io.kymaros.k8s.sandbox.RestoredTypes;
import io.kymaros.k8s.sandbox.Sandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares, by name, what should have come back with what is in the sandbox. Expected is everything in the backup's own
 * list, and every object that the live source namespace held before the backup began and that the backup left out.
 */
public final class CompletenessGatherer {
    private static final ObjectKind CLAIM = new ObjectKind("v1", "PersistentVolumeClaim");

    /** The types of the specification, whether or not the backup holds any. */
    private static final List<ObjectKind> SPECIFIED = List.of(
            new ObjectKind("apps/v1", "Deployment"),
            new ObjectKind("v1", "Service"),
            CLAIM,
            new ObjectKind("v1", "ConfigMap"),
            new ObjectKind("v1", "Secret"));

    /** Other parts of an application; a filter of the backup may have left out all of a type. */
    private static final List<ObjectKind> OFTEN_PART = List.of(
            new ObjectKind("apps/v1", "StatefulSet"),
            new ObjectKind("apps/v1", "DaemonSet"),
            new ObjectKind("v1", "ReplicationController"),
            new ObjectKind("batch/v1", "Job"),
            new ObjectKind("batch/v1", "CronJob"),
            new ObjectKind("v1", "ServiceAccount"),
            new ObjectKind("rbac.authorization.k8s.io/v1", "Role"),
            new ObjectKind("rbac.authorization.k8s.io/v1", "RoleBinding"),
            new ObjectKind("v1", "LimitRange"),
            new ObjectKind("v1", "ResourceQuota"),
            BareType.POD,
            BareType.REPLICA_SET);

    private final KubernetesClient client;
    private final MetadataLister lister;
    private final ResourceCatalogue catalogue;
    private final Set<String> scoredTypes;

    /** @param scoredTypes the resource types that cost points, as reports name them; they can't be passed over */
    public CompletenessGatherer(KubernetesClient client, Collection<String> scoredTypes) {
        this.client = client;
        this.lister = new MetadataLister(client);
        this.catalogue = new ResourceCatalogue(client);
        this.scoredTypes = Set.copyOf(scoredTypes);
    }

    /**
     * Compares backup, source and sandbox at once; {@link #expect} and {@link #compare} do it in two steps.
     *
     * @param restored how the restore ended, as the backup tool explains it
     * @throws EvidenceUnavailableException if a list that scores can't be read
     */
    public CompletenessEvidence gather(
            Backup backup, BackupContents contents, Sandbox sandbox, RestoreOutcome restored) {
        return compare(expect(backup, contents, sandbox), () -> restored);
    }

    /**
     * What should come back, from the backup's list and the source. Needs no restore to have ended, so that a run can ask
     * while it waits for one.
     *
     * @throws EvidenceUnavailableException if a list that scores can't be read
     */
    public Expectation expect(Backup backup, BackupContents contents, Sandbox sandbox) {
        Comparison comparison = new Comparison(backup, contents, sandbox, goneNamespaces(sandbox, backup));
        Makers makers = new Makers(client, catalogue, comparison);
        Set<String> names = new HashSet<>();
        List<TypeComparison> types = new ArrayList<>();
        Map<String, ResourceType> others = otherTypes(comparison);
        for (ObjectKind kind : comparedKinds(contents, others.values())) {
            String name = ResourceType.reportName(kind);
            // Two groups may have a kind of one name.
            String reportName = names.add(name) ? name : ResourceType.qualifiedName(kind);
            if (Normalisation.isAutomatic(kind)) {
                if (contents.objects().containsKey(kind)) {
                    comparison.leaveOut(Normalisation.automatic(kind));
                }
                continue;
            }
            Optional<ResourceType> type;
            try {
                type = Optional.ofNullable(others.get(key(kind))).or(() -> catalogue.find(kind));
            } catch (KubernetesClientException e) {
                if (counts(reportName)) {
                    throw ApiFault.gap("ask for the resource types of " + kind.apiVersion(), e);
                }
                types.add(new UnservedType(comparison, kind, reportName, Optional.of(ApiFault.message(e))));
                continue;
            }
            types.add(
                    type.isPresent()
                            ? comparison(comparison, type.get(), reportName, makers)
                            : new UnservedType(comparison, kind, reportName, Optional.empty()));
        }
        return new Expectation(comparison, readable(comparison, types, TypeComparison::expect));
    }

    private TypeComparison comparison(Comparison comparison, ResourceType type, String reportName, Makers makers) {
        if (BareType.compares(type.kind())) {
            return new BareType(comparison, type, lister, makers);
        }
        return RestoredTypes.of(comparison.sandbox())
                        .include(type.plural(), type.kind().group())
                ? new ServedType(comparison, type, reportName, SPECIFIED.contains(type.kind()), lister, client, makers)
                : new UnrestoredType(comparison, type, reportName, lister, makers);
    }

    /**
     * Types of which the source may hold something, and the backup nothing at all; by their keys. Where the API server can't
     * tell its types, that is noted.
     */
    private Map<String, ResourceType> otherTypes(Comparison comparison) {
        Map<String, ResourceType> types = new TreeMap<>();
        try {
            Served served = ServedKinds.all(lister);
            served.types().stream()
                    .filter(type -> !Normalisation.isAutomatic(type.kind()))
                    .forEach(type -> types.putIfAbsent(key(type.kind()), type));
            served.silent().stream()
                    .filter(version -> !Normalisation.isAutomatic(new ObjectKind(version, "")))
                    .forEach(version -> comparison.leaveOut("Types of " + version
                            + ": not looked for, because the server that offers them does not answer"));
        } catch (KubernetesClientException e) {
            comparison.leaveOut(
                    "Types of which the backup holds nothing: not looked for, because the API server does not list"
                            + " its types (" + ApiFault.reason(e) + ")");
        }
        return types;
    }

    private static String key(ObjectKind kind) {
        return kind.group() + "/" + kind.kind();
    }

    /**
     * Compares what should have come back with what is in the sandbox.
     *
     * @param restored how the restore ended, as the backup tool explains it; asked for when the sandbox has been read, so
     *     that it can be found out meanwhile
     * @throws EvidenceUnavailableException if a list that scores can't be read
     */
    public CompletenessEvidence compare(Expectation expectation, Supplier<RestoreOutcome> restored) {
        Comparison comparison = expectation.comparison();
        List<TypeComparison> seen = readable(comparison, expectation.types(), TypeComparison::look);
        RestoreAccount account = new RestoreAccount(restored.get());
        List<ResourceTypeEvidence> types = new ArrayList<>();
        seen.forEach(
                type -> passable(comparison, type, () -> type.result(account).ifPresent(types::add)));
        return CompletenessEvidence.builder()
                .resourceTypes(types)
                .goneNamespaces(comparison.gone())
                .normalised(comparison.normalised())
                .build();
    }

    /** What was seen, in a few words for whoever watches the run. */
    public static String summary(Optional<CompletenessEvidence> seen) {
        return seen.map(CompletenessEvidence::resourceTypes)
                .map(types ->
                        types.stream().mapToInt(ResourceTypeEvidence::found).sum()
                                + "/"
                                + types.stream()
                                        .mapToInt(ResourceTypeEvidence::expected)
                                        .sum()
                                + " objects")
                .orElse("could not be compared");
    }

    /** Takes a step with each type, side by side; the types that can't be read and do not cost points are left out. */
    private List<TypeComparison> readable(
            Comparison comparison, List<TypeComparison> types, Consumer<TypeComparison> step) {
        Set<TypeComparison> read = ConcurrentHashMap.newKeySet();
        SideBySide.run(types.stream()
                .map(type -> (Runnable) () -> {
                    if (passable(comparison, type, () -> step.accept(type))) {
                        read.add(type);
                    }
                })
                .toList());
        return types.stream().filter(read::contains).toList();
    }

    /** Reads; false if the type can't be read and does not cost points, which is noted. */
    private boolean passable(Comparison comparison, TypeComparison type, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (KubernetesClientException e) {
            if (counts(type.reportName())) {
                throw ApiFault.gap("list the " + type.plural() + " that came back", e);
            }
            comparison.unread(type.reportName());
            comparison.leaveOut(
                    type.reportName() + ": not compared, because they can't be listed (" + ApiFault.reason(e) + ")");
            return false;
        }
    }

    /** Claims stand for the data of their volumes, which counts whether or not the type is scored. */
    private boolean counts(String reportName) {
        return scoredTypes.contains(reportName) || reportName.equals(CLAIM.kind());
    }

    /** Sources that are no control group: they are gone, or not known to have been there when the backup began. */
    private Set<String> goneNamespaces(Sandbox sandbox, Backup backup) {
        Set<String> gone = new TreeSet<>();
        for (String source : sandbox.namespaces().keySet()) {
            try {
                if (!isOlder(client.namespaces().withName(source).get(), backup)) {
                    gone.add(source);
                }
            } catch (KubernetesClientException e) {
                throw ApiFault.gap("read the source namespace " + source, e);
            }
        }
        return gone;
    }

    private static boolean isOlder(@Nullable Namespace namespace, Backup backup) {
        if (namespace == null) {
            return false;
        }
        String created = namespace.getMetadata().getCreationTimestamp();
        return created != null
                && backup.startedAt().filter(Instant.parse(created)::isBefore).isPresent();
    }

    /** The specification's types first, then the others by name. Two versions of one kind are one type. */
    private static Collection<ObjectKind> comparedKinds(BackupContents contents, Collection<ResourceType> others) {
        Map<String, ObjectKind> kinds = new LinkedHashMap<>();
        SPECIFIED.forEach(kind -> kinds.put(key(kind), kind));
        Stream.of(
                        contents.objects().keySet().stream(),
                        OFTEN_PART.stream(),
                        others.stream().map(ResourceType::kind))
                .flatMap(Function.identity())
                .sorted(Comparator.comparing(ObjectKind::kind).thenComparing(ObjectKind::apiVersion))
                .forEach(kind -> kinds.putIfAbsent(key(kind), kind));
        return kinds.values();
    }
}
