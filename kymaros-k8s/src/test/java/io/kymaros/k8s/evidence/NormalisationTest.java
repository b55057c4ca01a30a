package io.kymaros.k8s.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.evidence.MetadataLister.Metadata;
import io.kymaros.k8s.evidence.MetadataLister.Owner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationTest {
    private static final ObjectKind SECRET = new ObjectKind("v1", "Secret");

    @ParameterizedTest
    @CsvSource({
        "v1, Pod, pods",
        "apps/v1, ReplicaSet, replicasets",
        "apps/v1, ControllerRevision, controllerrevisions",
        "v1, Endpoints, endpoints",
        "discovery.k8s.io/v1, EndpointSlice, endpointslices",
        "events.k8s.io/v1, Event, events",
        "coordination.k8s.io/v1, Lease, leases",
        "networking.k8s.io/v1, NetworkPolicy, networkpolicies",
        "networking.k8s.io/v1, Ingress, ingresses",
        "v1, ResourceQuota, resourcequotas",
        "v1, LimitRange, limitranges"
    })
    void typesThatSayNothingOfTheBackupAreLeftOut(String apiVersion, String kind, String plural) {
        ObjectKind type = new ObjectKind(apiVersion, kind);
        assertThat(Normalisation.ofType(type, new ResourceType(type, plural))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Secret, secrets",
        "v1, Service, services",
        "v1, ServiceAccount, serviceaccounts",
        "apps/v1, Deployment, deployments",
        "batch/v1, CronJob, cronjobs",
        "example.org/v1, NetworkPolicy, networkpolicies"
    })
    void otherTypesAreCompared(String apiVersion, String kind, String plural) {
        ObjectKind type = new ObjectKind(apiVersion, kind);
        assertThat(Normalisation.ofType(type, new ResourceType(type, plural))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-root-ca.crt", "openshift-service-ca.crt"})
    void configMapsThatTheClusterMakesAreLeftOut(String name) {
        assertThat(Normalisation.ofObject(new ObjectKind("v1", "ConfigMap"), name, null))
                .isPresent();
        assertThat(Normalisation.ofObject(SECRET, name, null)).isEmpty();
    }

    @Test
    void defaultServiceAccountIsLeftOutAndOthersAreNot() {
        assertThat(Normalisation.ofObject(new ObjectKind("v1", "ServiceAccount"), "default", null))
                .isPresent();
        assertThat(Normalisation.ofObject(new ObjectKind("v1", "ServiceAccount"), "api", null))
                .isEmpty();
    }

    @Test
    void secretIsATokenByItsAnnotationAndOnlyWhereNothingIsKnownByItsName() {
        assertThat(Normalisation.ofObject(
                        SECRET,
                        "x",
                        metadata(Map.of("kubernetes.io/service-account.name", "api"), Map.of(), List.of())))
                .isPresent();
        assertThat(Normalisation.ofObject(SECRET, "api-token-x7k2p", null)).isPresent();
        assertThat(Normalisation.ofObject(SECRET, "api-token-x7k2p", metadata(Map.of(), Map.of(), List.of())))
                .isEmpty();
        assertThat(Normalisation.ofObject(SECRET, "api-token", null)).isEmpty();
        assertThat(Normalisation.ofObject(new ObjectKind("v1", "ConfigMap"), "api-token-x7k2p", null))
                .isEmpty();
    }

    @Test
    void objectIsLeftOutForItsControllerAndNotForAnyOwner() {
        assertThat(Normalisation.ofObject(
                        SECRET, "tls", metadata(Map.of(), Map.of(), List.of(new Owner("Certificate", true)))))
                .contains("Secret/tls: a controller makes it from its owner");
        assertThat(Normalisation.ofObject(
                        SECRET, "tls", metadata(Map.of(), Map.of(), List.of(new Owner("Release", null)))))
                .isEmpty();
    }

    @Test
    void whatTheRunHasMadeIsLeftOut() {
        assertThat(Normalisation.ofObject(SECRET, "x", metadata(Map.of(), Map.of(Api.RUN_UID_LABEL, "u"), List.of())))
                .isPresent();
    }

    @Test
    void kindsOfOtherGroupsAreNamedWithTheirGroup() {
        assertThat(ResourceType.reportName(new ObjectKind("v1", "Secret"))).isEqualTo("Secret");
        assertThat(ResourceType.reportName(new ObjectKind("apps/v1", "Deployment")))
                .isEqualTo("Deployment");
        assertThat(ResourceType.reportName(new ObjectKind("networking.k8s.io/v1", "Ingress")))
                .isEqualTo("Ingress");
        assertThat(ResourceType.reportName(new ObjectKind("cert-manager.io/v1", "Certificate")))
                .isEqualTo("Certificate.cert-manager.io");
    }

    private static Metadata metadata(Map<String, String> annotations, Map<String, String> labels, List<Owner> owners) {
        return new Metadata("x", "2026-01-01T00:00:00Z", null, labels, annotations, owners);
    }
}
