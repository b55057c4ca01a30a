package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletenessLevelTest {
    private final CompletenessLevel level = new CompletenessLevel();

    @Test
    void everythingBackEarnsAll() {
        LevelResult result = judge(type("Secret", 8, 8), type("Service", 1, 1));

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("CompletenessExact");
        assertThat(result.message()).isEqualTo("2/2 resource types matched exactly");
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void typeOfWhichHalfCameBackEarnsHalfAndLessNothing() {
        LevelResult half = judge(type("Secret", 4, 8), type("Service", 4, 4));
        LevelResult none = judge(type("Secret", 3, 8), type("Service", 4, 4));

        assertThat(half.pointsEarned()).isEqualTo(15);
        assertThat(half.outcome()).isEqualTo(LevelOutcome.PARTIAL);
        assertThat(half.reason()).isEqualTo("CompletenessGap");
        assertThat(none.pointsEarned()).isEqualTo(10);
        assertThat(none.message()).isEqualTo("1/2 resource types matched exactly; Secrets: 3/8");
    }

    @Test
    void nothingBackEarnsNothing() {
        LevelResult result = judge(type("Secret", 0, 1));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.message()).isEqualTo("0/1 resource type matched exactly; Secrets: 0/1");
    }

    @ParameterizedTest
    @CsvSource({"HALF_TYPES, 10", "EXACT_TYPES, 6", "PROPORTIONAL, 15", "ALL_OR_NOTHING, 0"})
    void policySaysWhatAnIncompleteTypeEarns(Credit credit, int points) {
        ScoringPolicy policy =
                ScoringPolicy.builder().putCredits(Level.COMPLETENESS, credit).build();

        LevelResult result = judge(policy, type("Secret", 3, 8), type("Service", 4, 4), type("ConfigMap", 18, 20));

        assertThat(result.pointsEarned()).isEqualTo(points);
    }

    @Test
    void onlyScoredTypesScoreAndOthersAreNotesThatNameWhatIsMissing() {
        LevelResult result = judge(type("Secret", 8, 8), type("Ingress", 0, 1));

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.message()).isEqualTo("1/1 resource type matched exactly");
        assertThat(result.findings())
                .containsExactly(
                        Finding.of(
                                Level.COMPLETENESS,
                                Severity.NOTE,
                                Reason.COMPLETENESS_UNSCORED_TYPE,
                                "Ingress",
                                "0/1 came back; the type is not scored"),
                        Finding.of(
                                Level.COMPLETENESS,
                                Severity.NOTE,
                                Reason.COMPLETENESS_OBJECT_MISSING,
                                "Ingress/object-0",
                                "in the backup, but not restored"));
    }

    @Test
    void typesOfWhichNothingIsExpectedDoNotCount() {
        LevelResult result = judge(type("Secret", 4, 8), type("Service", 0, 0));

        assertThat(result.pointsEarned()).isEqualTo(10);
    }

    @Test
    void surplusIsANoteAndNeverMakesUpForALoss() {
        ResourceTypeEvidence surplus = ResourceTypeEvidence.builder()
                .from(type("Secret", 7, 8))
                .addUnexpected("extra")
                .build();

        LevelResult result = judge(surplus);

        assertThat(result.pointsEarned()).isEqualTo(10);
        assertThat(result.findings())
                .extracting(Finding::reason, Finding::object, Finding::severity)
                .contains(tuple("CompletenessObjectUnexpected", "Secret/extra", Severity.NOTE));
    }

    @Test
    void surplusAloneDoesNotMakeATypeCount() {
        ResourceTypeEvidence surplus = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .addUnexpected("extra")
                .build();

        assertThat(judge(surplus).outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
    }

    @Test
    void emptyBackupEarnsNothingUnderAnyPolicy() {
        ScoringPolicy generous = ScoringPolicy.builder()
                .putUnconfigured(Level.HEALTH_CHECKS, Unconfigured.EARNS_ALL)
                .putUnconfigured(Level.RTO_COMPLIANCE, Unconfigured.EARNS_ALL)
                .build();

        LevelResult result = judge(generous, type("Ingress", 2, 2));

        assertThat(result.outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isZero();
        assertThat(result.passed()).isFalse();
        assertThat(result.findings())
                .extracting(Finding::reason, Finding::severity)
                .containsExactly(tuple("CompletenessNothingExpected", Severity.LOSS));
    }

    @Test
    void eachLossSaysWhereTheObjectWasLost() {
        ResourceTypeEvidence secrets = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .addObjects(
                        object("sound").restored(true).build(),
                        object("refused")
                                .restored(false)
                                .toolMessage("denied by webhook")
                                .build(),
                        object("lost").restored(false).namespace("shop").build(),
                        object("filtered")
                                .restored(false)
                                .origin(ObjectOrigin.SOURCE_NAMESPACE)
                                .build())
                .build();

        assertThat(judge(secrets).findings())
                .containsExactly(
                        loss(
                                Reason.COMPLETENESS_OBJECT_MISSING,
                                "Secret/refused",
                                "in the backup, but not restored: denied by webhook"),
                        loss(Reason.COMPLETENESS_OBJECT_MISSING, "Secret/shop/lost", "in the backup, but not restored"),
                        loss(
                                Reason.COMPLETENESS_OBJECT_NOT_IN_BACKUP,
                                "Secret/filtered",
                                "in the source namespace, but not in the backup"));
    }

    @Test
    void claimWithoutItsDataCostsTheLevelAndKeepsItsOwnReason() {
        ResourceTypeEvidence volumes = ResourceTypeEvidence.builder()
                .resourceType("PersistentVolumeClaim")
                .addObjects(object("data")
                        .restored(true)
                        .defect(ObjectDefect.of("VolumeDataMissing", "no volume data in the backup"))
                        .build())
                .build();

        LevelResult result = judge(volumes, type("Secret", 8, 8));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.reason()).isEqualTo("CompletenessDataLost");
        assertThat(result.message())
                .isEqualTo(
                        "1/2 resource types matched exactly; PersistentVolumeClaims: 0/1; the data of 1 volume is lost");
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("VolumeDataMissing");
            assertThat(finding.object()).isEqualTo("PersistentVolumeClaim/data");
            assertThat(finding.observed()).isEqualTo("no volume data in the backup");
            assertThat(finding.severity()).isEqualTo(Severity.LOSS);
            assertThat(finding.remedy()).isNotEmpty();
        });
    }

    @Test
    void vanishedSourceNamespaceIsNoted() {
        LevelResult result = Judged.by(
                level,
                Judged.run()
                        .completeness(CompletenessEvidence.builder()
                                .addResourceTypes(type("Secret", 1, 1))
                                .addGoneNamespaces("shop")
                                .build()));

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.findings())
                .extracting(Finding::reason, Finding::object)
                .containsExactly(tuple("CompletenessSourceGone", "Namespace/shop"));
    }

    @Test
    void whatTheSurroundingsHeldBackIsNotKnown() {
        ResourceTypeEvidence services = ResourceTypeEvidence.builder()
                .resourceType("Service")
                .addObjects(object("api")
                        .restored(false)
                        .unknown(true)
                        .toolMessage("port taken")
                        .build())
                .build();

        LevelResult held = judge(services, type("Secret", 8, 8));

        assertThat(held.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(held.reason()).isEqualTo("CompletenessUnknown");
        assertThat(held.pointsEarned()).isEqualTo(10);
        assertThat(held.pointsUpperBound()).isEqualTo(20);
        assertThat(held.message())
                .isEqualTo("1/2 resource types matched exactly; Services: 0/1; 1 could not be judged");
        assertThat(held.findings())
                .containsExactly(Finding.of(
                        Level.COMPLETENESS,
                        Severity.UNKNOWN,
                        Reason.COMPLETENESS_HELD_BACK,
                        "Service/api",
                        "port taken"));
    }

    @Test
    void objectThatIsMissingIsNotMadeUpForByWhatIsUnknown() {
        ResourceTypeEvidence services = ResourceTypeEvidence.builder()
                .resourceType("Service")
                .addObjects(
                        object("api").restored(false).unknown(true).build(),
                        object("web").restored(false).build())
                .build();

        LevelResult held = judge(services, type("Secret", 8, 8));

        assertThat(held.pointsEarned()).isEqualTo(10);
        assertThat(held.pointsUpperBound()).isEqualTo(15);
    }

    @Test
    void claimOfWhichNothingIsKnownLeavesTheWholeLevelOpen() {
        ResourceTypeEvidence claims = ResourceTypeEvidence.builder()
                .resourceType("PersistentVolumeClaim")
                .addObjects(object("data").restored(false).unknown(true).build())
                .build();

        LevelResult held = judge(claims, type("Secret", 8, 8));

        assertThat(held.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(held.pointsEarned()).isZero();
        assertThat(held.pointsUpperBound()).isEqualTo(20);
    }

    @Test
    void claimThatCameBackAndCouldNotBeLookedIntoIsNotKnown() {
        ResourceTypeEvidence claims = ResourceTypeEvidence.builder()
                .resourceType("PersistentVolumeClaim")
                .addObjects(object("data")
                        .restored(true)
                        .unknown(true)
                        .defect(ObjectDefect.of("VolumeDataUnknown", "may not read the volume"))
                        .build())
                .build();

        LevelResult result = judge(claims, type("Secret", 8, 8));

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.findings())
                .extracting(Finding::reason, Finding::severity, Finding::observed)
                .containsExactly(tuple("VolumeDataUnknown", Severity.UNKNOWN, "may not read the volume"));
    }

    @Test
    void policyMayCountLostDataAsAnObject() {
        ScoringPolicy policy =
                ScoringPolicy.builder().lostData(LostData.COUNTS_AS_AN_OBJECT).build();

        LevelResult result = judge(policy, type("PersistentVolumeClaim", 1, 2), type("Secret", 8, 8));

        assertThat(result.pointsEarned()).isEqualTo(15);
        assertThat(result.reason()).isEqualTo("CompletenessGap");
    }

    @Test
    void lostClaimCostsTheLevelAlsoWhereItsTypeIsNotScored() {
        ScoringPolicy policy =
                ScoringPolicy.builder().scoredResourceTypes(List.of("Secret")).build();

        LevelResult result = judge(policy, type("PersistentVolumeClaim", 0, 1), type("Secret", 8, 8));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.LOSS);
    }

    @Test
    void lossThatTheApplicationCanDoWithoutIsANoteThatQuotesWhy() {
        ResourceTypeEvidence claims = ResourceTypeEvidence.builder()
                .from(type("PersistentVolumeClaim", 1, 1))
                .addObjects(object("scratch").restored(false).ignored("a cache").build())
                .build();
        IgnoredLoss idle = IgnoredLoss.builder()
                .kind("Secret")
                .name("tmp-*")
                .namespace("shop")
                .reason("made anew")
                .build();

        LevelResult result = level.judge(
                Judged.run()
                        .completeness(CompletenessEvidence.builder()
                                .addResourceTypes(claims)
                                .addIdleIgnoredLosses(idle)
                                .build())
                        .build(),
                ScoringPolicy.standard());

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.message()).isEqualTo("1/1 resource type matched exactly");
        assertThat(result.findings())
                .containsExactly(
                        Finding.of(
                                Level.COMPLETENESS,
                                Severity.NOTE,
                                Reason.LOSS_IGNORED,
                                "PersistentVolumeClaim/scratch",
                                "in the backup, but not restored; ignored by the test: a cache"),
                        Finding.of(
                                Level.COMPLETENESS,
                                Severity.NOTE,
                                Reason.IGNORED_LOSS_IDLE,
                                "Secret/shop/tmp-*",
                                "no loss matches the entry (made anew)"));
    }

    @ParameterizedTest
    @CsvSource({"HALF_TYPES, 18", "EXACT_TYPES, 16", "PROPORTIONAL, 19", "ALL_OR_NOTHING, 0"})
    void lossThatWasSeenBoundsWhatEvidenceThatBrokeOffCanStillEarn(Credit credit, int most) {
        ScoringPolicy policy =
                ScoringPolicy.builder().putCredits(Level.COMPLETENESS, credit).build();

        LevelResult result = level.judge(
                Judged.run()
                        .completeness(CompletenessEvidence.builder()
                                .addResourceTypes(type("Secret", 7, 8), type("Service", 4, 4))
                                .build())
                        .addGaps(EvidenceGap.of(Level.COMPLETENESS, "APIUnavailable", "went away"))
                        .build(),
                policy);

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(most);
    }

    @Test
    void typesThatDoNotScoreKeepNothingOpen() {
        ResourceTypeEvidence ingresses = ResourceTypeEvidence.builder()
                .resourceType("Ingress")
                .addObjects(object("front").restored(false).unknown(true).build())
                .build();

        assertThat(judge(ingresses, type("Secret", 8, 8)).outcome()).isEqualTo(LevelOutcome.PASSED);
    }

    @Test
    void messageNamesTenTypesAndCountsTheRest() {
        List<String> names =
                IntStream.range(0, 12).mapToObj(i -> "Kind" + (char) ('A' + i)).toList();
        List<ResourceTypeEvidence> types = new ArrayList<>();
        names.forEach(name -> types.add(type(name, 0, 1)));
        ScoringPolicy policy =
                ScoringPolicy.builder().scoredResourceTypes(names).build();

        LevelResult result = judge(policy, types.toArray(ResourceTypeEvidence[]::new));

        assertThat(result.message()).endsWith("KindJs: 0/1, 2 more");
    }

    private static Finding loss(Reason reason, String object, String observed) {
        return Finding.of(Level.COMPLETENESS, Severity.LOSS, reason, object, observed);
    }

    private LevelResult judge(ResourceTypeEvidence... types) {
        return judge(ScoringPolicy.standard(), types);
    }

    private LevelResult judge(ScoringPolicy policy, ResourceTypeEvidence... types) {
        CompletenessEvidence evidence =
                CompletenessEvidence.builder().addResourceTypes(types).build();
        return level.judge(Judged.run().completeness(evidence).build(), policy);
    }

    private static ImmutableObjectEvidence.Builder object(String name) {
        return ObjectEvidence.builder().name(name);
    }

    private static ResourceTypeEvidence type(String resourceType, int found, int expected) {
        return ResourceTypeEvidence.builder()
                .resourceType(resourceType)
                .objects(IntStream.range(0, expected)
                        .mapToObj(i -> object("object-" + i).restored(i < found).build())
                        .toList())
                .build();
    }
}
