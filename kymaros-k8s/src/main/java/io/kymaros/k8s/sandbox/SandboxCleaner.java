package io.kymaros.k8s.sandbox;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.fault.ApiFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Deletes the namespaces of a run, and no other: each must carry the sandbox label and the run's uid. */
public final class SandboxCleaner {
    private final KubernetesClient client;

    public SandboxCleaner(KubernetesClient client) {
        this.client = client;
    }

    /**
     * How a clean-up ended.
     *
     * @param clean whether no namespace of the run is left
     * @param reason reason code in CamelCase
     * @param message what is left, and why
     */
    public record Outcome(boolean clean, String reason, String message) {}

    /** Deletes every namespace that carries the run's uid and waits until they are gone. Never throws. */
    public Outcome clean(String runUid, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            List<Namespace> namespaces = namespacesOf(runUid);
            namespaces.forEach(this::delete);
            for (Namespace namespace : namespaces) {
                awaitGone(namespace, deadline);
            }
            List<Namespace> left = namespacesOf(runUid);
            return left.isEmpty() ? gone(namespaces) : stuck(left);
        } catch (KubernetesClientException e) {
            return new Outcome(
                    false,
                    "CleanupFailed",
                    "Can't delete the sandbox of run " + runUid + ": " + ApiFault.message(e)
                            + ". Delete the namespaces with label " + Api.RUN_UID_LABEL + "=" + runUid + " by hand.");
        }
    }

    private List<Namespace> namespacesOf(String runUid) {
        return client
                .namespaces()
                .withLabel(Api.SANDBOX_LABEL, "true")
                .withLabel(Api.RUN_UID_LABEL, runUid)
                .list()
                .getItems()
                .stream()
                .filter(namespace -> isSandboxOf(runUid, namespace))
                .toList();
    }

    /** Not left to the server's filter alone. */
    private static boolean isSandboxOf(String runUid, Namespace namespace) {
        Map<String, String> labels =
                Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
        return "true".equals(labels.get(Api.SANDBOX_LABEL)) && runUid.equals(labels.get(Api.RUN_UID_LABEL));
    }

    /** The uid in the precondition keeps a namespace of the same name that someone else made meanwhile. */
    private void delete(Namespace namespace) {
        DeleteOptions onlyThisOne = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(namespace.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw("/api/v1/namespaces/" + namespace.getMetadata().getName(), "DELETE", onlyThisOne);
        } catch (KubernetesClientException e) {
            // Gone, another one by now, or on its way out already: what is left is listed at the end.
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
        }
    }

    private void awaitGone(Namespace namespace, long deadline) {
        long left = Math.max(1, deadline - System.nanoTime());
        try {
            client.namespaces()
                    .withName(namespace.getMetadata().getName())
                    .waitUntilCondition(
                            now -> now == null
                                    || !Objects.equals(
                                            now.getMetadata().getUid(),
                                            namespace.getMetadata().getUid()),
                            left,
                            TimeUnit.NANOSECONDS);
        } catch (KubernetesClientTimeoutException e) {
            // What is left is listed and reported by the caller.
            return;
        }
    }

    private static Outcome gone(List<Namespace> namespaces) {
        return new Outcome(
                true,
                "SandboxDeleted",
                namespaces.isEmpty() ? "There was no sandbox." : "Deleted " + names(namespaces) + ".");
    }

    private static Outcome stuck(List<Namespace> left) {
        String why = left.stream()
                .flatMap(namespace -> namespace.getStatus() == null
                        ? java.util.stream.Stream.empty()
                        : namespace.getStatus().getConditions().stream())
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(NamespaceCondition::getMessage)
                .distinct()
                .collect(Collectors.joining(" "));
        return new Outcome(
                false,
                "NamespaceFinalizersRemaining",
                names(left) + " is still terminating. " + why + (why.isEmpty() ? "" : " ")
                        + "It is deleted once its finalizers are done.");
    }

    private static String names(List<Namespace> namespaces) {
        return namespaces.stream()
                .map(namespace -> namespace.getMetadata().getName())
                .collect(Collectors.joining(", "));
    }
}
