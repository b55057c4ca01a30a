package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreIntegrityLevelTest {
    private final RestoreIntegrityLevel level = new RestoreIntegrityLevel();

    @Test
    void completedRestoreWithoutErrorsEarnsAll() {
        LevelResult result = judge(restore(RestorePhase.COMPLETED));

        assertThat(result.pointsEarned()).isEqualTo(25);
        assertThat(result.outcome()).isEqualTo(LevelOutcome.PASSED);
        assertThat(result.reason()).isEqualTo("RestoreCompleted");
        assertThat(result.message()).isEqualTo("Velero restore completed without errors");
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void warningsAreShownAndCostNothing() {
        LevelResult result = judge(restore(RestorePhase.COMPLETED).warnings(1).addWarningMessages("already exists"));

        assertThat(result.pointsEarned()).isEqualTo(25);
        assertThat(result.message()).isEqualTo("Velero restore completed without errors, with 1 warning");
        assertThat(result.findings())
                .containsExactly(
                        Finding.of(result.level(), Severity.NOTE, Reason.RESTORE_WARNING, "restore", "already exists"));
    }

    @Test
    void partiallyFailedRestoreEarnsNothing() {
        LevelResult result =
                judge(restore(RestorePhase.PARTIALLY_FAILED).errors(2).warnings(3));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isZero();
        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.reason()).isEqualTo("RestorePartiallyFailed");
        assertThat(result.message()).isEqualTo("Velero restore ended PartiallyFailed with 2 errors and 3 warnings");
        assertThat(result.findings()).extracting(Finding::reason).containsExactly("RestorePartiallyFailed");
    }

    @Test
    void partiallyFailedRestoreEarnsNothingEvenIfItCountsNoErrors() {
        LevelResult result = judge(restore(RestorePhase.PARTIALLY_FAILED));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.message()).isEqualTo("Velero restore ended PartiallyFailed with 0 errors");
    }

    @Test
    void failedRestoreEarnsNothing() {
        LevelResult result = judge(restore(RestorePhase.FAILED).errors(1));

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.reason()).isEqualTo("RestoreFailed");
        assertThat(result.message()).isEqualTo("Velero restore ended Failed with 1 error");
    }

    @Test
    void completedRestoreWithErrorsEarnsNothing() {
        LevelResult counted = judge(restore(RestorePhase.COMPLETED).errors(1));
        LevelResult reported = judge(restore(RestorePhase.COMPLETED).addErrorMessages("could not restore"));

        assertThat(counted.pointsEarned()).isZero();
        assertThat(counted.reason()).isEqualTo("RestoreHadErrors");
        assertThat(reported.pointsEarned()).isZero();
        assertThat(reported.message()).isEqualTo("Velero restore ended Completed with 1 error");
    }

    @Test
    void findingsQuoteTheToolsErrorsUpToTen() {
        LevelResult ten = judge(restore(RestorePhase.FAILED).errorMessages(Collections.nCopies(10, "boom")));
        LevelResult twelve = judge(restore(RestorePhase.FAILED).errorMessages(Collections.nCopies(12, "boom")));

        assertThat(ten.findings()).extracting(Finding::reason).hasSize(11).contains("RestoreError");
        assertThat(ten.findings().get(10).observed()).isEqualTo("boom");
        assertThat(twelve.findings()).hasSize(12);
        assertThat(twelve.findings().get(11).observed()).isEqualTo("and 2 errors more");
        assertThat(twelve.findings()).extracting(Finding::severity).containsOnly(Severity.LOSS);
    }

    @Test
    void errorsOfTheSurroundingsAloneAreInconclusive() {
        LevelResult result = judge(restore(RestorePhase.PARTIALLY_FAILED)
                .errors(2)
                .addEnvironmentErrors("port is already allocated", "exceeded quota"));

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(25);
        assertThat(result.reason()).isEqualTo("RestoreHeldBackByEnvironment");
        assertThat(result.message())
                .isEqualTo("Velero restore ended PartiallyFailed with 2 errors; the test's surroundings caused them");
        assertThat(result.findings()).extracting(Finding::severity).containsOnly(Severity.UNKNOWN);
    }

    @Test
    void anErrorBesideThoseOfTheSurroundingsIsTheBackups() {
        LevelResult read = judge(restore(RestorePhase.PARTIALLY_FAILED)
                .errors(2)
                .addErrorMessages("could not restore")
                .addEnvironmentErrors("exceeded quota"));
        LevelResult counted =
                judge(restore(RestorePhase.PARTIALLY_FAILED).errors(2).addEnvironmentErrors("exceeded quota"));
        LevelResult brokenOff = judge(restore(RestorePhase.FAILED).errors(1).addEnvironmentErrors("exceeded quota"));

        for (LevelResult result : new LevelResult[] {read, counted, brokenOff}) {
            assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
            assertThat(result.pointsUpperBound()).isZero();
            assertThat(result.findings())
                    .filteredOn(finding -> finding.reason().equals("RestoreHeldBackByEnvironment"))
                    .extracting(Finding::severity)
                    .containsExactly(Severity.NOTE);
        }
    }

    @Test
    void aBackupThatFellShortIsNotedAndCostsNothing() {
        LevelResult result = Judged.by(
                level,
                with(claims())
                        .backup(BackupEvidence.builder()
                                .name("shop-1")
                                .shortcoming("ended PartiallyFailed")
                                .passedOver("1 newer backup was passed over: shop-2 is Failed")
                                .build())
                        .restore(restore(RestorePhase.COMPLETED).build()));

        assertThat(result.pointsEarned()).isEqualTo(25);
        assertThat(result.findings())
                .containsExactly(
                        Finding.of(
                                result.level(),
                                Severity.NOTE,
                                Reason.BACKUP_FELL_SHORT,
                                "shop-1",
                                "ended PartiallyFailed"),
                        Finding.of(
                                result.level(),
                                Severity.NOTE,
                                Reason.NEWER_BACKUPS_PASSED_OVER,
                                "shop-1",
                                "1 newer backup was passed over: shop-2 is Failed"));
    }

    @Test
    void restoreWithoutTheDataOfAVolumeEarnsNothing() {
        ObjectEvidence empty = claim("data")
                .restored(true)
                .defect(ObjectDefect.of("VolumeDataMissing", "the backup holds no data"))
                .build();
        ObjectEvidence missing = claim("log").restored(false).build();

        LevelResult result = judge(restore(RestorePhase.COMPLETED), claims(empty, missing));

        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.pointsUpperBound()).isZero();
        assertThat(result.reason()).isEqualTo("RestoreDataLost");
        assertThat(result.message())
                .isEqualTo("Velero restore completed without errors; the data of 2 volumes is lost");
        assertThat(result.findings())
                .containsExactly(Finding.of(
                        result.level(),
                        Severity.LOSS,
                        Reason.RESTORE_DATA_LOST,
                        "restore",
                        "the data of 2 volumes is lost: PersistentVolumeClaim/data, PersistentVolumeClaim/log"));
    }

    @Test
    void lostDataDecidesWhateverElseIsUnknownOfTheRestore() {
        ResourceTypeEvidence lost = claims(claim("data").restored(false).build());
        LevelResult heldBack =
                judge(restore(RestorePhase.PARTIALLY_FAILED).errors(1).addEnvironmentErrors("exceeded quota"), lost);
        LevelResult notGathered = Judged.by(level, with(lost));

        assertThat(heldBack.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(notGathered.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(notGathered.findings())
                .extracting(Finding::reason)
                .contains("RestoreDataLost", "EvidenceNotGathered");
    }

    @Test
    void restoreThatFailedByItselfKeepsItsReason() {
        LevelResult result = judge(
                restore(RestorePhase.FAILED).errors(1),
                claims(claim("data").restored(false).build()));

        assertThat(result.reason()).isEqualTo("RestoreFailed");
        assertThat(result.findings()).extracting(Finding::reason).contains("RestoreDataLost", "RestoreFailed");
    }

    @Test
    void restoreIsNotCalledWholeWhileItsDataIsNotKnown() {
        ObjectEvidence unknown = claim("data").restored(false).unknown(true).build();
        LevelResult noComparison = Judged.by(
                level, Judged.run().restore(restore(RestorePhase.COMPLETED).build()));
        LevelResult brokenOff = Judged.by(
                level,
                with(claims())
                        .addGaps(EvidenceGap.of(Level.COMPLETENESS, "Forbidden", "may not list claims"))
                        .restore(restore(RestorePhase.COMPLETED).build()));

        for (LevelResult result :
                List.of(judge(restore(RestorePhase.COMPLETED), claims(unknown)), noComparison, brokenOff)) {
            assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
            assertThat(result.pointsEarned()).isZero();
            assertThat(result.pointsUpperBound()).isEqualTo(25);
            assertThat(result.reason()).isEqualTo("RestoreDataUnknown");
            assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
        }
        assertThat(judge(restore(RestorePhase.FAILED), claims(unknown)).outcome())
                .isEqualTo(LevelOutcome.FAILED);
    }

    @Test
    void lossThatTheApplicationCanDoWithoutLeavesTheRestoreWhole() {
        LevelResult result = judge(
                restore(RestorePhase.COMPLETED),
                claims(claim("cache").restored(false).ignored("a cache").build()));

        assertThat(result.outcome()).isEqualTo(LevelOutcome.PASSED);
    }

    @Test
    void policyMayCountLostDataAsAnObject() {
        ScoringPolicy policy =
                ScoringPolicy.builder().lostData(LostData.COUNTS_AS_AN_OBJECT).build();

        LevelResult result = level.judge(
                with(claims(claim("data").restored(false).build()))
                        .restore(restore(RestorePhase.COMPLETED).build())
                        .build(),
                policy);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.PASSED);
    }

    @Test
    void findingsNameTheRestore() {
        LevelResult result = Judged.by(
                level,
                with(claims())
                        .restoreName("kymaros-nightly-1")
                        .restore(restore(RestorePhase.FAILED).build()));

        assertThat(result.findings()).extracting(Finding::object).containsExactly("kymaros-nightly-1");
    }

    private LevelResult judge(ImmutableRestoreEvidence.Builder restore) {
        return judge(restore, Seed.type("PersistentVolumeClaim", 2));
    }

    private LevelResult judge(ImmutableRestoreEvidence.Builder restore, ResourceTypeEvidence claims) {
        return Judged.by(level, with(claims).restore(restore.build()));
    }

    private static ImmutableRunEvidence.Builder with(ResourceTypeEvidence claims) {
        return Judged.run()
                .completeness(
                        CompletenessEvidence.builder().addResourceTypes(claims).build());
    }

    private static ResourceTypeEvidence claims(ObjectEvidence... claims) {
        return ResourceTypeEvidence.builder()
                .resourceType("PersistentVolumeClaim")
                .addObjects(claims)
                .build();
    }

    private static ImmutableObjectEvidence.Builder claim(String name) {
        return ObjectEvidence.builder().name(name);
    }

    private static ImmutableRestoreEvidence.Builder restore(RestorePhase phase) {
        return RestoreEvidence.builder().tool("Velero").phase(phase);
    }
}
