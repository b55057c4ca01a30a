package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.k8s.api.RestoreTestSpec.Dependency;
import io.kymaros.k8s.fault.ApiFault;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at the declared services of other namespaces. A sealed sandbox can't connect to them, so a service counts as
 * reachable when it has a ready endpoint; the evidence says that this is what was looked at.
 */
public final class DependenciesGatherer {
    private static final String METHOD = "readyEndpoints";

    private final KubernetesClient client;

    public DependenciesGatherer(KubernetesClient client) {
        this.client = client;
    }

    /** Looks at each declared service. A service that can't be asked about is unknown. */
    public DependenciesEvidence gather(List<Dependency> declared) {
        return DependenciesEvidence.builder()
                .dependencies(declared.stream().map(this::look).toList())
                .build();
    }

    private DependencyEvidence look(Dependency dependency) {
        long start = System.nanoTime();
        ImmutableDependencyEvidence.Builder evidence = DependencyEvidence.builder()
                .name(dependency.name())
                .namespace(dependency.namespace())
                .method(METHOD);
        Optional.ofNullable(dependency.port()).ifPresent(evidence::port);
        try {
            Optional<Service> service = service(dependency);
            if (service.filter(DependenciesGatherer::leadsOutside).isPresent()) {
                return evidence.reachability(Reachability.UNKNOWN)
                        .message(shown(dependency) + " leads outside the cluster, where it is not followed")
                        .durationMs(millisSince(start))
                        .build();
            }
            Optional<String> problem = service.isEmpty()
                    ? Optional.of(shown(dependency) + " does not exist")
                    : problem(dependency, service.get());
            evidence.reachability(problem.isEmpty() ? Reachability.REACHABLE : Reachability.UNREACHABLE)
                    .message(problem);
        } catch (KubernetesClientException e) {
            evidence.reachability(Reachability.UNKNOWN).message(ApiFault.reason(e) + ": " + ApiFault.message(e));
        }
        return evidence.durationMs(millisSince(start)).build();
    }

    private Optional<Service> service(Dependency dependency) {
        return Optional.ofNullable(client.services()
                .inNamespace(dependency.namespace())
                .withName(dependency.name())
                .get());
    }

    private static boolean leadsOutside(Service service) {
        return "ExternalName".equals(service.getSpec().getType());
    }

    private static String shown(Dependency dependency) {
        return "Service " + dependency.namespace() + "/" + dependency.name();
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private Optional<String> problem(Dependency dependency, Service service) {
        Integer port = dependency.port();
        if (port != null && service.getSpec().getPorts().stream().noneMatch(p -> Objects.equals(p.getPort(), port))) {
            return Optional.of(shown(dependency) + " has no port " + port);
        }
        List<EndpointSlice> slices = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(dependency.namespace())
                .withLabel("kubernetes.io/service-name", dependency.name())
                .list()
                .getItems();
        boolean ready = slices.stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .anyMatch(endpoint -> endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
        return ready ? Optional.empty() : Optional.of(shown(dependency) + " has no ready endpoint");
    }
}
