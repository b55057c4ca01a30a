package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.completeness.Metadata.Owner;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationTest {
    private static final ObjectKind SECRET = new ObjectKind("v1", "Secret");

    @ParameterizedTest
    @CsvSource({
        "apps/v1, ControllerRevision",
        "v1, Endpoints",
        "discovery.k8s.io/v1, EndpointSlice",
        "v1, Event",
        "events.k8s.io/v1, Event",
        "coordination.k8s.io/v1, Lease",
        "metrics.k8s.io/v1beta1, PodMetrics"
    })
    void typesThatControllersMakeAreLeftOut(String apiVersion, String kind) {
        assertThat(Normalisation.isAutomatic(new ObjectKind(apiVersion, kind))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Secret",
        "apps/v1, Deployment",
        "networking.k8s.io/v1, Ingress",
        "example.org/v1, Event",
        "example.org/v1, Lease"
    })
    void otherTypesAreCompared(String apiVersion, String kind) {
        assertThat(Normalisation.isAutomatic(new ObjectKind(apiVersion, kind))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-root-ca.crt", "openshift-service-ca.crt", "istio-ca-root-cert"})
    void configMapsThatTheClusterMakesAreLeftOut(String name) {
        assertThat(Normalisation.ofName(new ObjectKind("v1", "ConfigMap"), name, Set.of()))
                .isPresent();
        assertThat(Normalisation.ofName(SECRET, name, Set.of())).isEmpty();
    }

    @Test
    void defaultServiceAccountIsLeftOutAndOthersAreNot() {
        ObjectKind account = new ObjectKind("v1", "ServiceAccount");
        assertThat(Normalisation.ofName(account, "default", Set.of())).isPresent();
        assertThat(Normalisation.ofName(account, "api", Set.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "api-token-x7k2p, true",
        "api-dockercfg-x7k2p, true",
        "default-dockercfg-bcdf4, true",
        "batch-token-x7k2p, false",
        "batch-dockercfg-x7k2p, false",
        "api-dockercfg, false",
        "api-token, false",
        "api-token-x7k2pq, false",
        "api-token-prod1, false",
        "api-token-stage, false"
    })
    void nameIsATokensWithItsServiceAccountBesideItAndAGeneratedEnd(String name, boolean token) {
        assertThat(Normalisation.ofName(SECRET, name, Set.of("api", "default")).isPresent())
                .isEqualTo(token);
        assertThat(Normalisation.ofName(new ObjectKind("v1", "ConfigMap"), name, Set.of("api")))
                .isEmpty();
    }

    @Test
    void tokenThatSomebodyMadeIsComparedAsAnySecret() {
        assertThat(Normalisation.ofObject(SECRET, object("api-token-x7k2p", true, false)))
                .isPresent();
        assertThat(Normalisation.ofObject(SECRET, object("default-dockercfg-x7k2p", true, false)))
                .isPresent();
        assertThat(Normalisation.ofObject(SECRET, object("default-dockercfg-x7k2p", false, false)))
                .isEmpty();
        assertThat(Normalisation.ofObject(SECRET, object("ci-token-manual", true, false)))
                .isEmpty();
        assertThat(Normalisation.ofObject(SECRET, object("api-token-x7k2p", false, false)))
                .isEmpty();
    }

    @Test
    void whatKubernetesMakesFromItsOwnerIsLeftOutAndWhatAnyOtherControllerMakesIsNot() {
        ObjectKind job = new ObjectKind("batch/v1", "Job");
        assertThat(Normalisation.ofObject(job, owned("nightly-1", "batch/v1", "CronJob")))
                .contains("Job/nightly-1: Kubernetes makes it from its owner");
        assertThat(Normalisation.ofObject(job, owned("nightly-1", "example.org/v1", "CronJob")))
                .isEmpty();
        ObjectKind claim = new ObjectKind("v1", "PersistentVolumeClaim");
        assertThat(Normalisation.ofObject(claim, owned("api-1-scratch", "v1", "Pod")))
                .isPresent();
        assertThat(Normalisation.ofObject(claim, owned("data-db-0", "apps/v1", "StatefulSet")))
                .isEmpty();
        assertThat(Normalisation.ofObject(SECRET, owned("tls", "apps/v1", "StatefulSet")))
                .isEmpty();
        assertThat(Normalisation.ofObject(SECRET, object("tls", false, false))).isEmpty();
    }

    @Test
    void whatTheRunHasMadeIsLeftOut() {
        assertThat(Normalisation.ofObject(SECRET, object("x", false, true))).isPresent();
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
        assertThat(ResourceType.reportName(new ObjectKind("mesh.k8s.io/v1", "Service")))
                .isEqualTo("Service.mesh.k8s.io");
    }

    private static Metadata object(String name, boolean token, boolean madeByRun) {
        return new Metadata(name, Optional.empty(), Optional.empty(), Optional.empty(), token, madeByRun);
    }

    private static Metadata owned(String name, String apiVersion, String kind) {
        Owner owner = new Owner(new ObjectKind(apiVersion, kind), "owner");
        return new Metadata(name, Optional.empty(), Optional.empty(), Optional.of(owner), false, false);
    }
}
