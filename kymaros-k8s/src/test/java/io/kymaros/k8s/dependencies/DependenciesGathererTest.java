package io.kymaros.k8s.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.k8s.api.RestoreTestSpec.Dependency;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DependenciesGathererTest {
    private final FakeCluster cluster = new FakeCluster();
    private final DependenciesGatherer gatherer =
            new DependenciesGatherer(cluster.client(), Sandboxes.of("shop", "sandbox"), Optional.empty());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void serviceWithAReadyEndpointIsReachable() {
        service("auth", "ClusterIP");
        cluster.create(slice("auth-1", "auth", true));
        DependencyEvidence evidence = look("auth", 443);
        assertThat(evidence.reachability()).isEqualTo(Reachability.REACHABLE);
        assertThat(evidence.method()).isEqualTo("readyEndpoints");
        assertThat(evidence.namespace()).isEqualTo("platform");
        assertThat(evidence.port()).hasValue(443);
        assertThat(evidence.message()).isEmpty();
    }

    /** Kubernetes' rule: an endpoint of which nothing is said counts as ready. */
    @Test
    void endpointOfWhichNothingIsSaidIsReady() {
        service("auth", "ClusterIP");
        cluster.create(slice("auth-1", "auth", null));
        assertThat(look("auth", null).reachability()).isEqualTo(Reachability.REACHABLE);
    }

    @Test
    void endpointsOfAllSlicesCount() {
        service("auth", "ClusterIP");
        cluster.create(slice("auth-1", "auth", false));
        cluster.create(slice("auth-2", "auth", true));
        cluster.create(slice("other-1", "other", true));
        assertThat(look("auth", null).reachability()).isEqualTo(Reachability.REACHABLE);
    }

    @Test
    void serviceWithoutAReadyEndpointIsUnreachable() {
        service("auth", "ClusterIP");
        cluster.create(slice("auth-1", "auth", false));
        cluster.create(slice("other-1", "other", true));
        DependencyEvidence evidence = look("auth", null);
        assertThat(evidence.reachability()).isEqualTo(Reachability.UNREACHABLE);
        assertThat(evidence.message()).contains("Service platform/auth has no ready endpoint");
    }

    /** As the API server stores the slice of a Service whose selector chooses no pod. */
    @Test
    void sliceWithoutEndpointsHasNone() {
        service("auth", "ClusterIP");
        EndpointSlice slice = slice("auth-1", "auth", true);
        slice.setEndpoints(null);
        cluster.create(slice);
        assertThat(look("auth", null).message()).contains("Service platform/auth has no ready endpoint");
    }

    @Test
    void missingServiceIsUnreachable() {
        DependencyEvidence evidence = look("auth", null);
        assertThat(evidence.reachability()).isEqualTo(Reachability.UNREACHABLE);
        assertThat(evidence.message()).contains("Service platform/auth does not exist");
    }

    @Test
    void serviceWithoutThePortIsUnreachable() {
        service("auth", "ClusterIP");
        cluster.create(slice("auth-1", "auth", true));
        assertThat(look("auth", 80).message()).contains("Service platform/auth has no port 80");
    }

    @Test
    void externalNameIsNeitherReachableNorNot() {
        service("auth", "ExternalName");
        DependencyEvidence evidence = look("auth", null);
        assertThat(evidence.reachability()).isEqualTo(Reachability.UNKNOWN);
        assertThat(evidence.message().orElse("")).contains("Service platform/auth leads outside the cluster");
    }

    @Test
    void serviceThatCanNotBeAskedAboutIsUnknown() {
        cluster.refuse("GET", "/namespaces/platform/services/auth$", 403, "services \"auth\" is forbidden");
        DependencyEvidence evidence = look("auth", null);
        assertThat(evidence.reachability()).isEqualTo(Reachability.UNKNOWN);
        assertThat(evidence.message()).contains("Forbidden: services \"auth\" is forbidden");
    }

    @Test
    void endpointsThatCanNotBeListedAreUnknown() {
        service("auth", "ClusterIP");
        cluster.refuse("GET", "/endpointslices", 403, "endpointslices is forbidden");
        assertThat(look("auth", null).reachability()).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void oneThatIsMissingDoesNotHideTheOthersAndTheirOrderStays() {
        service("auth", "ClusterIP");
        cluster.create(slice("auth-1", "auth", true));
        List<DependencyEvidence> evidence = gatherer.gather(
                        List.of(new Dependency("missing", "platform", null), new Dependency("auth", "platform", null)),
                        Discovery.NOTHING)
                .dependencies();
        assertThat(evidence).extracting(DependencyEvidence::name).containsExactly("missing", "auth");
        assertThat(evidence)
                .extracting(DependencyEvidence::reachability)
                .containsExactly(Reachability.UNREACHABLE, Reachability.REACHABLE);
    }

    @Test
    void headlessServiceTakesAnyPortOfItsPods() {
        service("auth", "ClusterIP", "None");
        cluster.create(slice("auth-1", "auth", true));
        assertThat(look("auth", 9092).reachability()).isEqualTo(Reachability.REACHABLE);
    }

    @Test
    void whatIsDeclaredIsNotLookedAtTwice() {
        Discovery found = new Discovery(
                List.of(
                        new ExpectedDependency("auth", "platform", OptionalInt.empty(), "Deployment/api env A"),
                        new ExpectedDependency("auth", "platform", OptionalInt.of(443), "Deployment/api env B"),
                        new ExpectedDependency("auth", "platform", OptionalInt.of(80), "Deployment/api env C"),
                        new ExpectedDependency("mail", "platform", OptionalInt.empty(), "ConfigMap/x key y")),
                List.of(EvidenceNote.of("DependencyAccount", "RoleBinding/x", "grants")));
        DependenciesEvidence evidence = gatherer.gather(List.of(new Dependency("auth", "platform", 443)), found);
        assertThat(evidence.dependencies())
                .extracting(DependencyEvidence::foundIn)
                .containsExactly("declared", "Deployment/api env C", "ConfigMap/x key y");
        assertThat(evidence.notes()).isEqualTo(found.notes());
    }

    private DependencyEvidence look(String name, @Nullable Integer port) {
        return gatherer.gather(List.of(new Dependency(name, "platform", port)), Discovery.NOTHING)
                .dependencies()
                .get(0);
    }

    private void service(String name, String type) {
        service(name, type, "10.96.0.7");
    }

    private void service(String name, String type, String clusterIp) {
        cluster.create(new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("platform")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withClusterIP(clusterIp)
                .addNewPort()
                .withPort(443)
                .endPort()
                .endSpec()
                .build());
    }

    private static EndpointSlice slice(String name, String service, @Nullable Boolean ready) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("platform")
                .withName(name)
                .withLabels(Map.of("kubernetes.io/service-name", service))
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses("10.0.0.1")
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .endEndpoint()
                .build();
    }
}
