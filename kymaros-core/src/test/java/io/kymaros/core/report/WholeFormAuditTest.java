package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Contradiction.Code;
import io.kymaros.core.score.ConfidenceScorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as a run leaves them, and large ones, of which the lists are cut. */
class WholeFormAuditTest {
    private static final Instant STARTED = Instant.parse("2024-01-15T03:00:01Z");
    private static final Instant COMPLETED = Instant.parse("2024-01-15T03:07:43Z");

    private final ImmutableStoredReport stored = stored(run().build());

    @Test
    void reportOfARunIsConfirmed() {
        assertThat(ReportAudit.of(stored)).isEmpty();
        assertThat(ReportAudit.lacking(stored)).isEmpty();
    }

    @Test
    void reportInAnotherFormLacksWhatKymarosWrites() {
        assertThat(ReportAudit.lacking(SeedReport.report()))
                .containsExactly(
                        "status.validationLevels[*].outcome",
                        "status.validationLevels[*].reason",
                        "status.scoreUpperBound",
                        "status.backup",
                        "status.baseline",
                        "status.evidenceDigest",
                        "status.conditions");
        assertThat(ReportAudit.lacking(scored(Seed.evidence(), ScoringPolicy.standard())))
                .containsExactly("status.evidenceDigest", "status.conditions");
    }

    @Test
    void anyFieldThatOnlyKymarosWritesHoldsAReportToTheWholeForm() {
        ImmutableStoredReport seed = SeedReportAuditTest.corrected();
        StoredRto parted = StoredRto.builder()
                .from(seed.rto().orElseThrow())
                .addParts(new StoredRto.Part("queue", 462))
                .build();

        assertThat(List.of(
                        seed.withScoreUpperBound(98),
                        seed.withReason("Whatever"),
                        seed.withBackup(StoredBackup.builder().name("b").build()),
                        seed.withFindings(stored.findings()),
                        seed.withFindingsLeftOut(1),
                        seed.withBaseline(stored.baseline()),
                        seed.withPolicy(ScoringPolicy.existingOperator()),
                        seed.withEvidenceDigest("0".repeat(64)),
                        seed.withConditions(stored.conditions()),
                        seed.withRto(parted),
                        withLevel(seed, 2, level -> level.withPointsUpperBound(20)),
                        withLevel(seed, 2, level -> level.withOutcome("Passed")),
                        withLevel(seed, 2, level -> level.withReason("PodsReady")),
                        withType(seed, type -> type.withUnknown(1)),
                        withType(seed, type -> type.withMissing("payment-key"))))
                .allSatisfy(report -> assertThat(ReportAudit.of(report))
                        .extracting(Contradiction::code)
                        .contains(Code.FIELD_MISSING));
    }

    @Test
    void whatARunAlwaysWritesIsThere() {
        assertMissing("status.rto", stored.withRto(Optional.empty()));
        assertMissing("status.sandboxNamespace", stored.withSandboxNamespace(Optional.empty()));
        assertMissing("status.veleroRestoreName", stored.withVeleroRestoreName(Optional.empty()));
        assertMissing("status.backup", stored.withBackup(Optional.empty()));
        assertMissing("status.evidenceDigest", stored.withEvidenceDigest(Optional.empty()));
        assertMissing("status.conditions", stored.withConditions());
        assertMissing("status.score", stored.withScore(OptionalInt.empty()));
        assertMissing(
                "status.rto.measuredSeconds",
                stored.withRto(rto(rto -> rto.withMeasuredSeconds(OptionalLong.empty()))));
    }

    private static void assertMissing(String field, StoredReport report) {
        assertThat(ReportAudit.of(report))
                .filteredOn(found -> found.code() == Code.FIELD_MISSING)
                .extracting(Contradiction::field)
                .contains(field);
    }

    @Test
    void complianceIsStatedExactlyWhereThereIsAnObjective() {
        assertThat(ReportAudit.of(stored.withRto(rto(rto -> rto.withCompliant(Optional.empty())))))
                .containsExactly(Contradiction.missing("status.rto.compliant", "true or false"));
        assertThat(ReportAudit.of(stored.withRto(rto(rto -> rto.withSlaMaxSeconds(OptionalLong.empty())))))
                .contains(Contradiction.of(Code.FIELD_UNEXPECTED, "status.rto.compliant", true, "nothing"));
    }

    @Test
    void partsOfTheTimeAddUp() {
        assertThat(ReportAudit.of(stored.withRto(rto(rto -> rto.withParts(new StoredRto.Part("queue", 461))))))
                .containsExactly(Contradiction.of(Code.PARTS_NOT_SUM, "status.rto.measuredSeconds", 462, 461));
        assertThat(ReportAudit.of(stored.withRto(rto(rto -> rto.withParts(
                        new StoredRto.Part("queue", Long.MAX_VALUE), new StoredRto.Part("restore", 463))))))
                .containsExactly(
                        Contradiction.of(Code.PARTS_NOT_SUM, "status.rto.measuredSeconds", 462, Long.MAX_VALUE));
        assertThat(ReportAudit.of(stored.withRto(rto(rto -> rto.withParts(new StoredRto.Part("queue", -1))))))
                .containsExactly(Contradiction.of(Code.RTO_IMPOSSIBLE, "status.rto.parts[0].seconds", -1, "0 or more"));
    }

    @ParameterizedTest
    @CsvSource({"7200, true", "7202, true", "7199, false", "7203, false", "-1, false"})
    void ageOfTheDataIsThatAtTheStart(long age, boolean fits) {
        StoredBackup backup = StoredBackup.builder()
                .from(stored.backup().orElseThrow())
                .startedAt(STARTED.minusSeconds(7201))
                .ageSeconds(age)
                .build();

        assertThat(ReportAudit.of(stored.withBackup(backup)))
                .extracting(Contradiction::code)
                .isEqualTo(fits ? List.of() : List.of(Code.AGE_DIFFERS));
    }

    @Test
    void backupThatStartedAfterTheRunByItsOwnClockIsNew() {
        ImmutableStoredBackup backup = ImmutableStoredBackup.copyOf(
                        stored.backup().orElseThrow())
                .withCompletedAt(STARTED.plusSeconds(90))
                .withStartedAt(STARTED.plusSeconds(90));

        assertThat(ReportAudit.of(stored.withBackup(backup.withAgeSeconds(0)))).isEmpty();
        assertThat(ReportAudit.of(stored.withBackup(backup.withAgeSeconds(0).withCompletedAt(STARTED.plusSeconds(89)))))
                .extracting(Contradiction::code)
                .containsExactly(Code.BACKUP_COMPLETED_BEFORE_STARTED);
        assertThat(ReportAudit.of(stored.withBackup(backup.withAgeSeconds(OptionalLong.empty()))))
                .containsExactly(Contradiction.missing("status.backup.ageSeconds", "seconds"));
    }

    @ParameterizedTest
    @CsvSource({
        "shop-20240115-0300, true",
        "shop-20240115-0259, true",
        "shop-20240115-0259-2, true",
        "shop-20240115-0258, false",
        "shop-20240115-0301, true",
        "shop-20240115-0302, false",
        "shop-20250115-0300-100, false",
        "shop, true"
    })
    void nameIsOfTheMinuteInWhichTheRunWasAskedFor(String name, boolean fits) {
        assertThat(ReportAudit.of(stored.withName(name)))
                .extracting(Contradiction::code)
                .isEqualTo(fits ? List.of() : List.of(Code.NAME_DIFFERS));
    }

    @Test
    void restoreIsNamedForTheStartOfTheRun() {
        assertThat(ReportAudit.of(stored.withVeleroRestoreName("kymaros-my-first-test-20240115t030002")))
                .containsExactly(Contradiction.of(
                        Code.NAME_DIFFERS, "status.veleroRestoreName", "20240115t030002", "20240115t030001"));
        assertThat(ReportAudit.of(stored.withVeleroRestoreName("of-another-tool")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "g", "A"})
    void digestHasSixtyFourHexadecimalDigits(String last) {
        assertThat(ReportAudit.of(stored.withEvidenceDigest("0".repeat(63) + last)))
                .extracting(Contradiction::code)
                .isEqualTo(last.equals("0") ? List.of() : List.of(Code.DIGEST_MALFORMED));
    }

    @Test
    void conditionIsThatOfTheVerdict() {
        assertCondition("status", "False", "True", condition -> condition.withStatus("False"));
        assertCondition("reason", "Fail", "Pass", condition -> condition.withReason("Fail"));
        assertCondition("message", "Done.", "The run has ended: Pass.", condition -> condition.withMessage("Done."));
        assertCondition(
                "lastTransitionTime", STARTED, COMPLETED, condition -> condition.withLastTransitionTime(STARTED));
        assertThat(ReportAudit.of(stored.withConditions(
                        completed().withReason(Optional.empty()).withLastTransitionTime(Optional.empty()))))
                .containsExactly(
                        Contradiction.missing("status.conditions[0].reason", "Pass"),
                        Contradiction.missing("status.conditions[0].lastTransitionTime", COMPLETED));
    }

    private void assertCondition(
            String field, Object stated, Object expected, UnaryOperator<ImmutableStoredCondition> change) {
        assertThat(ReportAudit.of(stored.withConditions(change.apply(completed()))))
                .containsExactly(
                        Contradiction.of(Code.CONDITION_DIFFERS, "status.conditions[0]." + field, stated, expected));
    }

    @Test
    void otherConditionsOccurOnceAndAreTrueOrNot() {
        ImmutableStoredCondition cleaned =
                completed().withType("SandboxCleaned").withReason("Cleaned");

        assertThat(ReportAudit.of(stored.withConditions(completed(), cleaned))).isEmpty();
        assertThat(ReportAudit.of(stored.withConditions(completed(), cleaned.withStatus("Unknown"))))
                .isEmpty();
        assertThat(ReportAudit.of(stored.withConditions(completed(), cleaned, cleaned)))
                .containsExactly(Contradiction.of(
                        Code.CONDITION_DIFFERS,
                        "status.conditions[2].type",
                        "SandboxCleaned",
                        "each type occurs once"));
        assertThat(ReportAudit.of(stored.withConditions(completed(), cleaned.withStatus("Yes"))))
                .containsExactly(Contradiction.of(
                        Code.CONDITION_DIFFERS, "status.conditions[1].status", "Yes", "True, False or Unknown"));
        assertThat(ReportAudit.of(stored.withConditions(completed(), cleaned.withReason(Optional.empty()))))
                .containsExactly(Contradiction.missing("status.conditions[1].reason", "a text"));
        assertThat(ReportAudit.of(stored.withConditions(cleaned)))
                .containsExactly(Contradiction.missing("status.conditions", "Completed=True"));
    }

    @Test
    void baselineSaysWhatIsGone() {
        StoredBaseline gone = StoredBaseline.builder()
                .source(StoredBaseline.BACKUP)
                .addGoneNamespaces("shop")
                .build();

        assertThat(ReportAudit.of(stored.withBaseline(gone)))
                .extracting(Contradiction::code)
                .containsExactly(Code.FINDING_MISSING);
        assertThat(ReportAudit.of(
                        stored.withBaseline(ImmutableStoredBaseline.copyOf(gone).withGoneNamespaces())))
                .containsExactly(Contradiction.of(
                        Code.BASELINE_DIFFERS,
                        "status.baseline.source",
                        StoredBaseline.BACKUP,
                        StoredBaseline.BACKUP_AND_SOURCE));
    }

    @Test
    void runThatWasNotPerformedHasNothingToShow() {
        ImmutableStoredReport report =
                stored(run().obstacle(Obstacle.of("BackupNotFound", "There is no backup named x."))
                        .build());

        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(report.withScoreUpperBound(100)))
                .containsExactly(Contradiction.of(Code.FIELD_UNEXPECTED, "status.scoreUpperBound", 100, "nothing"));
        assertThat(ReportAudit.of(report.withFindings(stored.findings())))
                .extracting(Contradiction::code, Contradiction::field)
                .contains(tuple(Code.FIELD_UNEXPECTED, "status.findings"));
        assertThat(ReportAudit.of(report.withValidationLevels(stored.validationLevels())))
                .contains(Contradiction.of(Code.FIELD_UNEXPECTED, "status.validationLevels", "6 levels", "none"));
        assertThat(ReportAudit.of(report.withReason("Interrupted")))
                .extracting(Contradiction::code)
                .contains(Code.SUMMARY_DIFFERS);
    }

    @Test
    void levelsAreSixInTheirOrder() {
        List<StoredLevel> levels = new ArrayList<>(stored.validationLevels());
        levels.add(0, levels.remove(5));

        assertThat(ReportAudit.of(stored.withValidationLevels(levels)))
                .extracting(Contradiction::code, Contradiction::field)
                .containsExactly(tuple(Code.LEVEL_OUT_OF_ORDER, "status.validationLevels[1].name"));
        assertThat(ReportAudit.of(
                        stored.withValidationLevels(stored.validationLevels().subList(1, 6))))
                .extracting(Contradiction::code)
                .contains(Code.LEVEL_MISSING);
    }

    /** What is cut off of the lists, the messages count. */
    @ParameterizedTest
    @EnumSource
    void largeReportHasNoContradiction(Credit credit) {
        RunEvidence large = run().podStartup(PodStartupEvidence.builder()
                        .pods(many(300, WholeFormAuditTest::pod))
                        .build())
                .dependencies(DependenciesEvidence.builder()
                        .dependencies(many(450, WholeFormAuditTest::dependency))
                        .build())
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(type("Secret", 500), type("PersistentVolumeClaim", 900))
                        .build())
                .restore(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(RestorePhase.PARTIALLY_FAILED)
                        .errorMessages(many(40, i -> "error " + i))
                        .build())
                .build();
        ScoringPolicy policy = ScoringPolicy.builder()
                .credits(
                        credit.byType()
                                ? Map.of(Level.COMPLETENESS, credit)
                                : Map.of(
                                        Level.COMPLETENESS, credit,
                                        Level.POD_STARTUP, credit,
                                        Level.CROSS_NS_DEPENDENCIES, credit))
                .build();
        ImmutableStoredReport report = scored(large, policy);

        assertThat(report.findings()).hasSize(200);
        assertThat(report.findingsLeftOut()).isPresent();
        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(
                        withLevel(report, 2, level -> level.withMessage("All 300 pods reached Running/Ready state"))))
                .isNotEmpty();
        assertThat(ReportAudit.of(withLevel(report, 4, level -> level.withPointsEarned(10))))
                .isNotEmpty();
        assertThat(ReportAudit.of(withLevel(report, 0, level -> level.withPointsEarned(25))))
                .isNotEmpty();
    }

    @Test
    void lossesAreNotLeftOutForNotes() {
        ImmutableStoredReport report = stored(run().completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("Secret")
                                .objects(many(210, i -> ObjectEvidence.builder()
                                        .name("object-" + i)
                                        .restored(false)
                                        .build()))
                                .build())
                        .build())
                .build());
        List<StoredFinding> findings = new ArrayList<>(report.findings());
        StoredFinding note = ImmutableStoredFinding.copyOf(findings.get(0))
                .withReason("CompletenessObjectUnexpected")
                .withSeverity("Note")
                .withObject("Secret/made-up")
                .withObserved("found, but not expected");
        findings.set(0, note);

        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(report.withFindings(findings).withFindingsLeftOut(11)))
                .containsExactly(Contradiction.of(
                        Code.FINDING_MISSING,
                        "status.findings",
                        "silent",
                        "Loss CompletenessObjectMissing of Secret/object-0 in Completeness"));
        assertThat(ReportAudit.of(report.withFindingsLeftOut(9)))
                .extracting(Contradiction::code)
                .containsExactly(Code.LIST_SHORTENED);
    }

    @Test
    void largeReportWithoutLossesHasNoContradiction() {
        RunEvidence large = run().podStartup(PodStartupEvidence.builder()
                        .pods(many(300, i -> Seed.pod("pod-" + i, "Deployment/api", 1)))
                        .build())
                .build();
        ImmutableStoredReport report = stored(large);

        assertThat(report.validationLevels().get(2).items()).hasSize(200);
        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(withLevel(
                        report, 2, level -> level.withItems(level.items().subList(0, 199)))))
                .extracting(Contradiction::code)
                .containsExactly(Code.MESSAGE_DIFFERS);
    }

    @Test
    void podsBeyondTheListAreNamedByTheirFindings() {
        RunEvidence large = run().podStartup(PodStartupEvidence.builder()
                        .pods(many(210, i -> PodEvidence.builder()
                                .podName("pod-" + i)
                                .workload("Deployment/api")
                                .ready(i < 205)
                                .reason("CrashLoopBackOff")
                                .message("exit code 1")
                                .unknown(i == 209)
                                .build()))
                        .build())
                .build();
        ImmutableStoredReport report = stored(large);

        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(report.withFindings(
                        report.findings().subList(1, report.findings().size()))))
                .isNotEmpty();
    }

    @Test
    void listThatIsCutSaysSoAndIsNoLonger() {
        List<StoredFinding> many = new ArrayList<>(stored.findings());
        while (many.size() <= 200) {
            many.add(many.get(0));
        }

        assertThat(ReportAudit.of(stored.withFindingsLeftOut(3)))
                .extracting(Contradiction::code)
                .containsExactly(Code.LIST_SHORTENED);
        assertThat(ReportAudit.of(stored.withFindings(many)))
                .contains(Contradiction.of(Code.LIST_TOO_LONG, "status.findings", "201 entries long", "at most 200"));
    }

    private static PodEvidence pod(int i) {
        return PodEvidence.builder()
                .podName("pod-" + i)
                .ready(i % 3 == 0)
                .unknown(i % 3 == 1 && i % 2 == 0)
                .reason("CrashLoopBackOff")
                .build();
    }

    private static DependencyEvidence dependency(int i) {
        return DependencyEvidence.builder()
                .name("service-" + i)
                .namespace("platform")
                .reachability(Reachability.values()[i % 3])
                .method("readyEndpoints")
                .build();
    }

    private static ResourceTypeEvidence type(String type, int objects) {
        return ResourceTypeEvidence.builder()
                .resourceType(type)
                .objects(many(objects, i -> ObjectEvidence.builder()
                        .name("object-" + i)
                        .restored(i % 2 == 0)
                        .unknown(i % 6 == 1)
                        .ignored(i % 10 == 3 ? Optional.of("a cache") : Optional.empty())
                        .build()))
                .build();
    }

    static <T> List<T> many(int count, IntFunction<T> entry) {
        return IntStream.range(0, count).mapToObj(entry).toList();
    }

    static ImmutableRunEvidence.Builder run() {
        return Seed.run()
                .rto(RtoEvidence.builder()
                        .measuredSeconds(462)
                        .slaMaxSeconds(900)
                        .addParts(RtoPart.of("queue", 12), RtoPart.of("restore", 450))
                        .build());
    }

    private StoredRto rto(UnaryOperator<ImmutableStoredRto> change) {
        return change.apply(ImmutableStoredRto.copyOf(stored.rto().orElseThrow()));
    }

    private ImmutableStoredCondition completed() {
        return ImmutableStoredCondition.copyOf(stored.conditions().get(0));
    }

    private static ImmutableStoredReport scored(RunEvidence run, ScoringPolicy policy) {
        return ImmutableStoredReport.copyOf(
                StoredReport.of(run, ConfidenceScorer.with(policy).score(run), policy));
    }

    static ImmutableStoredReport stored(RunEvidence run) {
        ImmutableStoredReport report = scored(run, ScoringPolicy.standard());
        String result = report.result().orElseThrow();
        return report.withName("my-first-test-20240115-0300")
                .withCreationTimestamp(STARTED)
                .withEvidenceDigest("0".repeat(64))
                .withConditions(StoredCondition.builder()
                        .type("Completed")
                        .status("True")
                        .reason(result)
                        .message("The run has ended: " + result + ".")
                        .lastTransitionTime(COMPLETED)
                        .build());
    }

    static ImmutableStoredReport withLevel(
            ImmutableStoredReport report, int index, UnaryOperator<ImmutableStoredLevel> change) {
        List<StoredLevel> levels = new ArrayList<>(report.validationLevels());
        levels.set(index, change.apply(ImmutableStoredLevel.copyOf(levels.get(index))));
        return report.withValidationLevels(levels);
    }

    private static ImmutableStoredReport withType(
            ImmutableStoredReport report, UnaryOperator<ImmutableStoredResourceType> change) {
        return withLevel(report, 1, level -> {
            List<StoredResourceType> types = new ArrayList<>(level.resourceTypes());
            types.set(4, change.apply(ImmutableStoredResourceType.copyOf(types.get(4))));
            return level.withResourceTypes(types);
        });
    }
}
