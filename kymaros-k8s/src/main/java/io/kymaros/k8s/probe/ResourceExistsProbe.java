package io.kymaros.k8s.probe;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceExists;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Objects that must exist in the sandbox. */
final class ResourceExistsProbe implements Probe {
    private static final List<String> API_VERSIONS = List.of(
            "v1",
            "apps/v1",
            "batch/v1",
            "networking.k8s.io/v1",
            "policy/v1",
            "autoscaling/v2",
            "rbac.authorization.k8s.io/v1");

    private final KubernetesClient client;
    private final List<String> namespaces;

    ResourceExistsProbe(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    @Override
    public CheckEvidence probe(Check check) {
        ResourceExists wanted = Objects.requireNonNull(check.resourceExists());
        long start = System.nanoTime();
        List<String> missing = wanted.resources().stream()
                .filter(resource -> !exists(resource))
                .map(ResourceExistsProbe::shown)
                .toList();
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target(wanted.resources().stream()
                        .map(ResourceExistsProbe::shown)
                        .collect(Collectors.joining(", ")))
                .durationMs(Probes.millisSince(start));
        if (missing.isEmpty()) {
            return evidence.result(CheckResult.PASS).build();
        }
        return evidence.result(CheckResult.FAIL)
                .message("not in the sandbox: " + String.join(", ", missing))
                .build();
    }

    private boolean exists(ResourceRef resource) {
        ResourceDefinitionContext type = type(resource.kind());
        return namespaces.stream()
                .anyMatch(namespace -> client.genericKubernetesResources(type)
                                .inNamespace(namespace)
                                .withName(resource.name())
                                .get()
                        != null);
    }

    private ResourceDefinitionContext type(String kind) {
        for (String apiVersion : API_VERSIONS) {
            Optional<APIResource> resource = Optional.ofNullable(client.getApiResources(apiVersion)).stream()
                    .flatMap(list -> list.getResources().stream())
                    .filter(candidate -> Boolean.TRUE.equals(candidate.getNamespaced())
                            && candidate.getKind().equals(kind)
                            && !candidate.getName().contains("/"))
                    .findFirst();
            if (resource.isPresent()) {
                int slash = apiVersion.indexOf('/');
                return new ResourceDefinitionContext.Builder()
                        .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                        .withVersion(apiVersion.substring(slash + 1))
                        .withKind(kind)
                        .withPlural(resource.get().getName())
                        .withNamespaced(true)
                        .build();
            }
        }
        throw new NotProbeableException("kind " + kind + " is not one of Kubernetes' own namespaced kinds");
    }

    private static String shown(ResourceRef resource) {
        return resource.kind() + "/" + resource.name();
    }
}
