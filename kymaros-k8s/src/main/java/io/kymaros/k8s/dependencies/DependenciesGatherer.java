package io.kymaros.k8s.dependencies;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.k8s.api.RestoreTestSpec.Dependency;
import io.kymaros.k8s.api.RestoreTestSpec.DependencyProbe;
import io.kymaros.k8s.dependencies.SandboxProbe.Answer;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.pods.PodTemplate;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at the services of other namespaces that are declared or were found. A sealed sandbox can't connect to them, so a service
 * counts as reachable when it has a ready endpoint; where a test asks for it, a probe pod connects as well. The evidence says
 * which of the two was done.
 */
public final class DependenciesGatherer {
    private static final String METHOD = "readyEndpoints";
    private static final String PROBED = "sandboxProbe";

    private final KubernetesClient client;
    private final Sandbox sandbox;
    private final Optional<SandboxProbe> probe;

    /** @param probing how to connect from inside the sandbox to what has ready endpoints; empty to look at those only */
    public DependenciesGatherer(KubernetesClient client, Sandbox sandbox, Optional<DependencyProbe> probing) {
        this.client = client;
        this.sandbox = sandbox;
        this.probe = probing.map(configured -> new SandboxProbe(client, sandbox, configured));
    }

    /**
     * Looks for the services that the restored application names.
     *
     * @param watched what its workloads run, as far as the watch of its pods follows them
     * @throws KubernetesClientException if the API server refuses or can't be reached
     */
    public Discovery discover(List<PodTemplate> watched) {
        return new DependencyDiscovery(client).find(sandbox, watched);
    }

    /**
     * Looks at each expected service. A service that can't be asked about is unknown.
     *
     * @param declared those of the test
     * @param found those that the application names; one that is declared already is not looked at twice
     */
    public DependenciesEvidence gather(List<Dependency> declared, Discovery found) {
        List<ExpectedDependency> expected = new ArrayList<>(
                declared.stream().map(ExpectedDependency::declared).toList());
        found.dependencies().stream()
                .filter(one -> expected.stream().noneMatch(known -> known.covers(one)))
                .toList()
                .forEach(expected::add);
        return DependenciesEvidence.builder()
                .dependencies(expected.stream().map(this::look).toList())
                .notes(found.notes())
                .build();
    }

    /** The ways out of the sandbox that were made to connect, for its audit. */
    public List<NetworkPolicy> openings() {
        return probe.map(SandboxProbe::openings).orElse(List.of());
    }

    /** What was seen, in a few words for whoever watches the run. */
    public static String summary(Optional<DependenciesEvidence> seen) {
        return seen.map(DependenciesEvidence::dependencies)
                .map(all -> all.stream()
                                .filter(one -> one.reachability() == Reachability.REACHABLE)
                                .count()
                        + "/" + all.size() + " reachable")
                .orElse("could not be looked at");
    }

    private DependencyEvidence look(ExpectedDependency dependency) {
        long start = System.nanoTime();
        ImmutableDependencyEvidence.Builder evidence = DependencyEvidence.builder()
                .name(dependency.name())
                .namespace(dependency.namespace())
                .port(dependency.port())
                .foundIn(dependency.foundIn())
                .method(METHOD);
        try {
            Optional<Service> service = service(dependency);
            if (service.filter(DependenciesGatherer::leadsOutside).isPresent()) {
                return evidence.reachability(Reachability.UNKNOWN)
                        .message(dependency.shown() + " leads outside the cluster, where it is not followed")
                        .durationMs(millisSince(start))
                        .build();
            }
            Optional<String> problem = service.isEmpty()
                    ? Optional.of(dependency.shown() + " does not exist")
                    : problem(dependency, service.get());
            evidence.reachability(problem.isEmpty() ? Reachability.REACHABLE : Reachability.UNREACHABLE)
                    .message(problem);
            if (problem.isEmpty() && service.isPresent()) {
                probe.ifPresent(inside -> connect(evidence, inside.connect(dependency, service.get())));
            }
        } catch (KubernetesClientException e) {
            evidence.reachability(Reachability.UNKNOWN).message(ApiFault.reason(e) + ": " + ApiFault.message(e));
        }
        return evidence.durationMs(millisSince(start)).build();
    }

    private static void connect(ImmutableDependencyEvidence.Builder evidence, Answer answer) {
        switch (answer.outcome()) {
            case CONNECTED -> evidence.method(PROBED);
            case REFUSED ->
                evidence.method(PROBED).reachability(Reachability.UNREACHABLE).message(answer.message());
            case NOT_TRIED ->
                evidence.message("not probed from the sandbox, judged by its endpoints: " + answer.message());
        }
    }

    private Optional<Service> service(ExpectedDependency dependency) {
        return Optional.ofNullable(client.services()
                .inNamespace(dependency.namespace())
                .withName(dependency.name())
                .get());
    }

    private static boolean leadsOutside(Service service) {
        return "ExternalName".equals(service.getSpec().getType());
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** The name of a headless Service is that of its pods, and any port is one of theirs. */
    private static boolean hasPort(Service service, int port) {
        return "None".equals(service.getSpec().getClusterIP())
                || service.getSpec().getPorts().stream().anyMatch(p -> Objects.equals(p.getPort(), port));
    }

    private Optional<String> problem(ExpectedDependency dependency, Service service) {
        if (dependency.port().isPresent() && !hasPort(service, dependency.port().getAsInt())) {
            return Optional.of(
                    dependency.shown() + " has no port " + dependency.port().getAsInt());
        }
        List<EndpointSlice> slices = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(dependency.namespace())
                .withLabel("kubernetes.io/service-name", dependency.name())
                .list()
                .getItems();
        boolean ready = slices.stream()
                // A slice without endpoints has null, and no empty list.
                .flatMap(slice -> Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream))
                .anyMatch(endpoint -> endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
        return ready ? Optional.empty() : Optional.of(dependency.shown() + " has no ready endpoint");
    }
}
