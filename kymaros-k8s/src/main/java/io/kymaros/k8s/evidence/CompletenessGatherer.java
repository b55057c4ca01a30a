package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
            new ObjectKind("batch/v1", "CronJob"),
            new ObjectKind("v1", "ServiceAccount"),
            new ObjectKind("rbac.authorization.k8s.io/v1", "Role"),
            new ObjectKind("rbac.authorization.k8s.io/v1", "RoleBinding"));

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
     * Compares backup, source and sandbox.
     *
     * @param toolMessages what the backup tool said about objects it could not restore
     * @throws EvidenceUnavailableException if a list that scores can't be read
     */
    public CompletenessEvidence gather(
            Backup backup, BackupContents contents, Sandbox sandbox, List<String> toolMessages) {
        Comparison comparison =
                new Comparison(backup, contents, sandbox, goneNamespaces(sandbox), new ToolMessages(toolMessages));
        Set<String> names = new HashSet<>();
        List<ResourceTypeEvidence> types = new ArrayList<>();
        for (ObjectKind kind : comparedKinds(contents)) {
            String name = ResourceType.reportName(kind);
            // Two groups may have a kind of one name.
            compare(comparison, kind, names.contains(name) ? ResourceType.qualifiedName(kind) : name)
                    .filter(type -> names.add(type.resourceType()))
                    .ifPresent(types::add);
        }
        return CompletenessEvidence.builder()
                .resourceTypes(types)
                .goneNamespaces(comparison.gone())
                .normalised(comparison.normalised())
                .build();
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

    /** The specification's types first, then the others by name. Two versions of one kind are one type. */
    private static Collection<ObjectKind> comparedKinds(BackupContents contents) {
        Map<String, ObjectKind> kinds = new LinkedHashMap<>();
        SPECIFIED.forEach(kind -> kinds.put(kind.group() + "/" + kind.kind(), kind));
        Stream.concat(contents.objects().keySet().stream(), OFTEN_PART.stream())
                .sorted(Comparator.comparing(ObjectKind::kind).thenComparing(ObjectKind::apiVersion))
                .forEach(kind -> kinds.putIfAbsent(kind.group() + "/" + kind.kind(), kind));
        return kinds.values();
    }

    private Optional<ResourceTypeEvidence> compare(Comparison comparison, ObjectKind kind, String name) {
        Optional<ResourceType> type = find(kind);
        Optional<String> leftOut = Normalisation.ofType(kind, type.orElse(null));
        if (leftOut.isPresent()) {
            comparison.leaveOut(leftOut.get());
            return Optional.empty();
        }
        try {
            return type.isPresent()
                    ? new TypeComparison(comparison, type.get(), name, SPECIFIED.contains(kind), lister, client)
                            .result()
                    : comparison.notServed(kind, name);
        } catch (KubernetesClientException e) {
            if (scoredTypes.contains(name)) {
                throw ApiFault.gap("list the " + type.map(ResourceType::plural).orElse(name) + " that came back", e);
            }
            comparison.leaveOut(name + ": not compared, because they can't be listed (" + ApiFault.reason(e) + ")");
            return Optional.empty();
        }
    }

    private Optional<ResourceType> find(ObjectKind kind) {
        try {
            return catalogue.find(kind);
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("ask for the resource types of " + kind.apiVersion(), e);
        }
    }
}
