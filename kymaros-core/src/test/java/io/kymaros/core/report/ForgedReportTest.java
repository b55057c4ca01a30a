package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.report.Contradiction.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What no evidence founds is found, and said in words that tell it apart. */
class ForgedReportTest {
    /** Three Secrets lost, and a note: fewer than the list has room for. */
    private final ImmutableStoredReport small = losing(3);

    /** 250 Secrets lost, of which the list has 200. */
    private final ImmutableStoredReport large = losing(250);

    @Test
    void reportsAreConfirmedBeforeTheyAreForged() {
        assertThat(ReportAudit.of(small)).isEmpty();
        assertThat(ReportAudit.of(large)).isEmpty();
        assertThat(large.findingsLeftOut()).hasValue(51);
    }

    @Test
    void findingThatNothingFoundsIsToldByItself() {
        StoredFinding ghost = forged("Secret/ghost");

        assertThat(ReportAudit.of(small.withFindings(plus(small, ghost))))
                .contains(Contradiction.of(
                        Code.FINDING_UNFOUNDED,
                        "status.findings[4]",
                        "Loss CompletenessObjectMissing of Secret/ghost in Completeness",
                        "nothing of the kind"));
    }

    @Test
    void findingOfAPodThatTheListDoesNotHaveIsUnfounded() {
        StoredFinding ghost = ImmutableStoredFinding.copyOf(forged("Pod/ghost"))
                .withLevel("PodStartup")
                .withReason("PodCrashLoop")
                .withObserved("CrashLoopBackOff");

        assertThat(ReportAudit.of(small.withFindings(plus(small, ghost))))
                .extracting(Contradiction::code, Contradiction::field)
                .containsExactly(tuple(Code.FINDING_UNFOUNDED, "status.findings[4]"));
    }

    @Test
    void findingOfATypeThatIsNotListedIsUnfounded() {
        assertThat(ReportAudit.of(small.withFindings(plus(small, forged("Ingress/ghost")))))
                .extracting(Contradiction::code, Contradiction::field)
                .containsExactly(tuple(Code.FINDING_UNFOUNDED, "status.findings[4]"));
    }

    @Test
    void findingThatTakesThePlaceOfAnotherIsOneContradiction() {
        assertThat(ReportAudit.of(withFinding(small, 1, finding -> finding.withSeverity("Note"))))
                .contains(Contradiction.of(
                        Code.FINDING_UNFOUNDED,
                        "status.findings[1]",
                        "Note CompletenessObjectMissing of Secret/object-1 in Completeness",
                        "Loss CompletenessObjectMissing of Secret/object-1 in Completeness"));
    }

    @Test
    void findingsThatDifferInTheirRemedyAreToldApartByIt() {
        StoredFinding loss = small.findings().get(1);
        String words = "Loss CompletenessObjectMissing of Secret/object-1 in Completeness with the remedy \"";

        assertThat(ReportAudit.of(withFinding(small, 1, finding -> finding.withRemedy("Nothing."))))
                .containsExactly(Contradiction.of(
                        Code.FINDING_UNFOUNDED,
                        "status.findings[1]",
                        words + "Nothing.\"",
                        words + loss.remedy() + "\""));
    }

    @Test
    void findingsThatDifferInWhatWasObservedAreToldApartByIt() {
        StoredFinding loss = small.findings().get(1);
        String words = "Loss CompletenessObjectMissing of Secret/object-1 in Completeness because of \"";

        assertThat(ReportAudit.of(withFinding(small, 1, finding -> finding.withObserved("gone"))))
                .containsExactly(Contradiction.of(
                        Code.FINDING_UNFOUNDED,
                        "status.findings[1]",
                        words + "gone\"",
                        words + loss.observed() + "\""));
    }

    @Test
    void findingStatedTwiceIsUnfoundedOnce() {
        assertThat(ReportAudit.of(
                        small.withFindings(plus(small, small.findings().get(0)))))
                .extracting(Contradiction::code, Contradiction::field)
                .containsExactly(tuple(Code.FINDING_UNFOUNDED, "status.findings[4]"));
    }

    @Test
    void findingInAListThatIsCutMustBeFoundedToo() {
        assertThat(ReportAudit.of(withFinding(
                        large, 199, finding -> finding.withObject("Pod/ghost").withLevel("PodStartup"))))
                .contains(Contradiction.of(
                        Code.FINDING_UNFOUNDED,
                        "status.findings[199]",
                        "Loss CompletenessObjectMissing of Pod/ghost in PodStartup",
                        "nothing of the kind"));
    }

    @Test
    void summaryOfAListThatIsCutIsHeldToItsVerdict() {
        String summary = large.summary().orElseThrow();

        assertThat(ReportAudit.of(large.withSummary(summary.replace("/100", "/200"))))
                .extracting(Contradiction::code)
                .containsExactly(Code.SUMMARY_DIFFERS);
    }

    @Test
    void summaryNamesObjectsInTheOrderOfTheFindings() {
        ImmutableStoredReport ignoring = losing(3, Optional.of("a cache"));
        List<StoredFinding> reversed = new ArrayList<>(ignoring.findings());
        Collections.reverse(reversed);
        String names = "Secret/object-0, Secret/object-1, Secret/object-2";

        assertThat(ReportAudit.of(ignoring)).isEmpty();
        assertThat(ignoring.summary().orElseThrow()).contains(names);
        assertThat(ReportAudit.of(ignoring.withFindings(reversed)))
                .extracting(Contradiction::code)
                .containsExactly(Code.SUMMARY_DIFFERS);
        assertThat(ReportAudit.of(ignoring.withFindings(reversed)
                        .withSummary(ignoring.summary()
                                .orElseThrow()
                                .replace(names, "Secret/object-2, Secret/object-1, Secret/object-0"))))
                .isEmpty();
    }

    @Test
    void listThatLeavesOutNoneDoesNotSaySo() {
        assertThat(ReportAudit.of(large.withFindingsLeftOut(0)))
                .contains(Contradiction.of(
                        Code.LIST_SHORTENED,
                        "status.findingsLeftOut",
                        0,
                        "200 findings; only a list of 200 leaves any out"));
    }

    @Test
    void noListIsLongerThanItsLimit() {
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(small, 2, level -> level.withItems(items(201)))))
                .contains(tooLong("status.validationLevels[2].details"));
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(small, 4, level -> level.withItems(items(201)))))
                .contains(tooLong("status.validationLevels[4].dependencies"));
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(small, 3, level -> level.withItems(items(201)))))
                .extracting(Contradiction::code)
                .doesNotContain(Code.LIST_TOO_LONG);
        assertThat(ReportAudit.of(
                        withType(small, type -> type.withMissing(WholeFormAuditTest.many(201, i -> "object-" + i)))))
                .contains(tooLong("status.validationLevels[1].details[0].missing"));
    }

    @Test
    void countsOfATypeAreThoseThatCanBe() {
        String at = "status.validationLevels[1].details[0].";

        assertThat(ReportAudit.of(withType(small, type -> type.withExpected(0).withFound(0))))
                .contains(Contradiction.of(Code.COUNT_IMPOSSIBLE, at + "expected", 0, "1 or more"));
        assertThat(ReportAudit.of(withType(small, type -> type.withFound(4))))
                .contains(Contradiction.of(Code.COUNT_IMPOSSIBLE, at + "found", 4, "0 to 3"));
        assertThat(ReportAudit.of(withType(small, type -> type.withFound(1).withUnknown(3))))
                .contains(Contradiction.of(Code.COUNT_IMPOSSIBLE, at + "unknown", 3, "0 to 2"));
        assertThat(ReportAudit.of(withType(small, type -> type.withFound(1).withUnknown(-1))))
                .contains(Contradiction.of(Code.COUNT_IMPOSSIBLE, at + "unknown", -1, "0 to 2"));
        assertThat(ReportAudit.of(withType(small, type -> type.withFound(0).withUnknown(3))))
                .extracting(Contradiction::code)
                .isNotEmpty()
                .doesNotContain(Code.COUNT_IMPOSSIBLE);
    }

    @Test
    void detailsNeedABaseline() {
        Contradiction missing = Contradiction.missing("status.baseline", "what the details were compared with");

        assertThat(ReportAudit.of(small.withBaseline(Optional.empty()))).contains(missing);
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(
                        small.withBaseline(Optional.empty()), 1, ImmutableStoredLevel::withResourceTypes)))
                .doesNotContain(missing);
    }

    @Test
    void upperBoundStandsWhereEvidenceIsMissingAndNowhereElse() {
        ImmutableStoredReport open = WholeFormAuditTest.stored(WholeFormAuditTest.run()
                .dependencies(Optional.empty())
                .addGaps(EvidenceGap.of(Level.CROSS_NS_DEPENDENCIES, "Refused", "The request was refused."))
                .build());
        String field = "status.validationLevels[4].pointsUpperBound";

        assertThat(ReportAudit.of(open)).isEmpty();
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(
                        open, 4, level -> level.withPointsUpperBound(OptionalInt.empty()))))
                .contains(Contradiction.missing(field, 10));
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(open, 4, level -> level.withPointsUpperBound(9))))
                .contains(Contradiction.of(Code.POINTS_DIFFER, field, 9, 10));
        assertThat(ReportAudit.of(WholeFormAuditTest.withLevel(small, 4, level -> level.withPointsUpperBound(9))))
                .contains(Contradiction.of(Code.FIELD_UNEXPECTED, field, 9, "no missing evidence could earn more"));
    }

    private static Contradiction tooLong(String field) {
        return Contradiction.of(Code.LIST_TOO_LONG, field, "201 entries long", "at most 200");
    }

    private static List<StoredItem> items(int count) {
        return WholeFormAuditTest.many(count, i -> StoredItem.of("item-" + i, true));
    }

    private static ImmutableStoredReport losing(int secrets) {
        return losing(secrets, Optional.empty());
    }

    private static ImmutableStoredReport losing(int secrets, Optional<String> ignored) {
        return WholeFormAuditTest.stored(WholeFormAuditTest.run()
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("Secret")
                                .objects(WholeFormAuditTest.many(secrets, i -> ObjectEvidence.builder()
                                        .name("object-" + i)
                                        .restored(false)
                                        .ignored(ignored)
                                        .build()))
                                .build())
                        .build())
                .build());
    }

    private StoredFinding forged(String object) {
        return ImmutableStoredFinding.copyOf(small.findings().get(0)).withObject(object);
    }

    private static List<StoredFinding> plus(StoredReport report, StoredFinding finding) {
        List<StoredFinding> findings = new ArrayList<>(report.findings());
        findings.add(finding);
        return findings;
    }

    private static ImmutableStoredReport withFinding(
            ImmutableStoredReport report, int index, UnaryOperator<ImmutableStoredFinding> change) {
        List<StoredFinding> findings = new ArrayList<>(report.findings());
        findings.set(index, change.apply(ImmutableStoredFinding.copyOf(findings.get(index))));
        return report.withFindings(findings);
    }

    private static ImmutableStoredReport withType(
            ImmutableStoredReport report, UnaryOperator<ImmutableStoredResourceType> change) {
        return WholeFormAuditTest.withLevel(
                report,
                1,
                level -> level.withResourceTypes(change.apply(
                        ImmutableStoredResourceType.copyOf(level.resourceTypes().get(0)))));
    }
}
