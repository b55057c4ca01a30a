package io.kymaros.k8s.sandbox;

import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.api.RestoreTestSpec.ResourceQuotaSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** The throw-away namespaces of one run: one for each source namespace. */
@Value.Immutable
public interface Sandbox {
    /** Source namespace to sandbox namespace, in the order of the plan; at least one. */
    Map<String, String> namespaces();

    /** Uid of the run's report; only a namespace that carries it may be deleted. */
    String runUid();

    /** Labels for everything in the run. */
    Map<String, String> labels();

    /** Further labels for the namespaces, which policies of the cluster look at. */
    Map<String, String> namespaceLabels();

    /** Annotations for the namespaces. */
    Map<String, String> annotations();

    /** After this time (server time) anyone may clean up. */
    Instant expiresAt();

    /** How far the namespaces are cut off. */
    NetworkIsolation isolation();

    /** Types of custom resources that may come back into it, as plural.group; Kubernetes' own come back anyway. */
    List<String> customResources();

    /** Quota of each namespace. */
    Optional<ResourceQuotaSpec> quota();

    /** The first sandbox namespace: the one that reports name. */
    default String first() {
        return names().get(0);
    }

    /** All sandbox namespaces. */
    @Value.Derived
    default List<String> names() {
        return List.copyOf(namespaces().values());
    }

    /** Sandbox namespace to source namespace. */
    @Value.Derived
    default Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        namespaces().forEach((source, sandbox) -> sources.put(sandbox, source));
        return sources;
    }

    @Value.Check
    default void check() {
        if (namespaces().isEmpty()) {
            throw new IllegalArgumentException("a sandbox needs at least one namespace");
        }
        if (sources().size() != namespaces().size()) {
            throw new IllegalArgumentException("two source namespaces share a sandbox: " + namespaces());
        }
    }

    /** Starts an empty value. */
    static ImmutableSandbox.Builder builder() {
        return ImmutableSandbox.builder();
    }
}
