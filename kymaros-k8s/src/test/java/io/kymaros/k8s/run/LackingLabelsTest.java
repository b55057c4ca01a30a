package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LackingLabelsTest {
    private static final String SANDBOX = "rp-test-a3f2c1";
    private static final String DENIAL =
            "error restoring pods/shop/legacy: pods \"legacy\" is forbidden: ValidatingAdmissionPolicy 'seccomp' with binding"
                    + " 'seccomp' denied request: pods need a seccomp profile";
    private static final String OTHER =
            "error restoring secrets/shop/db: Secret \"db\" is invalid: data: Required value";

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void denialIsTheSandboxesWhereItLacksALabelOfTheSource() {
        namespaces(Map.of("policy.example.org/exempt", "true", "kubernetes.io/metadata.name", "shop"), Map.of());
        RunEvidence told = told();
        String why =
                "; the source has labels that the sandbox lacks, and may be exempt by one of them; to have them in the sandbox"
                        + " too, write spec.sandbox.labels: {policy.example.org/exempt: true}";
        RestoreEvidence restore = told.restore().orElseThrow();
        assertThat(restore.errorMessages()).containsExactly(OTHER);
        assertThat(restore.environmentErrors()).containsExactly(DENIAL + why);
        assertThat(told.completeness()
                        .orElseThrow()
                        .resourceTypes()
                        .get(0)
                        .objects()
                        .get(0)
                        .toolMessage())
                .contains(DENIAL + why);
        PodEvidence pod = told.podStartup().orElseThrow().pods().get(0);
        assertThat(pod.unknown()).isTrue();
        assertThat(pod.message().orElse("")).endsWith(why);
        assertThat(told.podStartup().orElseThrow().pods().get(1).unknown()).isFalse();
    }

    @Test
    void otherValueIsAnotherLabel() {
        namespaces(Map.of("tier", "gold"), Map.of("tier", "test"));
        assertThat(told().restore().orElseThrow().environmentErrors()).hasSize(1);
    }

    @Test
    void denialStaysTheBackupsWhereTheSandboxHasAllLabelsOfTheSource() {
        namespaces(Map.of("policy.example.org/exempt", "true"), Map.of("policy.example.org/exempt", "true"));
        assertThat(told()).isEqualTo(evidence());
    }

    @Test
    void denialIsUnknownWhereTheSourceIsGone() {
        cluster.namespace(SANDBOX, Map.of());
        RestoreEvidence restore = told().restore().orElseThrow();
        assertThat(restore.errorMessages()).containsExactly(OTHER);
        assertThat(restore.environmentErrors()).singleElement().satisfies(error -> assertThat(error)
                .contains("can't be found out"));
    }

    @Test
    void denialIsUnknownWhereTheSourceCanNotBeRead() {
        namespaces(Map.of(), Map.of());
        cluster.refuse("GET", "^/api/v1/namespaces/shop$", 403, "namespaces is forbidden");
        assertThat(told().restore().orElseThrow().environmentErrors())
                .singleElement()
                .satisfies(error -> assertThat(error).endsWith("can't be read"));
    }

    @Test
    void withoutADenialNobodyIsAsked() {
        RunEvidence quiet =
                run().restore(restore().addErrorMessages(OTHER).build()).build();
        assertThat(new LackingLabels(cluster.client(), Sandboxes.of("shop", SANDBOX)).toldApart(quiet))
                .isSameAs(quiet);
        assertThat(cluster.requests("GET")).isEmpty();
    }

    private void namespaces(Map<String, String> source, Map<String, String> sandbox) {
        cluster.namespace("shop", source);
        cluster.namespace(SANDBOX, sandbox);
    }

    private RunEvidence told() {
        return new LackingLabels(cluster.client(), Sandboxes.of("shop", SANDBOX)).toldApart(evidence());
    }

    private static RunEvidence evidence() {
        return run().restore(restore().addErrorMessages(DENIAL, OTHER).build())
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("Pod")
                                .addObjects(ObjectEvidence.builder()
                                        .name("legacy")
                                        .restored(false)
                                        .toolMessage(DENIAL)
                                        .build())
                                .build())
                        .build())
                .podStartup(PodStartupEvidence.builder()
                        .addPods(
                                PodEvidence.builder()
                                        .podName("legacy (pod 1 of 1, not created)")
                                        .ready(false)
                                        .message(DENIAL)
                                        .build(),
                                PodEvidence.builder()
                                        .podName("db")
                                        .ready(false)
                                        .message("exit code 1")
                                        .build())
                        .build())
                .build();
    }

    private static ImmutableRestoreEvidence.Builder restore() {
        return RestoreEvidence.builder().tool("Velero").phase(RestorePhase.PARTIALLY_FAILED);
    }

    private static ImmutableRunEvidence.Builder run() {
        return RunEvidence.builder()
                .testName("nightly")
                .testNamespace("kymaros")
                .startedAt(Instant.EPOCH)
                .completedAt(Instant.EPOCH);
    }
}
