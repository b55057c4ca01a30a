package io.kymaros.k8s.sandbox;

import io.kymaros.k8s.sandbox.ResourcePatch.EachElement;
import io.kymaros.k8s.sandbox.ResourcePatch.Match;
import io.kymaros.k8s.sandbox.ResourcePatch.MergePatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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
     * A controller with a finalizer takes the copy's end for the original's, and deletes what that stands for; where it does not
     * look into sandboxes, none ever goes. Kubernetes gives its own finalizers anew.
     */
    private static final String AWAITED_BY_NOBODY = "{\"metadata\":{\"finalizers\":null}}";

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

    /**
     * No policy reaches a pod in its node's network, and one in the node's other namespaces reaches production's processes. One
     * with production's priority would have production's pods evicted where a node is full.
     */
    private static final String ON_ITS_OWN = "{\"hostNetwork\":null,\"hostPID\":null,\"hostIPC\":null,"
            + "\"priorityClassName\":null,\"priority\":null}";

    /** Where the types have a pod's spec; a percent sign and an s stand for it. */
    private static final Map<String, String> POD_SPECS = new TreeMap<>(Map.of(
            "pods", "{\"spec\":%s}",
            "podtemplates", "{\"template\":{\"spec\":%s}}",
            "replicationcontrollers", "{\"spec\":{\"template\":{\"spec\":%s}}}",
            "deployments.apps", "{\"spec\":{\"template\":{\"spec\":%s}}}",
            "replicasets.apps", "{\"spec\":{\"template\":{\"spec\":%s}}}",
            "statefulsets.apps", "{\"spec\":{\"template\":{\"spec\":%s}}}",
            "daemonsets.apps", "{\"spec\":{\"template\":{\"spec\":%s}}}",
            "jobs.batch", "{\"spec\":{\"template\":{\"spec\":%s}}}",
            "cronjobs.batch", "{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":%s}}}}}"));

    private static final List<ResourcePatch> PATCHES = Stream.of(
                    Stream.of(
                            new ResourcePatch(
                                    ResourcePatch.EVERY_TYPE,
                                    TRACKED_BY_NOBODY,
                                    "Objects lose the labels by which controllers of GitOps track them"),
                            new ResourcePatch(
                                    ResourcePatch.EVERY_TYPE, AWAITED_BY_NOBODY, "Objects lose their finalizers"),
                            new ResourcePatch(
                                    "cronjobs.batch", "{\"spec\":{\"suspend\":true}}", "CronJobs are suspended"),
                            new ResourcePatch(
                                    "services", INSIDE_ONLY, "Services claim no address or name outside the cluster")),
                    POD_SPECS.entrySet().stream()
                            .map(
                                    type -> new ResourcePatch(
                                            type.getKey(),
                                            type.getValue().formatted(ON_ITS_OWN),
                                            "Pods of " + type.getKey()
                                                    + " stay out of their node's network and processes, and evict no other pod")),
                    Stream.of("NodePort", "LoadBalancer").flatMap(Neutralisation::becomeClusterIp))
            .flatMap(Function.identity())
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
