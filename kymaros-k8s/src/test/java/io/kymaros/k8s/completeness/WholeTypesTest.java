package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types of which the source holds something, and the backup nothing. */
class WholeTypesTest extends CompletenessCase {
    private static final BackupContents NOTHING = BackupContents.builder().build();
    private static final ObjectKind WIDGET = new ObjectKind("example.org/v1", "Widget");

    @Test
    void typeOfWhichTheBackupHoldsNothingIsNamed() {
        cluster.create(
                new PodDisruptionBudgetBuilder()
                        .withMetadata(meta(SOURCE, "api").build())
                        .build(),
                BEFORE);
        assertThat(lost(gather(NOTHING), "PodDisruptionBudget")).containsExactly("api");
    }

    @Test
    void typeThatIsNotRestoredOnPurposeIsHeldAgainstTheBackupsList() {
        for (String name : List.of("front", "back")) {
            cluster.create(
                    new IngressBuilder()
                            .withMetadata(meta(SOURCE, name).build())
                            .build(),
                    BEFORE);
        }
        cluster.create(
                new IngressBuilder().withMetadata(meta(SOURCE, "since").build()).build(), AFTER);
        cluster.create(
                new NetworkPolicyBuilder()
                        .withMetadata(meta(SANDBOX, "isolation").build())
                        .build(),
                AFTER);
        CompletenessEvidence evidence =
                gather(contents(new ObjectKind("networking.k8s.io/v1", "Ingress"), "front", "gone-since"));
        assertThat(lost(evidence, "Ingress")).containsExactly("back");
        assertThat(evidence.resourceTypes()).hasSize(1);
        assertThat(evidence.normalised()).contains("Ingress: 2 in the backup, not restored into a sandbox on purpose");
    }

    @Test
    void sourceThatIsGoneSaysNothingOfOtherTypes() {
        cluster.client().namespaces().withName(SOURCE).delete();
        cluster.create(
                new IngressBuilder().withMetadata(meta(SOURCE, "front").build()).build(), BEFORE);
        assertThat(gather(NOTHING).resourceTypes()).isEmpty();
    }

    @Test
    void customResourceOfWhichTheBackupHoldsNothingIsNamed() {
        serves("Current", "list");
        widgets(
                200,
                "{\"items\": [{\"metadata\": {\"name\": \"w\", \"creationTimestamp\": \"%s\"}}]}".formatted(BEFORE));
        assertThat(lost(gather(NOTHING), "Widget.example.org")).containsExactly("w");
    }

    @Test
    void customResourceOfTheBackupIsNotLookedForInTheSandbox() {
        serves("Current", "list");
        widgets(200, "{\"items\": []}");
        CompletenessEvidence evidence = gather(contents(WIDGET, "w", "v"));
        assertThat(evidence.resourceTypes()).isEmpty();
        assertThat(evidence.normalised())
                .containsExactly("Widget.example.org: 2 in the backup, not restored into a sandbox on purpose;"
                        + " spec.sandbox.customResources: [widgets.example.org] would let it in");
    }

    @Test
    void customResourceThatTheTestListsMustComeBack() {
        sandbox = Sandboxes.of(SOURCE, SANDBOX).withCustomResources("widgets.example.org");
        serves("Current", "list");
        widgets(200, "{\"items\": []}");
        CompletenessEvidence evidence = gather(contents(WIDGET, "w"));
        assertThat(evidence.normalised()).isEmpty();
        assertThat(evidence.resourceTypes()).singleElement().satisfies(type -> {
            assertThat(type.resourceType()).isEqualTo("Widget.example.org");
            assertThat(type.found()).isZero();
            assertThat(type.expected()).isEqualTo(1);
        });
    }

    @Test
    void typeThatMayNotBeListedIsNamedAsNotCompared() {
        serves("Current", "list");
        widgets(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"forbidden\"}");
        assertThat(gather(NOTHING).normalised())
                .containsExactly("Widget.example.org: not compared, because they can't be listed (Forbidden)");
    }

    @Test
    void typeThatCanOnlyBeMadeIsNotAskedFor() {
        serves("Current", "create");
        assertThat(gather(NOTHING).normalised()).isEmpty();
        assertThat(cluster.requests("GET").stream()
                        .filter(request -> request.path().contains("widgets")))
                .isEmpty();
    }

    @Test
    void serverThatIsDownLeavesItsOwnTypesUnknown() {
        cluster.reply(
                "GET",
                "^/apis$",
                request -> ok("{\"kind\": \"APIGroupDiscoveryList\", \"items\": ["
                        + "{\"metadata\": {\"name\": \"metrics.k8s.io\"}, \"versions\": [{\"version\": \"v1\", \"freshness\":"
                        + " \"Stale\"}]},"
                        + "{\"metadata\": {\"name\": \"example.org\"}, \"versions\": [{\"version\": \"v1\", \"freshness\":"
                        + " \"Stale\"}]}]}"));
        cluster.reply("GET", "^/apis/(example.org|metrics.k8s.io)/v1$", request -> new MockResponse()
                .setResponseCode(503)
                .setBody("{\"kind\": \"Status\", \"code\": 503, \"message\": \"no endpoints\"}"));
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(WIDGET, names("w"))
                .putObjects(new ObjectKind("metrics.k8s.io/v1", "PodMetrics"), names("api-1"))
                .build());
        assertThat(evidence.resourceTypes()).singleElement().satisfies(type -> {
            assertThat(type.resourceType()).isEqualTo("Widget.example.org");
            assertThat(type.objects()).extracting(ObjectEvidence::standing).containsExactly(Standing.UNKNOWN);
        });
        assertThat(evidence.normalised())
                .containsExactlyInAnyOrder(
                        "PodMetrics.metrics.k8s.io: made by controllers, with names of their own",
                        "Types of example.org/v1: not looked for, because the server that offers them does not answer");
    }

    @Test
    void apiServerThatDoesNotListItsTypesIsNamed() {
        cluster.reply("GET", "^/apis$", request -> ok("{\"kind\": \"APIGroupList\", \"groups\": []}"));
        assertThat(gather(NOTHING).normalised())
                .containsExactly(
                        "Types of which the backup holds nothing: not looked for, because the API server does not"
                                + " list its types (APIUnavailable)");
    }

    @Test
    void claimsThatMayNotBeListedAreAGapAlsoWhereNoneScore() {
        cluster.reply("GET", "/persistentvolumeclaims", request -> new MockResponse()
                .setResponseCode(403)
                .setBody("{\"kind\": \"Status\", \"code\": 403, \"message\": \"forbidden\"}"));
        CompletenessGatherer secretsOnly = new CompletenessGatherer(cluster.client(), List.of("Secret"));
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() ->
                        secretsOnly.gather(backup, NOTHING, sandbox, restored().build()));
    }

    private static List<String> lost(CompletenessEvidence evidence, String type) {
        return evidence.resourceTypes().stream()
                .filter(seen -> seen.resourceType().equals(type))
                .flatMap(seen -> seen.objects().stream())
                .filter(object -> object.standing() == Standing.BAD)
                .filter(object -> object.origin() == ObjectOrigin.SOURCE_NAMESPACE)
                .map(ObjectEvidence::name)
                .toList();
    }

    private void serves(String freshness, String verb) {
        cluster.reply(
                "GET",
                "^/apis$",
                request -> ok(
                        "{\"kind\": \"APIGroupDiscoveryList\", \"items\": [{\"metadata\": {\"name\": \"example.org\"},"
                                + " \"versions\": [{\"version\": \"v1\", \"freshness\": \"%s\", \"resources\": [{\"resource\":"
                                        .formatted(freshness)
                                + " \"widgets\", \"scope\": \"Namespaced\", \"verbs\": [\"%s\"], \"responseKind\": {\"kind\":"
                                        .formatted(verb)
                                + " \"Widget\"}}]}]}]}"));
    }

    private void widgets(int code, String body) {
        cluster.reply("GET", "/namespaces/" + SOURCE + "/widgets", request -> new MockResponse()
                .setResponseCode(code)
                .setBody(body));
        cluster.reply("GET", "/namespaces/" + SANDBOX + "/widgets", request -> ok("{\"items\": []}"));
    }

    private static MockResponse ok(String body) {
        return new MockResponse().setResponseCode(200).setBody(body);
    }
}
