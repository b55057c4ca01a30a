package io.kymaros.k8s.sandbox;

import io.kymaros.k8s.sandbox.ResourcePatch.EachElement;
import io.kymaros.k8s.sandbox.ResourcePatch.Match;
import io.kymaros.k8s.sandbox.ResourcePatch.MergePatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a restore must change so that the copy of an application has no effect outside its sandbox; {@link RestoredTypes} says what
 * it must leave out. The sources of the rules are Velero's own issues about restores into a second namespace.
 */
public final class Neutralisation {
    /** What only a Service has that is reachable from outside; a ClusterIP Service with any of it is refused. */
    private static final String INSIDE_ONLY = "{\"metadata\":{\"annotations\":{"
            + "\"service.beta.kubernetes.io/load-balancer-source-ranges\":null,"
            + "\"external-dns.alpha.kubernetes.io/hostname\":null,"
            + "\"external-dns.alpha.kubernetes.io/internal-hostname\":null}},"
            + "\"spec\":{\"externalIPs\":null,\"externalTrafficPolicy\":null,\"healthCheckNodePort\":null,"
            + "\"loadBalancerIP\":null,\"loadBalancerClass\":null,\"loadBalancerSourceRanges\":null,"
            + "\"allocateLoadBalancerNodePorts\":null}}";

    /**
     * By these labels controllers of GitOps find what they should remove. Annotations of theirs stay: they name the object that
     * they belong to with its namespace, so that a copy is known for one.
     */
    private static final String TRACKED_BY_NOBODY = "{\"metadata\":{\"labels\":{"
            + "\"argocd.argoproj.io/instance\":null,"
            + "\"kustomize.toolkit.fluxcd.io/name\":null,"
            + "\"kustomize.toolkit.fluxcd.io/namespace\":null,"
            + "\"helm.toolkit.fluxcd.io/name\":null,"
            + "\"helm.toolkit.fluxcd.io/namespace\":null}}}";

    private static final List<ResourcePatch> PATCHES = Stream.concat(
                    Stream.of(
                            new ResourcePatch(
                                    ResourcePatch.EVERY_TYPE,
                                    TRACKED_BY_NOBODY,
                                    "Objects lose the labels by which controllers of GitOps track them"),
                            new ResourcePatch(
                                    "cronjobs.batch", "{\"spec\":{\"suspend\":true}}", "CronJobs are suspended"),
                            new ResourcePatch(
                                    "services", INSIDE_ONLY, "Services claim no address or name outside the cluster")),
                    Stream.of("NodePort", "LoadBalancer").flatMap(Neutralisation::becomeClusterIp))
            .toList();

    private Neutralisation() {}

    /** Changes made to objects while they are restored. */
    public static List<ResourcePatch> patches() {
        return PATCHES;
    }

    /**
     * A node port that was asked for explicitly comes back with its Service, clashes with the source's own, and is not
     * allowed in a ClusterIP Service: so each port loses it.
     */
    private static Stream<ResourcePatch> becomeClusterIp(String type) {
        Optional<Match> when = Optional.of(new Match("/spec/type", type));
        return Stream.of(
                new ResourcePatch(
                        "services",
                        when,
                        new EachElement("/spec/ports", "nodePort", "0"),
                        "Services of type " + type + " take no port of the nodes"),
                new ResourcePatch(
                        "services",
                        when,
                        new MergePatch("{\"spec\":{\"type\":\"ClusterIP\"}}"),
                        "Services of type " + type + " become ClusterIP"));
    }
}
