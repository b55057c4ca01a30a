package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceExists;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceRef;
import io.kymaros.k8s.sandbox.RestoredTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
    /** One segment of a path; names of roles may hold colons. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9._:]{0,251}[A-Za-z0-9])?");

    private static final RestoredTypes RESTORED = new RestoredTypes(List.of());
    private static final String NAMESPACE = "{namespace}";

    private final KubernetesClient client;
    private final List<String> namespaces;

    ResourceExistsProbe(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    @Override
    public CheckEvidence probe(Check check) throws InterruptedException {
        ResourceExists wanted = Objects.requireNonNull(check.resourceExists());
        long start = System.nanoTime();
        List<String> missing = new ArrayList<>();
        for (ResourceRef resource : wanted.resources()) {
            if (!exists(resource)) {
                missing.add(shown(resource));
            }
        }
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

    private boolean exists(ResourceRef resource) throws InterruptedException {
        if (!NAME.matcher(resource.name()).matches()) {
            throw new NotProbeableException("\"" + Words.of(resource.name()) + "\" is not an object's name");
        }
        String type = type(resource.kind());
        for (String namespace : namespaces) {
            // Only the object's metadata is asked for: a Secret's value stays where it is.
            if (ApiServer.has(client, type.replace(NAMESPACE, namespace) + "/" + resource.name(), METADATA_ONLY)) {
                return true;
            }
        }
        return false;
    }

    /** Path of the objects of a kind. */
    private String type(String kind) {
        for (String apiVersion : API_VERSIONS) {
            Optional<APIResource> resource = Optional.ofNullable(client.getApiResources(apiVersion)).stream()
                    .flatMap(list -> list.getResources().stream())
                    .filter(candidate -> Boolean.TRUE.equals(candidate.getNamespaced())
                            && candidate.getKind().equals(kind)
                            && !candidate.getName().contains("/"))
                    .findFirst();
            if (resource.isPresent()) {
                String plural = resource.get().getName();
                int slash = apiVersion.indexOf('/');
                if (!RESTORED.include(plural, slash < 0 ? "" : apiVersion.substring(0, slash))) {
                    throw new NotProbeableException(
                            "no " + kind + " is restored into a sandbox, on purpose; drop the check");
                }
                return (slash < 0 ? "/api/" : "/apis/") + apiVersion + "/namespaces/" + NAMESPACE + "/" + plural;
            }
        }
        throw new NotProbeableException("kind " + kind + " is not one of Kubernetes' own namespaced kinds");
    }

    private static String shown(ResourceRef resource) {
        return resource.kind() + "/" + resource.name();
    }
}
