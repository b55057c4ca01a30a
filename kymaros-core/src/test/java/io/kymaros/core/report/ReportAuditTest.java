package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.report.Contradiction.Code;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each contradiction: first in reports of the specification's form, then in what our own reports add. */
class ReportAuditTest {
    private static final int RESTORE = 0;
    private static final int COMPLETENESS = 1;
    private static final int PODS = 2;
    private static final int CHECKS = 3;
    private static final int DEPENDENCIES = 4;
    private static final int RTO = 5;

    private final ImmutableStoredReport seed = SeedReportAuditTest.corrected();
    private final ImmutableStoredReport own = own(Seed.evidence());

    @Test
    void completenessPointsFollowFromTheResourceTypes() {
        assertThat(audit(wordless(COMPLETENESS, level -> level.withPointsEarned(16))))
                .containsExactly(sum(96), contradiction(Code.POINTS_DIFFER, COMPLETENESS, "pointsEarned", 16, 18));
    }

    @Test
    void claimThatIsLostCostsTheRestoreAndTheCompleteness() {
        StoredReport report = wordless(
                COMPLETENESS,
                level -> level.withResourceTypes(
                        with(level.resourceTypes().subList(0, 2), type("PersistentVolumeClaim", 2, 1))));

        assertThat(audit(report))
                .containsExactly(
                        contradiction(Code.POINTS_DIFFER, RESTORE, "pointsEarned", 25, 0),
                        contradiction(Code.PASSED_DIFFERS, RESTORE, "passed", true, false),
                        contradiction(Code.POINTS_DIFFER, COMPLETENESS, "pointsEarned", 18, 0),
                        contradiction(Code.PASSED_DIFFERS, COMPLETENESS, "passed", true, false));
    }

    @Test
    void completenessMessageAgreesWithTheResourceTypes() {
        assertThat(audit(at(seed, COMPLETENESS, level -> level.withMessage("3/5 resource types matched exactly"))))
                .containsExactly(contradiction(Code.MESSAGE_DIFFERS, COMPLETENESS, "message", "3/5", "4/5"));
        assertThat(audit(at(
                        seed,
                        COMPLETENESS,
                        level -> level.withMessage("4/5 resource types matched exactly; Secrets: 6/8"))))
                .containsExactly(contradiction(Code.MESSAGE_DIFFERS, COMPLETENESS, "message", "Secret 6/8", "7/8"));
    }

    @Test
    void typesOfWhichNothingIsExpectedOrScoredDoNotCount() {
        StoredResourceType none = type("Service", 0, 0).withMatched(true);
        StoredResourceType unscored = type("Ingress", 2, 0).withMatched(false);

        assertThat(audit(at(
                        seed,
                        COMPLETENESS,
                        level -> level.withResourceTypes(List.of(
                                level.resourceTypes().get(0),
                                level.resourceTypes().get(2),
                                level.resourceTypes().get(3),
                                level.resourceTypes().get(4),
                                type("Service", 1, 1),
                                unscored)))))
                .isEmpty();
        assertThat(audit(wordless(COMPLETENESS, level -> level.withResourceTypes(none))))
                .isEmpty();
    }

    @Test
    void countsAndTheirComparisonArePossible() {
        StoredResourceType odd = type("Ingress", -1, -2).withMatched(true);

        assertThat(audit(at(seed, COMPLETENESS, level -> level.withResourceTypes(with(level.resourceTypes(), odd)))))
                .containsExactly(
                        contradiction(Code.COUNT_IMPOSSIBLE, COMPLETENESS, "details[5].expected", -1, "0 or more"),
                        contradiction(Code.COUNT_IMPOSSIBLE, COMPLETENESS, "details[5].found", -2, "0 or more"),
                        contradiction(Code.MATCHED_DIFFERS, COMPLETENESS, "details[5].matched", true, false));
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "0, 3", "1, 2"})
    void checksOfWhichOneFailedEarnNothing(int good, int all) {
        StoredReport report = wordless(CHECKS, level -> level.withItems(items(good, all)));

        assertThat(audit(report))
                .containsExactly(
                        contradiction(Code.POINTS_DIFFER, CHECKS, "pointsEarned", 20, 0),
                        contradiction(Code.PASSED_DIFFERS, CHECKS, "passed", true, false));
    }

    @Test
    void pointsOfChecksFollowFromTheMessageWhereTheListIsShort() {
        StoredReport report =
                at(seed, CHECKS, level -> level.withItems(items(2, 2)).withMessage("2/4 health checks passed"));

        assertThat(audit(report))
                .containsExactly(
                        contradiction(Code.POINTS_DIFFER, CHECKS, "pointsEarned", 20, 0),
                        contradiction(Code.PASSED_DIFFERS, CHECKS, "passed", true, false));
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "2, 4"})
    void listMayNotSayMoreThanTheMessage(int good, int all) {
        assertThat(audit(at(seed, CHECKS, level -> level.withItems(items(good, all)))))
                .containsExactly(contradiction(Code.MESSAGE_DIFFERS, CHECKS, "message", "3/3", good + "/" + all));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4/3 health checks passed", "0/0 health checks passed", "Nothing to tell"})
    void messageThatCanNotBeTellsNothingAboutPoints(String message) {
        assertThat(audit(at(seed, CHECKS, level -> level.withItems().withMessage(message))))
                .isEmpty();
    }

    @Test
    void levelWithoutDetailsIsJudgedByItsPoints() {
        StoredReport report = at(
                wordless(DEPENDENCIES, level -> level.withItems()), DEPENDENCIES, level -> level.withPointsEarned(8));

        assertThat(audit(report))
                .containsExactly(sum(96), contradiction(Code.PASSED_DIFFERS, DEPENDENCIES, "passed", true, false));
    }

    @Test
    void restoreEarnsAllOrNothing() {
        assertThat(audit(at(seed, RESTORE, level -> level.withPointsEarned(24))))
                .containsExactly(
                        sum(97),
                        contradiction(Code.POINTS_DIFFER, RESTORE, "pointsEarned", 24, 0),
                        contradiction(Code.PASSED_DIFFERS, RESTORE, "passed", true, false));
    }

    @ParameterizedTest
    @CsvSource({"900, 900, 0", "0, 1, 0", "901, 900, 5"})
    void recoveryTimePointsFollowFromTheTimes(long measured, long objective, int earned) {
        StoredReport report = ImmutableStoredReport.copyOf(
                        at(wordless(RTO, level -> level), RTO, level -> level.withPointsEarned(earned)
                                .withPassed(earned > 0)))
                .withRto(StoredRto.builder()
                        .measuredSeconds(measured)
                        .slaMaxSeconds(objective)
                        .build())
                .withRunCompletedAt(Optional.empty())
                .withScore(OptionalInt.empty())
                .withResult(Optional.empty());

        assertThat(audit(report))
                .containsExactly(
                        contradiction(Code.POINTS_DIFFER, RTO, "pointsEarned", earned, 5 - earned),
                        contradiction(Code.PASSED_DIFFERS, RTO, "passed", earned > 0, earned == 0));
    }

    @Test
    void recoveryTimeMessageAgreesWithTheTimes() {
        assertThat(audit(at(seed, RTO, level -> level.withMessage("RTO 7m is within SLA of 15m"))))
                .containsExactly(contradiction(
                        Code.MESSAGE_DIFFERS,
                        RTO,
                        "message",
                        "RTO 7m is within SLA of 15m",
                        "RTO 7m42s is within SLA of 15m"));
        assertThat(audit(at(seed, RTO, level -> level.withMessage("took 7m42s"))))
                .isEmpty();
    }

    @Test
    void impossibleTimesAreNamedAndTellNothingElse() {
        assertThat(audit(seed.withRto(rto(1, 0)).withRunCompletedAt(Optional.empty())))
                .containsExactly(Contradiction.of(Code.RTO_IMPOSSIBLE, "status.rto.slaMaxSeconds", 0, "more than 0"));
        assertThat(audit(seed.withRto(rto(-1, 1)).withRunCompletedAt(Optional.empty())))
                .containsExactly(Contradiction.of(Code.RTO_IMPOSSIBLE, "status.rto.measuredSeconds", -1, "0 or more"));
    }

    @ParameterizedTest
    @CsvSource({"900, false, true", "901, true, false"})
    void complianceFollowsFromTheTimes(long measured, boolean stated, boolean recomputed) {
        StoredReport report = StoredReport.builder()
                .rto(StoredRto.builder()
                        .from(rto(measured, 900))
                        .compliant(stated)
                        .build())
                .build();

        assertThat(audit(report))
                .containsExactly(Contradiction.of(Code.COMPLIANCE_DIFFERS, "status.rto.compliant", stated, recomputed));
    }

    @Test
    void levelsAreKnownAndOccurOnce() {
        assertThat(audit(at(seed, PODS, level -> level.withName("Luck"))))
                .containsExactly(Contradiction.of(
                        Code.LEVEL_UNKNOWN, "status.validationLevels[2].name", "Luck", List.of(Level.values())));
        assertThat(audit(at(seed, PODS, level -> level.withName("RestoreIntegrity"))))
                .extracting(Contradiction::code, Contradiction::stated)
                .containsExactly(tuple(Code.LEVEL_REPEATED, "RestoreIntegrity"));
    }

    @Test
    void weightsAddUpToAHundredWhereAllAreStated() {
        assertThat(audit(at(seed, RTO, level -> level.withMaxPoints(6))))
                .containsExactly(
                        contradiction(Code.WEIGHT_DIFFERS, RTO, "maxPoints", 6, 5),
                        Contradiction.of(
                                Code.WEIGHTS_NOT_HUNDRED, "status.validationLevels[*].maxPoints", "100 in total", 101));
        assertThat(audit(at(seed, RTO, level -> level.withMaxPoints(OptionalInt.empty()))))
                .isEmpty();
        assertThat(audit(seed.withValidationLevels(seed.validationLevels().subList(0, 5))
                        .withScore(93)
                        .withSummary("")))
                .isEmpty();
    }

    @Test
    void weightsAreTheStandardOnesUnlessTheReportSaysOtherwise() {
        ScoringPolicy onlyPods =
                ScoringPolicy.builder().weights(Map.of(Level.POD_STARTUP, 100)).build();
        ImmutableStoredReport report = own(Seed.evidence(), onlyPods);

        assertThat(audit(report)).isEmpty();
        assertThat(audit(report.withPolicy(Optional.empty())))
                .contains(
                        contradiction(Code.WEIGHT_DIFFERS, RESTORE, "maxPoints", 0, 25),
                        contradiction(Code.WEIGHT_DIFFERS, PODS, "maxPoints", 100, 20));
    }

    @Test
    void negativeWeightsThatAddUpToAHundredAreImpossible() {
        StoredReport report =
                at(at(seed, RTO, level -> level.withMaxPoints(-5)), RESTORE, level -> level.withMaxPoints(35));

        assertThat(audit(report)).contains(contradiction(Code.POINTS_OUT_OF_RANGE, RTO, "pointsEarned", 5, "0 to -5"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 21})
    void pointsLieBetweenZeroAndTheMaximum(int earned) {
        assertThat(audit(at(seed, PODS, level -> level.withPointsEarned(earned))))
                .contains(contradiction(Code.POINTS_OUT_OF_RANGE, PODS, "pointsEarned", earned, "0 to 20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Partial", "Fail", "Inconclusive", "Splendid"})
    void resultFollowsFromTheLevels(String result) {
        assertThat(audit(seed.withResult(result).withSummary("")))
                .containsExactly(Contradiction.of(Code.RESULT_DIFFERS, "status.result", result, "Pass"));
    }

    @Test
    void resultFollowsFromTheScoreWhereLevelsTellNothing() {
        ImmutableStoredReport bare =
                StoredReport.builder().score(69).result("Partial").build();
        ImmutableStoredReport withoutPoints = bare.withValidationLevels(
                StoredLevel.builder().name("PodStartup").build());

        Contradiction fail = Contradiction.of(Code.RESULT_DIFFERS, "status.result", "Partial", "Fail");
        assertThat(audit(bare)).containsExactly(fail);
        assertThat(audit(withoutPoints)).containsExactly(fail);
        assertThat(audit(bare.withScore(70))).isEmpty();
        assertThat(audit(bare.withScore(OptionalInt.empty()))).isEmpty();
    }

    @Test
    void resultFollowsFromBothBoundsWhereLevelsTellNothing() {
        ImmutableStoredReport bare =
                StoredReport.builder().score(69).scoreUpperBound(70).build();

        assertThat(audit(bare.withResult("Inconclusive")))
                .extracting(Contradiction::code)
                .doesNotContain(Code.RESULT_DIFFERS);
        assertThat(audit(bare.withResult("Partial")))
                .contains(Contradiction.of(Code.RESULT_DIFFERS, "status.result", "Partial", "Inconclusive"));
    }

    @Test
    void resultHeedsRequiredLevels() {
        ScoringPolicy requiring =
                ScoringPolicy.builder().addRequiredLevels(Level.RTO_COMPLIANCE).build();
        RunEvidence slow = Seed.run()
                .completedAt(Seed.evidence().startedAt().plusSeconds(901))
                .rto(RtoEvidence.builder()
                        .measuredSeconds(901)
                        .slaMaxSeconds(900)
                        .build())
                .build();
        ImmutableStoredReport report = own(slow, requiring);

        assertThat(report.result()).contains("Partial");
        assertThat(audit(report)).isEmpty();
        assertThat(audit(report.withResult("Pass")))
                .containsExactly(Contradiction.of(Code.RESULT_DIFFERS, "status.result", "Pass", "Partial"));
    }

    @Test
    void requiredLevelIsPassedAtExactlyTheThreshold() {
        ScoringPolicy requiring =
                ScoringPolicy.builder().addRequiredLevels(Level.COMPLETENESS).build();

        assertThat(own(Seed.evidence(), requiring).result()).contains("Pass");
        assertThat(audit(own(Seed.evidence(), requiring))).isEmpty();
    }

    @Test
    void requiredLevelOfNoWeightIsPassedAsItSays() {
        ScoringPolicy requiring = ScoringPolicy.builder()
                .weights(Map.of(Level.RESTORE_INTEGRITY, 100))
                .addRequiredLevels(Level.HEALTH_CHECKS)
                .build();
        RunEvidence unchecked = ImmutableRunEvidence.copyOf(Seed.evidence())
                .withHealthChecks(HealthChecksEvidence.builder().build());

        assertThat(own(unchecked, requiring).result()).contains("Partial");
        assertThat(audit(own(unchecked, requiring))).isEmpty();
        assertThat(own(Seed.evidence(), requiring).result()).contains("Pass");
        assertThat(audit(own(Seed.evidence(), requiring))).isEmpty();
    }

    @Test
    void upperBoundCountsInconclusiveLevelsAsFull() {
        RunEvidence gap = Seed.run()
                .addGaps(EvidenceGap.of(Level.CROSS_NS_DEPENDENCIES, "Forbidden", "not allowed"))
                .build();

        assertThat(audit(own(gap))).isEmpty();
        assertThat(audit(own(gap).withScoreUpperBound(88)))
                .containsExactly(Contradiction.of(Code.UPPER_BOUND_NOT_SUM, "status.scoreUpperBound", 88, 98));
    }

    @Test
    void inconclusiveLevelEarnsNothing() {
        RunEvidence gap = Seed.run()
                .addGaps(EvidenceGap.of(Level.CROSS_NS_DEPENDENCIES, "Forbidden", "not allowed"))
                .build();

        assertThat(audit(at(own(gap), DEPENDENCIES, level -> level.withPointsEarned(10)
                        .withPassed(true))))
                .extracting(Contradiction::code)
                .containsExactly(Code.SCORE_NOT_SUM, Code.RESULT_DIFFERS, Code.POINTS_DIFFER, Code.PASSED_DIFFERS);
    }

    @Test
    void notConfiguredLevelEarnsWhatThePolicyGives() {
        RunEvidence unchecked = ImmutableRunEvidence.copyOf(Seed.evidence())
                .withHealthChecks(HealthChecksEvidence.builder().build());
        ScoringPolicy generous = ScoringPolicy.builder()
                .putUnconfigured(Level.HEALTH_CHECKS, Unconfigured.EARNS_ALL)
                .build();
        ImmutableStoredReport nothing = own(unchecked);
        ImmutableStoredReport all = own(unchecked, generous);

        assertThat(audit(all)).isEmpty();
        assertThat(audit(nothing)).isEmpty();
        assertThat(audit(all.withPolicy(Optional.empty())))
                .contains(
                        contradiction(Code.POINTS_DIFFER, CHECKS, "pointsEarned", 20, 0),
                        contradiction(Code.PASSED_DIFFERS, CHECKS, "passed", true, false));
        assertThat(audit(nothing.withPolicy(generous)))
                .contains(
                        contradiction(Code.POINTS_DIFFER, CHECKS, "pointsEarned", 0, 20),
                        contradiction(Code.PASSED_DIFFERS, CHECKS, "passed", false, true));
    }

    @Test
    void emptyBackupEarnsNothingWhateverThePolicy() {
        RunEvidence empty = ImmutableRunEvidence.copyOf(Seed.evidence())
                .withCompleteness(CompletenessEvidence.builder().build());
        ScoringPolicy generous = ScoringPolicy.builder()
                .putUnconfigured(Level.HEALTH_CHECKS, Unconfigured.EARNS_ALL)
                .build();
        ImmutableStoredReport report = own(empty, generous);

        assertThat(audit(report)).isEmpty();
        assertThat(audit(at(report, COMPLETENESS, level -> level.withPointsEarned(20))))
                .contains(contradiction(Code.POINTS_DIFFER, COMPLETENESS, "pointsEarned", 20, 0));
    }

    @Test
    void outcomeAndReasonFollowFromTheDetails() {
        assertThat(audit(at(own, PODS, level -> level.withOutcome("Failed"))))
                .containsExactly(contradiction(Code.OUTCOME_DIFFERS, PODS, "outcome", "Failed", "Passed"));
        assertThat(audit(at(own, PODS, level -> level.withReason("PodsNotReady"))))
                .containsExactly(contradiction(Code.REASON_DIFFERS, PODS, "reason", "PodsNotReady", "PodsReady"));
        assertThat(audit(at(own, COMPLETENESS, level -> level.withReason("CompletenessExact"))))
                .containsExactly(contradiction(
                        Code.REASON_DIFFERS, COMPLETENESS, "reason", "CompletenessExact", "CompletenessGap"));
    }

    @Test
    void levelOfNoWeightIsJudgedByItsDetails() {
        ScoringPolicy onlyPods =
                ScoringPolicy.builder().weights(Map.of(Level.POD_STARTUP, 100)).build();
        ImmutableStoredReport report = own(Seed.evidence(), onlyPods);

        assertThat(audit(report)).isEmpty();
        assertThat(audit(at(report, RESTORE, level -> level.withPassed(false))))
                .containsExactly(contradiction(Code.PASSED_DIFFERS, RESTORE, "passed", false, true));
        assertThat(audit(at(report, CHECKS, level -> level.withPassed(false))))
                .containsExactly(contradiction(Code.PASSED_DIFFERS, CHECKS, "passed", false, true));
    }

    @Test
    void runThatWasNotPerformedHasNoScore() {
        ImmutableStoredReport report = own(
                Seed.run().obstacle(Obstacle.of("SandboxRefused", "refused")).build());

        assertThat(audit(report)).isEmpty();
        assertThat(audit(report.withScore(0)))
                .containsExactly(Contradiction.of(Code.SCORE_OF_NO_RUN, "status.score", 0, "SandboxRefused"));
        assertThat(audit(report.withResult("Fail")))
                .containsExactly(Contradiction.of(Code.RESULT_DIFFERS, "status.result", "Fail", "Inconclusive"));
    }

    @ParameterizedTest
    @EnumSource
    void codesAreInCamelCaseAndSayTheRule(Code code) {
        assertThat(code.toString()).matches("([A-Z][a-z]+)+");
        assertThat(Contradiction.of(code, "status.x", 1, 2).message())
                .isEqualTo("status.x is 1, but " + code.rule() + ": 2");
        assertThat(code.rule()).isNotEmpty();
    }

    private static List<Contradiction> audit(StoredReport report) {
        return ReportAudit.of(report);
    }

    private static ImmutableStoredReport own(RunEvidence run) {
        return own(run, ScoringPolicy.standard());
    }

    private static ImmutableStoredReport own(RunEvidence run, ScoringPolicy policy) {
        return ImmutableStoredReport.copyOf(
                StoredReport.of(run, ConfidenceScorer.with(policy).score(run), policy));
    }

    /** The seed's report with one level changed that has no message. */
    private StoredReport wordless(int index, UnaryOperator<ImmutableStoredLevel> change) {
        return at(seed, index, level -> change.apply(level.withMessage(Optional.empty())));
    }

    private static ImmutableStoredReport at(
            StoredReport report, int index, UnaryOperator<ImmutableStoredLevel> change) {
        List<StoredLevel> levels = new ArrayList<>(report.validationLevels());
        levels.set(index, change.apply(ImmutableStoredLevel.copyOf(levels.get(index))));
        return ImmutableStoredReport.copyOf(report).withValidationLevels(levels);
    }

    private static Contradiction sum(int recomputed) {
        return Contradiction.of(Code.SCORE_NOT_SUM, "status.score", 98, recomputed);
    }

    private static Contradiction contradiction(Code code, int index, String field, Object stated, Object recomputed) {
        return Contradiction.of(code, "status.validationLevels[" + index + "]." + field, stated, recomputed);
    }

    private static ImmutableStoredResourceType type(String resourceType, int expected, int found) {
        return ImmutableStoredResourceType.builder()
                .resourceType(resourceType)
                .expected(expected)
                .found(found)
                .build();
    }

    private static StoredRto rto(long measured, long objective) {
        return StoredRto.builder()
                .measuredSeconds(measured)
                .slaMaxSeconds(objective)
                .build();
    }

    private static List<StoredItem> items(int good, int all) {
        List<StoredItem> items = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            items.add(StoredItem.of("item-" + i, i < good));
        }
        return items;
    }

    private static <T> List<T> with(List<? extends T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }
}
