package io.kymaros.k8s.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import java.util.ArrayList;
import java.util.List;

/** Looks, after the restore, for anything in the sandbox that could have an effect outside it. */
public final class SandboxAudit {
    private final KubernetesClient client;

    public SandboxAudit(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Fails closed: a sandbox that is open is not observed any further.
     *
     * @throws ObstacleException naming the objects that break the isolation
     */
    public void requireClosed(Sandbox sandbox) {
        requireClosed(sandbox, List.of());
    }

    /**
     * Fails closed, with openings that Kymaros has made itself: exactly those are accepted.
     *
     * @throws ObstacleException naming the objects that break the isolation
     */
    public void requireClosed(Sandbox sandbox, List<NetworkPolicy> openings) {
        List<String> open = new ArrayList<>();
        try {
            sandbox.names().forEach(namespace -> audit(sandbox, namespace, openings, open));
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("check the isolation of the sandbox " + sandbox.first() + " after the restore", e);
        }
        if (!open.isEmpty()) {
            throw new ObstacleException(
                    "SandboxNotIsolated",
                    "The sandbox is open: " + String.join(", ", open)
                            + ". The run was ended. Look who made these objects: leave them out of the backup under test, or keep"
                            + " what makes them away from namespaces with the label " + Api.SANDBOX_LABEL + ".");
        }
    }

    private void audit(Sandbox sandbox, String namespace, List<NetworkPolicy> openings, List<String> open) {
        List<NetworkPolicy> policies = client.network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .list()
                .getItems();
        NetworkPolicy wanted = SandboxCreator.isolationPolicy(sandbox, namespace);
        boolean own = false;
        for (NetworkPolicy policy : policies) {
            if (policy.getMetadata().getName().equals(SandboxCreator.POLICY_NAME)
                    && SandboxCreator.sameRules(policy, wanted)) {
                own = true;
            } else if (allows(policy) && openings.stream().noneMatch(opening -> isSame(policy, opening))) {
                open.add(named(policy));
            }
        }
        if (!own) {
            open.add("no NetworkPolicy " + SandboxCreator.POLICY_NAME + " in " + namespace);
        }
        for (CronJob job :
                client.batch().v1().cronjobs().inNamespace(namespace).list().getItems()) {
            if (!Boolean.TRUE.equals(job.getSpec().getSuspend())) {
                open.add(named(job) + " (not suspended)");
            }
        }
        for (Service service : client.services().inNamespace(namespace).list().getItems()) {
            if (reachableFromOutside(service.getSpec())) {
                open.add(named(service) + " (reachable from outside)");
            }
        }
    }

    /** Policies add up: one without a rule denies what others would have to allow, and opens nothing. */
    private static boolean allows(NetworkPolicy policy) {
        return policy.getSpec() != null
                && !(policy.getSpec().getIngress().isEmpty()
                        && policy.getSpec().getEgress().isEmpty());
    }

    private static boolean reachableFromOutside(ServiceSpec service) {
        return "LoadBalancer".equals(service.getType())
                || "NodePort".equals(service.getType())
                || !service.getExternalIPs().isEmpty();
    }

    private static boolean isSame(NetworkPolicy stored, NetworkPolicy made) {
        return stored.getMetadata().getName().equals(made.getMetadata().getName())
                && stored.getMetadata().getNamespace().equals(made.getMetadata().getNamespace())
                && stored.getSpec().equals(made.getSpec());
    }

    private static String named(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
