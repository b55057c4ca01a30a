package io.kymaros.k8s.sandbox;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.api.RestoreTestSpec.ResourceQuotaSpec;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.ObstacleException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the namespaces of a sandbox, cuts them off, and makes sure of it before anything is restored into them. */
public final class SandboxCreator {
    static final String POLICY_NAME = "kymaros-isolation";
    private static final String QUOTA_NAME = "kymaros-quota";
    private static final int CONFLICT = 409;
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private final KubernetesClient client;

    public SandboxCreator(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Creates the sandbox. What exists after a failure carries the run's labels, so that {@link SandboxCleaner} finds it.
     *
     * @throws ObstacleException if a namespace can't be created or isolated
     */
    public void create(Sandbox sandbox) {
        sandbox.namespaces().forEach((source, name) -> {
            createNamespace(sandbox, source, name);
            isolate(sandbox, name);
            sandbox.quota().ifPresent(quota -> limit(sandbox, name, quota));
            verify(sandbox, name);
        });
    }

    private void createNamespace(Sandbox sandbox, String source, String name) {
        Map<String, String> labels = new LinkedHashMap<>(podSecurityOf(source));
        labels.putAll(sandbox.namespaceLabels());
        labels.putAll(sandbox.labels());
        labels.put(Api.SANDBOX_LABEL, "true");
        Map<String, String> annotations = new LinkedHashMap<>(sandbox.annotations());
        annotations.put(Api.EXPIRES_AT_ANNOTATION, sandbox.expiresAt().toString());
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
        try {
            client.resource(namespace).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT && madeByThisRun(sandbox, name)) {
                return;
            }
            if (e.getCode() == CONFLICT) {
                throw new ObstacleException(
                        "SandboxNameTaken",
                        "Namespace " + name + " exists already and is not this run's; it was left alone. Run the test"
                                + " again, or change sandboxName or sandbox.namespacePrefix.",
                        e);
            }
            throw ApiFault.obstacle("create the sandbox namespace " + name, e);
        }
    }

    /** Whether the request has arrived before, and only its answer was lost. */
    private boolean madeByThisRun(Sandbox sandbox, String name) {
        try {
            return carriesRun(sandbox, client.namespaces().withName(name).get());
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read the namespace " + name, e);
        }
    }

    private static boolean carriesRun(Sandbox sandbox, @Nullable Namespace namespace) {
        return namespace != null
                && namespace.getMetadata().getLabels() != null
                && sandbox.runUid().equals(namespace.getMetadata().getLabels().get(Api.RUN_UID_LABEL));
    }

    /** Pods that production admits must be admitted in the sandbox too: its pod security labels are taken over. */
    private Map<String, String> podSecurityOf(String source) {
        try {
            Namespace namespace = client.namespaces().withName(source).get();
            Map<String, String> labels = new LinkedHashMap<>();
            if (namespace != null && namespace.getMetadata().getLabels() != null) {
                namespace.getMetadata().getLabels().forEach((key, value) -> {
                    if (key.startsWith(POD_SECURITY)) {
                        labels.put(key, value);
                    }
                });
            }
            return labels;
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read the source namespace " + source, e);
        }
    }

    private void isolate(Sandbox sandbox, String name) {
        try {
            client.resource(isolationPolicy(sandbox, name)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                // Made by a request whose answer was lost, or by someone else: what is stored is checked below.
                return;
            }
            throw ApiFault.obstacle("isolate the sandbox " + name + " with a NetworkPolicy", e);
        }
    }

    private void limit(Sandbox sandbox, String name, ResourceQuotaSpec quota) {
        try {
            client.resource(quota(sandbox, name, quota)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return;
            }
            throw ApiFault.obstacle("set the quota of the sandbox " + name + " (spec.sandbox.resourceQuota)", e);
        } catch (IllegalArgumentException e) {
            throw new ObstacleException(
                    "InvalidQuota",
                    "spec.sandbox.resourceQuota: " + e.getMessage() + ". Write a quantity like 4 or 8Gi.",
                    e);
        }
    }

    /** Trusts only what the API server has stored. */
    private void verify(Sandbox sandbox, String name) {
        try {
            Namespace namespace = client.namespaces().withName(name).get();
            NetworkPolicy stored = client.network()
                    .v1()
                    .networkPolicies()
                    .inNamespace(name)
                    .withName(POLICY_NAME)
                    .get();
            boolean isolated = carriesRun(sandbox, namespace)
                    && stored != null
                    && sameRules(stored, isolationPolicy(sandbox, name));
            if (!isolated) {
                throw new ObstacleException(
                        "SandboxNotIsolated",
                        "Namespace " + name + " does not carry the isolation it was given (NetworkPolicy " + POLICY_NAME
                                + "); nothing was restored. Look for an admission webhook that changes or removes it.");
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("check the isolation of the sandbox " + name, e);
        }
    }

    static boolean sameRules(NetworkPolicy stored, NetworkPolicy wanted) {
        return Objects.equals(
                        stored.getSpec().getPolicyTypes(), wanted.getSpec().getPolicyTypes())
                && empty(stored.getSpec().getPodSelector().getMatchLabels())
                && stored.getSpec().getPodSelector().getMatchExpressions().isEmpty()
                && Objects.equals(
                        stored.getSpec().getIngress(), wanted.getSpec().getIngress())
                && Objects.equals(stored.getSpec().getEgress(), wanted.getSpec().getEgress());
    }

    private static boolean empty(@Nullable Map<?, ?> map) {
        return map == null || map.isEmpty();
    }

    static NetworkPolicy isolationPolicy(Sandbox sandbox, String name) {
        NetworkPolicyBuilder policy = new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(POLICY_NAME)
                .withNamespace(name)
                .withLabels(sandbox.labels())
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .endSpec();
        if (sandbox.isolation() == NetworkIsolation.group) {
            NetworkPolicyPeer group = new NetworkPolicyPeerBuilder()
                    .withNamespaceSelector(new LabelSelectorBuilder()
                            .addToMatchLabels(Api.RUN_UID_LABEL, sandbox.runUid())
                            .build())
                    .build();
            policy.editSpec()
                    .addNewIngress()
                    .withFrom(group)
                    .endIngress()
                    .addNewEgress()
                    .withTo(group)
                    .endEgress()
                    .endSpec();
        }
        return policy.build();
    }

    private static ResourceQuota quota(Sandbox sandbox, String name, ResourceQuotaSpec quota) {
        Map<String, Quantity> hard = new LinkedHashMap<>();
        Optional.ofNullable(quota.cpu()).ifPresent(cpu -> hard.put("requests.cpu", Quantity.parse(cpu)));
        Optional.ofNullable(quota.memory()).ifPresent(memory -> hard.put("requests.memory", Quantity.parse(memory)));
        Optional.ofNullable(quota.storage())
                .ifPresent(storage -> hard.put("requests.storage", Quantity.parse(storage)));
        return new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName(QUOTA_NAME)
                .withNamespace(name)
                .withLabels(sandbox.labels())
                .endMetadata()
                .withNewSpec()
                .withHard(hard)
                .endSpec()
                .build();
    }
}
