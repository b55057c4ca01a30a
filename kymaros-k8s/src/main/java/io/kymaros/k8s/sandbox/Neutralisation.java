package io.kymaros.k8s.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * What a restore must leave out or change so that the copy of an application has no effect outside its sandbox. The
 * sources of the rules are Velero's own issues about restores into a second namespace.
 */
public final class Neutralisation {
    private static final List<String> EXCLUDED = List.of(
            // A restored allow policy would open the sandbox: policies add up.
            "networkpolicies.networking.k8s.io",
            "ciliumnetworkpolicies.cilium.io",
            "networkpolicies.crd.projectcalico.org",
            // They would clash with the sandbox's own, or hold its pods back.
            "resourcequotas",
            "limitranges",
            // Host names and certificates belong to production.
            "ingresses.networking.k8s.io",
            "httproutes.gateway.networking.k8s.io",
            "grpcroutes.gateway.networking.k8s.io",
            "gateways.gateway.networking.k8s.io",
            "certificates.cert-manager.io",
            "certificaterequests.cert-manager.io",
            "orders.acme.cert-manager.io",
            "challenges.acme.cert-manager.io",
            "dnsendpoints.externaldns.k8s.io",
            // Addresses of production's pods; the cluster makes those of the sandbox itself.
            "endpoints",
            "endpointslices.discovery.k8s.io",
            // Held by production's processes.
            "leases.coordination.k8s.io");

    private static final List<ResourcePatch> PATCHES = List.of(
            new ResourcePatch("cronjobs.batch", "{\"spec\":{\"suspend\":true}}", "CronJobs are suspended"),
            new ResourcePatch(
                    "services", "{\"spec\":{\"externalIPs\":null}}", "Services claim no address outside the cluster"),
            // Not ClusterIP: a node port that was asked for explicitly would make that an invalid Service.
            new ResourcePatch(
                    "services",
                    Optional.of(new ResourcePatch.Match("/spec/type", "LoadBalancer")),
                    "{\"spec\":{\"type\":\"NodePort\",\"loadBalancerIP\":null,\"loadBalancerClass\":null,"
                            + "\"loadBalancerSourceRanges\":null,\"healthCheckNodePort\":null,"
                            + "\"allocateLoadBalancerNodePorts\":null}}",
                    "Services get no load balancer"));

    private Neutralisation() {}

    /** Resource types that are not restored, as plural.group. */
    public static List<String> excludedResources() {
        return EXCLUDED;
    }

    /** Changes made to objects while they are restored. */
    public static List<ResourcePatch> patches() {
        return PATCHES;
    }

    /** Whether a resource type is left out of every restore. */
    public static boolean excludes(String plural, String group) {
        return EXCLUDED.contains(group.isEmpty() ? plural : plural + "." + group);
    }
}
