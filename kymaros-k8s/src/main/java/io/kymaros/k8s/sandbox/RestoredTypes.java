package io.kymaros.k8s.sandbox;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which resource types come back into a sandbox, and that nothing else does. A controller that sees the copy of a custom
 * resource takes it for the original: it makes a second bucket, orders a second certificate, or deletes what the original stands
 * for when the sandbox goes. So only Kubernetes' own types are restored, and those custom resources that a test lists.
 *
 * @param customResources types of custom resources that a test lists, as plural.group
 */
public record RestoredTypes(List<String> customResources) {
    /**
     * What an application is made of. Of Kubernetes' own namespaced types there are left out: NetworkPolicies, since a restored
     * one would open the sandbox; ResourceQuotas and LimitRanges, which would clash with the sandbox's own or hold its pods back;
     * Ingresses, whose host names belong to production; Endpoints and EndpointSlices, with addresses of production's pods; Leases,
     * held by production's processes; Events.
     */
    private static final List<String> KUBERNETES = List.of(
            "configmaps",
            "controllerrevisions.apps",
            "cronjobs.batch",
            "daemonsets.apps",
            "deployments.apps",
            "horizontalpodautoscalers.autoscaling",
            "jobs.batch",
            "persistentvolumeclaims",
            "poddisruptionbudgets.policy",
            "pods",
            "podtemplates",
            "replicasets.apps",
            "replicationcontrollers",
            "resourceclaims.resource.k8s.io",
            "resourceclaimtemplates.resource.k8s.io",
            "rolebindings.rbac.authorization.k8s.io",
            "roles.rbac.authorization.k8s.io",
            "secrets",
            "serviceaccounts",
            "services",
            "statefulsets.apps");

    /** Custom resources that would open the sandbox: policies add up. */
    private static final Set<String> OPENING = Set.of(
            "ciliumnetworkpolicies.cilium.io",
            "networkpolicies.crd.projectcalico.org",
            "networkpolicies.crd.antrea.io",
            "networkpolicies.projectcalico.org");

    private static final String KUBERNETES_GROUPS =
            "(authentication|authorization|certificates|coordination|discovery|events|networking|node"
                    + "|rbac\\.authorization|resource|scheduling|storage)\\.k8s\\.io";

    /** Takes the types in an order of their own. */
    public RestoredTypes {
        customResources = customResources.stream().distinct().sorted().toList();
    }

    /** What comes back into a sandbox. */
    public static RestoredTypes of(Sandbox sandbox) {
        return new RestoredTypes(sandbox.customResources());
    }

    /** The types, as plural.group. */
    public List<String> names() {
        return Stream.concat(KUBERNETES.stream(), customResources.stream()).toList();
    }

    /** Whether a type comes back. */
    public boolean include(String plural, String group) {
        String name = group.isEmpty() ? plural : plural + "." + group;
        return KUBERNETES.contains(name) || customResources.contains(name);
    }

    /** Why a type does not come back, and what would let it in where a test can. */
    public static String whyNot(String plural, String group) {
        return "not restored into a sandbox on purpose"
                + (isKubernetes(group)
                        ? ""
                        : "; spec.sandbox.customResources: [" + plural + "." + group + "] would let it in");
    }

    /** Whether an API group is Kubernetes' own; the others' resources are custom resources. The core group is empty. */
    public static boolean isKubernetes(String group) {
        return !group.contains(".") || group.matches(KUBERNETES_GROUPS);
    }

    /** Whether a type of custom resources can never come back, because it would open the sandbox. */
    public static boolean opensTheSandbox(String customResource) {
        return OPENING.contains(customResource);
    }
}
