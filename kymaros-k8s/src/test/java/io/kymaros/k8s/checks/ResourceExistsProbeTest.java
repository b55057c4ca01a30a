package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceExists;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceRef;
import io.kymaros.k8s.fake.FakeCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceExistsProbeTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Probes probes = new Probes(cluster.client(), List.of(Probing.SANDBOX, Probing.SECOND));

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void objectsThatAreThereAreFoundInAnyOfTheSandboxes() throws Exception {
        secret(Probing.SANDBOX, "db");
        cluster.create(new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace(Probing.SECOND)
                .withName("db")
                .endMetadata()
                .build());
        CheckEvidence evidence =
                probes.probe(check(new ResourceRef("Secret", "db"), new ResourceRef("StatefulSet", "db")));
        assertThat(evidence.result()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.target()).isEqualTo("Secret/db, StatefulSet/db");
        assertThat(evidence.type()).isEqualTo("resourceExists");
    }

    @Test
    void objectsThatAreMissingAreNamed() throws Exception {
        secret(Probing.SANDBOX, "db");
        CheckEvidence evidence = probes.probe(check(
                new ResourceRef("Secret", "db"),
                new ResourceRef("Secret", "api-key"),
                new ResourceRef("ConfigMap", "db")));
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("not in the sandbox: Secret/api-key, ConfigMap/db");
    }

    @Test
    void objectThatIsOnItsWayOutDoesNotCount() throws Exception {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(Probing.SANDBOX)
                .withName("db")
                .withFinalizers("example.org/keep")
                .endMetadata()
                .build());
        cluster.client().secrets().inNamespace(Probing.SANDBOX).withName("db").delete();
        assertThat(probes.probe(check(new ResourceRef("Secret", "db"))).result())
                .isEqualTo(CheckResult.FAIL);
    }

    @Test
    void objectOutsideTheSandboxDoesNotCount() throws Exception {
        secret("shop", "db");
        assertThat(probes.probe(check(new ResourceRef("Secret", "db"))).result())
                .isEqualTo(CheckResult.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Namespace", "PersistentVolume", "ClusterRole", "Widget", "secret", "Secrets", ""})
    void kindThatIsNoNamespacedKindOfKubernetesIsInconclusive(String kind) throws Exception {
        CheckEvidence evidence = probes.probe(check(new ResourceRef(kind, "shop")));
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("kind " + kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../../namespaces/shop/secrets/db", "a/b", "%2e%2e", "..", ".", "db?watch=1", "db#x", ""})
    void whatIsNoNameIsNotAskedFor(String name) throws Exception {
        assertThat(probes.probe(check(new ResourceRef("Secret", name))).result())
                .isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(cluster.requests("GET")).isEmpty();
    }

    @Test
    void kindThatNoRestoreBringsBackIsInconclusive() throws Exception {
        CheckEvidence evidence = probes.probe(check(new ResourceRef("Ingress", "web")));
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("no Ingress is restored into a sandbox");
    }

    @Test
    void valuesOfSecretsAreNotAskedFor() throws Exception {
        secret(Probing.SANDBOX, "db");
        probes.probe(check(new ResourceRef("Secret", "db")));
        assertThat(cluster.requests("GET"))
                .filteredOn(request -> request.path().contains("/secrets/"))
                .isNotEmpty()
                .allMatch(request -> String.valueOf(request.accept()).contains("as=PartialObjectMetadata"));
    }

    @Test
    void missingPermissionIsInconclusive() throws Exception {
        cluster.refuse("GET", "/secrets/db", 403, "secrets \"db\" is forbidden");
        CheckEvidence evidence = probes.probe(check(new ResourceRef("Secret", "db")));
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message()).contains("Forbidden: secrets \"db\" is forbidden");
    }

    private void secret(String namespace, String name) {
        cluster.create(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build());
    }

    private static Check check(ResourceRef... resources) {
        return new Check(
                "there", CheckType.resourceExists, null, null, null, null, new ResourceExists(List.of(resources)));
    }
}
