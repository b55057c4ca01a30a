package io.kymaros.k8s.sandbox;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.Map;

/**
 * The one way out that a sandbox can have: from one probe pod of Kymaros to the pods of one Service, on one port. Nothing that
 * was restored can use it: the pod is chosen by a label whose value is made from the run's uid.
 */
public final class SandboxOpening {
    /** Carried by probe pods, which are no part of the application. */
    public static final String PROBE_LABEL = "restore.kymaros.io/dependency-probe";

    private static final String NAMESPACE_LABEL = "kubernetes.io/metadata.name";

    private SandboxOpening() {}

    /** The label of the pod that may use an opening. */
    public static Map<String, String> podLabels(Sandbox sandbox, String name) {
        return Map.of(PROBE_LABEL, sandbox.runUid() + "." + name);
    }

    /**
     * The policy that makes an opening.
     *
     * @param name name of the policy, and of its pod
     * @param namespace namespace of the Service
     * @param pods the Service's selector; not empty
     * @param port port of the pods, by number or name
     */
    public static NetworkPolicy policy(
            Sandbox sandbox, String name, String namespace, Map<String, String> pods, IntOrString port) {
        if (pods.isEmpty()) {
            throw new IllegalArgumentException("an opening to every pod of " + namespace + " is none that is narrow");
        }
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(sandbox.first())
                .withLabels(sandbox.labels())
                .endMetadata()
                .withNewSpec()
                .withPodSelector(new LabelSelectorBuilder()
                        .withMatchLabels(podLabels(sandbox, name))
                        .build())
                .withPolicyTypes("Egress")
                .addNewEgress()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(port)
                .endPort()
                .addNewTo()
                .withNamespaceSelector(new LabelSelectorBuilder()
                        .withMatchLabels(Map.of(NAMESPACE_LABEL, namespace))
                        .build())
                .withPodSelector(
                        new LabelSelectorBuilder().withMatchLabels(pods).build())
                .endTo()
                .endEgress()
                .endSpec()
                .build();
    }
}
