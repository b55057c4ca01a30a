package io.kymaros.examples.backuptool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.kymaros.core.arbitrary.Policies;
import io.kymaros.core.arbitrary.Texts;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScorer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** What holds for a backup tool whatever the application: tried with the arbitraries of the test kit, and judged by the score. */
class ShelfLawsTest {
    private final Map<String, Box> boxes = new ConcurrentHashMap<>();
    private InMemoryCluster cluster;
    private Shelf shelf;

    @BeforeTry
    void putUp() {
        cluster = new InMemoryCluster();
        shelf = new Shelf(cluster.client(), boxes, Runnable::run);
    }

    @AfterTry
    void takeDown() {
        cluster.close();
    }

    @Provide
    Arbitrary<Set<String>> applications() {
        return Texts.names()
                .filter(name -> name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?"))
                .set()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<ScoringPolicy> policies() {
        return Policies.everyLevelCounts()
                .filter(policy -> policy.scoredResourceTypes().contains("ConfigMap"));
    }

    @Property(tries = 30)
    void whateverIsPackedComesBackWhole(
            @ForAll("applications") Set<String> application, @ForAll("policies") ScoringPolicy policy) {
        create(application);
        shelf.pack("box", "source", Map.of());

        LevelResult completeness = judged(application, policy);

        assertThat(completeness.pointsEarned()).isEqualTo(completeness.maxPoints());
    }

    @Property(tries = 30)
    void whatFellOutOfTheBoxCostsPointsAndIsNamed(
            @ForAll("applications") Set<String> application, @ForAll("policies") ScoringPolicy policy) {
        create(application);
        shelf.pack("box", "source", Map.of());
        Box box = boxes.get("box");
        String lost = box.objects().get(0).getMetadata().getName();
        boxes.put(
                "box",
                new Box(
                        box.namespace(),
                        box.labels(),
                        box.packedAt(),
                        true,
                        box.list(),
                        box.objects().subList(1, box.objects().size())));

        LevelResult completeness = judged(application, policy);

        assertThat(completeness.pointsEarned()).isLessThan(completeness.maxPoints());
        assertThat(completeness.findings()).extracting(Finding::object).containsExactly("ConfigMap/" + lost);
    }

    private void create(Set<String> application) {
        application.forEach(name -> cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("source")
                        .withName(name)
                        .endMetadata()
                        .build())
                .create());
    }

    /** Unpacks the box into a namespace of its own, and judges what is there by what was meant to come back. */
    private LevelResult judged(Set<String> application, ScoringPolicy policy) {
        shelf.unpack(
                "restore",
                new Unpacking.Order(boxes.get("box"), Optional.of("sandbox"), List.of("configmaps"), List.of()));
        Set<String> found = cluster.client().configMaps().inNamespace("sandbox").list().getItems().stream()
                .map(ConfigMap::getMetadata)
                .map(metadata -> metadata.getName())
                .collect(Collectors.toSet());
        List<ObjectEvidence> objects = application.stream()
                .map(name -> ObjectEvidence.builder()
                        .name(name)
                        .restored(found.contains(name))
                        .build())
                .collect(Collectors.toList());
        RunEvidence evidence = RunEvidence.builder()
                .testName("shelf")
                .testNamespace("shelf")
                .startedAt(Instant.EPOCH)
                .completedAt(Instant.EPOCH)
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("ConfigMap")
                                .objects(objects)
                                .build())
                        .build())
                .build();
        return ConfidenceScorer.with(policy)
                .score(evidence)
                .level(Level.COMPLETENESS)
                .orElseThrow();
    }
}
