package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.SandboxCleaner.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxCleanerTest {
    private static final String UID = Sandboxes.UID;
    private static final Map<String, String> OURS = Map.of(Api.SANDBOX_LABEL, "true", Api.RUN_UID_LABEL, UID);

    private final FakeCluster cluster = new FakeCluster();
    private final SandboxCleaner cleaner = new SandboxCleaner(cluster.client());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everyNamespaceOfTheRunGoes() {
        cluster.namespace("rp-test-a", OURS).namespace("rp-test-a-2", OURS);
        Outcome outcome = clean();
        assertThat(outcome.clean()).isTrue();
        assertThat(outcome.reason()).isEqualTo("SandboxDeleted");
        assertThat(outcome.message()).contains("rp-test-a", "rp-test-a-2");
        assertThat(cluster.client().namespaces().list().getItems()).isEmpty();
    }

    @Test
    void namespaceWithoutBothLabelsStays() {
        cluster.namespace("production", Map.of())
                .namespace("half-1", Map.of(Api.RUN_UID_LABEL, UID))
                .namespace("half-2", Map.of(Api.SANDBOX_LABEL, "true"))
                .namespace("said-no", Map.of(Api.SANDBOX_LABEL, "false", Api.RUN_UID_LABEL, UID))
                .namespace("another", Map.of(Api.SANDBOX_LABEL, "true", Api.RUN_UID_LABEL, "another"));
        assertThat(clean().clean()).isTrue();
        assertThat(cluster.requests("DELETE")).isEmpty();
    }

    /** What is deleted does not hang on the server's filter alone. */
    @Test
    void namespaceWithoutBothLabelsStaysAlsoWhenItIsListed() {
        cluster.namespace("production", Map.of(Api.RUN_UID_LABEL, UID))
                .namespace("other", Map.of(Api.SANDBOX_LABEL, "true"));
        List<Namespace> all = cluster.client().namespaces().list().getItems();
        cluster.reply("GET", "^/api/v1/namespaces\\?", request -> new MockResponse()
                .setResponseCode(200)
                .setBody(Serialization.asJson(new NamespaceListBuilder()
                        .withNewMetadata()
                        .endMetadata()
                        .withItems(all)
                        .build())));
        assertThat(clean().clean()).isTrue();
        assertThat(cluster.requests("DELETE")).isEmpty();
    }

    @Test
    void deletionIsOfTheVeryNamespaceThatWasSeen() {
        cluster.namespace("rp-test-a", OURS);
        String uid = namespace("rp-test-a").getMetadata().getUid();
        clean();
        assertThat(cluster.requests("DELETE")).singleElement().satisfies(request -> {
            DeleteOptions options = Serialization.unmarshal(request.body(), DeleteOptions.class);
            assertThat(options.getPreconditions().getUid()).isEqualTo(uid);
        });
    }

    @Test
    void namespaceThatSomeoneMadeAnewMeanwhileStays() {
        cluster.namespace("rp-test-a", Map.of("owner", "someone"));
        Namespace before = new NamespaceBuilder()
                .withNewMetadata()
                .withName("rp-test-a")
                .withUid("of-the-one-before")
                .withLabels(OURS)
                .endMetadata()
                .build();
        AtomicBoolean listed = new AtomicBoolean();
        cluster.reply(
                "GET",
                "^/api/v1/namespaces\\?",
                request -> listed.getAndSet(true)
                        ? null
                        : new MockResponse()
                                .setResponseCode(200)
                                .setBody(Serialization.asJson(new NamespaceListBuilder()
                                        .withNewMetadata()
                                        .endMetadata()
                                        .withItems(before)
                                        .build())));
        assertThat(clean().clean()).isTrue();
        assertThat(namespace("rp-test-a").getMetadata().getLabels()).containsEntry("owner", "someone");
    }

    @Test
    void namespaceThatIsStuckIsReportedWithWhatHoldsIt() {
        cluster.create(new NamespaceBuilder()
                .withNewMetadata()
                .withName("rp-test-a")
                .withLabels(OURS)
                .withFinalizers("kubernetes")
                .endMetadata()
                .withNewStatus()
                .withPhase("Terminating")
                .addNewCondition()
                .withType("NamespaceFinalizersRemaining")
                .withStatus("True")
                .withMessage(
                        "Some content in the namespace has finalizers remaining: example.org/keep in 1 resource instances")
                .endCondition()
                .addNewCondition()
                .withType("NamespaceDeletionDiscoveryFailure")
                .withStatus("False")
                .withMessage("All resources successfully discovered")
                .endCondition()
                .endStatus()
                .build());
        long start = System.nanoTime();
        Outcome outcome = cleaner.clean(UID, Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(outcome.clean()).isFalse();
        assertThat(outcome.reason()).isEqualTo("NamespaceFinalizersRemaining");
        assertThat(outcome.message())
                .contains("rp-test-a", "example.org/keep")
                .doesNotContain("All resources successfully discovered");
        assertThat(namespace("rp-test-a").getMetadata().getFinalizers()).containsExactly("kubernetes");
    }

    @Test
    void oneThatIsStuckDoesNotKeepTheOther() {
        cluster.create(new NamespaceBuilder()
                .withNewMetadata()
                .withName("rp-test-a")
                .withLabels(OURS)
                .withFinalizers("kubernetes")
                .endMetadata()
                .build());
        cluster.namespace("rp-test-b", OURS);
        Outcome outcome = cleaner.clean(UID, Duration.ofMillis(300));
        assertThat(outcome.message()).contains("rp-test-a").doesNotContain("rp-test-b");
        assertThat(cluster.client().namespaces().withName("rp-test-b").get()).isNull();
    }

    @Test
    void whereThereIsNoneNothingIsDone() {
        Outcome outcome = clean();
        assertThat(outcome.clean()).isTrue();
        assertThat(outcome.message()).isEqualTo("There was no sandbox.");
    }

    @Test
    void refusalIsReportedWithWhatToDo() {
        cluster.namespace("rp-test-a", OURS);
        cluster.refuse("DELETE", "namespaces/rp-test-a", 403, "namespaces \"rp-test-a\" is forbidden");
        Outcome outcome = clean();
        assertThat(outcome.clean()).isFalse();
        assertThat(outcome.reason()).isEqualTo("CleanupFailed");
        assertThat(outcome.message()).contains("namespaces \"rp-test-a\" is forbidden", Api.RUN_UID_LABEL + "=" + UID);
    }

    @Test
    void clusterThatCanNotBeAskedIsReported() {
        cluster.refuse("GET", "^/api/v1/namespaces\\?", 503, "etcdserver: no leader");
        assertThat(clean().reason()).isEqualTo("CleanupFailed");
    }

    @Test
    void namespaceThatIsOnItsWayOutAlreadyIsNoFault() {
        cluster.namespace("rp-test-a", OURS);
        cluster.refuse("DELETE", "namespaces/rp-test-a", 409, "The system is ensuring all content is removed");
        Outcome outcome = cleaner.clean(UID, Duration.ofMillis(300));
        assertThat(outcome.reason()).isEqualTo("NamespaceFinalizersRemaining");
    }

    private Outcome clean() {
        return cleaner.clean(UID, Duration.ofSeconds(10));
    }

    private Namespace namespace(String name) {
        return Objects.requireNonNull(
                cluster.client().namespaces().withName(name).get());
    }
}
