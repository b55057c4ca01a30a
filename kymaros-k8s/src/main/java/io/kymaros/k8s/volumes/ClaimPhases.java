package io.kymaros.k8s.volumes;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What became of the claims that came back, when everything else is done. That a claim names its data is a promise: it is kept when
 * the claim has a volume. A claim that no pod mounts may never have one.
 */
public final class ClaimPhases {
    /** Served where a driver with snapshots is installed. */
    private static final ResourceDefinitionContext SNAPSHOTS = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshot")
            .withPlural("volumesnapshots")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final Sandbox sandbox;

    public ClaimPhases(KubernetesClient client, Sandbox sandbox) {
        this.client = client;
        this.sandbox = sandbox;
    }

    /**
     * Looks at the claims that so far count as sound.
     *
     * @param holdsData whether the backup holds the data of a claim's volume; the claim has the name of its source namespace
     * @throws EvidenceUnavailableException if the claims can't be listed
     */
    public CompletenessEvidence judged(CompletenessEvidence seen, Predicate<ObjectName> holdsData) {
        boolean any = seen.resourceTypes().stream()
                .filter(type -> type.resourceType().equals(ResourceTypeEvidence.CLAIM))
                .anyMatch(type -> type.found() > 0);
        if (!any) {
            return seen;
        }
        Map<ObjectName, PersistentVolumeClaim> claims = claims();
        return CompletenessEvidence.builder()
                .from(seen)
                .resourceTypes(seen.resourceTypes().stream()
                        .map(type -> type.resourceType().equals(ResourceTypeEvidence.CLAIM)
                                ? judged(type, claims, holdsData)
                                : type)
                        .toList())
                .build();
    }

    private ResourceTypeEvidence judged(
            ResourceTypeEvidence type, Map<ObjectName, PersistentVolumeClaim> claims, Predicate<ObjectName> holdsData) {
        return ResourceTypeEvidence.builder()
                .from(type)
                .objects(type.objects().stream()
                        .map(object -> object.standing() == Standing.GOOD ? judged(object, claims, holdsData) : object)
                        .toList())
                .build();
    }

    private ObjectEvidence judged(
            ObjectEvidence object, Map<ObjectName, PersistentVolumeClaim> claims, Predicate<ObjectName> holdsData) {
        String source = object.namespace()
                .orElse(sandbox.namespaces().keySet().iterator().next());
        ObjectName name = new ObjectName(source, object.name());
        Optional<PersistentVolumeClaim> claim = Optional.ofNullable(claims.get(name));
        String phase = claim.map(PersistentVolumeClaim::getStatus)
                .map(status -> status.getPhase())
                .orElse("Pending");
        if (phase.equals("Lost")) {
            return with(object, "VolumeDataNotRestored", "the claim came back, and has lost its volume", false);
        }
        if (phase.equals("Bound") || !holdsData.test(name)) {
            return object;
        }
        Optional<String> snapshot = claim.flatMap(ClaimPhases::snapshot);
        if (snapshot.isPresent() && !snapshots(source).contains(snapshot.get())) {
            return with(
                    object,
                    "VolumeDataNotRestored",
                    "the claim came back, and is to be filled from VolumeSnapshot " + snapshot.get()
                            + ", which is not there",
                    false);
        }
        return with(
                object,
                "VolumeDataUnknown",
                "the claim came back and is " + phase
                        + ": without a volume its data is only promised (no pod mounts the claim,"
                        + " or no node or class can serve it)",
                true);
    }

    private static ObjectEvidence with(ObjectEvidence object, String reason, String message, boolean unknown) {
        return ImmutableObjectEvidence.copyOf(object).withUnknown(unknown).withDefect(ObjectDefect.of(reason, message));
    }

    private static Optional<String> snapshot(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getSpec().getDataSource())
                .filter(source -> "VolumeSnapshot".equals(source.getKind()))
                .map(source -> source.getName());
    }

    private Map<ObjectName, PersistentVolumeClaim> claims() {
        Map<ObjectName, PersistentVolumeClaim> claims = new HashMap<>();
        sandbox.namespaces().forEach((source, target) -> {
            try {
                client.persistentVolumeClaims()
                        .inNamespace(target)
                        .list()
                        .getItems()
                        .forEach(claim -> claims.put(
                                new ObjectName(source, claim.getMetadata().getName()), claim));
            } catch (KubernetesClientException e) {
                throw ApiFault.gap("look at the claims that came back", e);
            }
        });
        return claims;
    }

    private List<String> snapshots(String source) {
        try {
            return client
                    .genericKubernetesResources(SNAPSHOTS)
                    .inNamespace(sandbox.namespaces().get(source))
                    .list()
                    .getItems()
                    .stream()
                    .map(snapshot -> snapshot.getMetadata().getName())
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return List.of();
            }
            throw ApiFault.gap("list the snapshots that claims are to be filled from", e);
        }
    }
}
