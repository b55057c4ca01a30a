package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.report.Contradiction.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The evidence that a report states, scored again, gives that report: in each way in which something can be said or left unsaid. */
class StatedEvidenceTest {
    @Test
    void podIsKnownByItsNameWithAWorkloadOrWithoutOne() {
        assertConfirmed(pods(
                pod("alone").reason("CrashLoopBackOff"),
                pod("owned").workload("Deployment/api").reason("CrashLoopBackOff"),
                pod("owned-2")
                        .workload("Deployment/api")
                        .reason("Unschedulable")
                        .unknown(true)));
    }

    @Test
    void podThatSaysNothingDiffersFromOneThatIsSilentAndOneThatEndsInAColon() {
        assertConfirmed(pods(
                pod("unsaid").reason("CrashLoopBackOff"),
                pod("silent").reason("CrashLoopBackOff").message(""),
                pod("colon").reason("CrashLoopBackOff").message("exit code: "),
                pod("says").reason("CrashLoopBackOff").message("exit code 1")));
    }

    @Test
    void ignoredPodOfTheSameNameIsAnother() {
        ImmutableStoredReport report = WholeFormAuditTest.stored(pods(
                pod("twin").reason("CrashLoopBackOff").message("exit code 1"),
                pod("twin").reason("Unschedulable").ignored("runs elsewhere")));
        List<StoredFinding> reversed = new ArrayList<>(report.findings());
        Collections.reverse(reversed);

        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(report.withFindings(reversed))).isEmpty();
    }

    @Test
    void checkThatSaysNothingDiffersFromOneThatIsSilent() {
        assertConfirmed(WholeFormAuditTest.run()
                .healthChecks(HealthChecksEvidence.builder()
                        .policy("shop-checks")
                        .addChecks(
                                check("unsaid").build(),
                                check("silent").message("").build(),
                                check("says").message("HTTP 500").build())
                        .build())
                .build());
    }

    @Test
    void dependencyThatSaysNothingDiffersFromOneThatIsSilent() {
        assertConfirmed(dependencies(List.of(
                service("unsaid").build(),
                service("silent").message("").build(),
                service("silent-found").message("").foundIn("ConfigMap/urls").build(),
                service("found").foundIn("ConfigMap/urls").build(),
                service("worded-so").message("; named in a song").build(),
                service("says").message("refused").port(80).build(),
                service("unknown")
                        .reachability(Reachability.UNKNOWN)
                        .message("")
                        .build())));
    }

    @Test
    void dependenciesOfOneNameHaveAFindingEach() {
        assertConfirmed(dependencies(List.of(
                service("twin").reachability(Reachability.UNKNOWN).build(),
                service("twin").build())));
    }

    @Test
    void dependenciesBeyondTheListAreNamedByTheirFindings() {
        ImmutableStoredReport report =
                WholeFormAuditTest.stored(dependencies(WholeFormAuditTest.many(210, i -> service("service-" + i)
                        .reachability(
                                i == 209
                                        ? Reachability.UNKNOWN
                                        : i < 203 && i > 2 ? Reachability.REACHABLE : Reachability.UNREACHABLE)
                        .build())));

        assertThat(report.findings()).hasSizeGreaterThan(7);
        assertThat(ReportAudit.of(report)).isEmpty();
        assertThat(ReportAudit.of(report.withFindings(
                        report.findings().subList(1, report.findings().size()))))
                .isNotEmpty();
    }

    @Test
    void serviceWithoutANameInAListThatIsCutIsUnfounded() {
        ImmutableStoredReport report =
                WholeFormAuditTest.stored(dependencies(WholeFormAuditTest.many(210, i -> service("service-" + i)
                        .reachability(i < 209 ? Reachability.REACHABLE : Reachability.UNREACHABLE)
                        .build())));
        List<StoredFinding> findings = new ArrayList<>(report.findings());
        int service = findings.stream().map(StoredFinding::level).toList().indexOf("CrossNSDependencies");
        findings.set(
                service, ImmutableStoredFinding.copyOf(findings.get(service)).withObject("Service/platform"));

        assertThat(ReportAudit.of(report.withFindings(findings)))
                .extracting(Contradiction::code, Contradiction::field)
                .containsExactly(
                        tuple(Code.FINDING_UNFOUNDED, "status.findings[" + service + "]"),
                        tuple(Code.FINDING_MISSING, "status.findings"));
    }

    @Test
    void typeOfWhichOnlyIgnoredObjectsWereLostIsKnownByItsFindings() {
        assertConfirmed(WholeFormAuditTest.run()
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(
                                Seed.type("Secret", 2),
                                ResourceTypeEvidence.builder()
                                        .resourceType("ConfigMap")
                                        .addObjects(ObjectEvidence.builder()
                                                .name("cache")
                                                .restored(false)
                                                .ignored("made anew")
                                                .build())
                                        .build(),
                                ResourceTypeEvidence.builder()
                                        .resourceType("Service")
                                        .addUnexpected("made-up")
                                        .build())
                        .build())
                .build());
    }

    @Test
    void restoreThatCouldNotBeLookedAtSaysWhy() {
        EvidenceGap gap = EvidenceGap.of(Level.RESTORE_INTEGRITY, "Refused", "The restore could not be read.");

        assertConfirmed(
                WholeFormAuditTest.run().restore(Optional.empty()).addGaps(gap).build());
        assertConfirmed(WholeFormAuditTest.run()
                .restore(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(RestorePhase.COMPLETED)
                        .addWarningMessages("a warning")
                        .build())
                .addGaps(gap)
                .build());
    }

    /** The summary tells with which tool's filters to look; it is the only place that does where the restore's level broke off. */
    @Test
    void toolIsNamedByTheSummaryWhereTheRestoreBrokeOff() {
        ImmutableStoredReport report = WholeFormAuditTest.stored(WholeFormAuditTest.run()
                .addGaps(EvidenceGap.of(Level.RESTORE_INTEGRITY, "Refused", "The list of errors could not be read."))
                .build());

        assertThat(report.summary().orElseThrow()).contains("(check Velero backup filters)");
        assertThat(ReportAudit.of(report)).isEmpty();
    }

    @Test
    void messagesOfTheToolAreCountedBeyondTheTenthAndAMessageWordedSoIsNoCount() {
        assertConfirmed(restored(WholeFormAuditTest.many(13, i -> "error " + i), List.of()));
        assertConfirmed(restored(List.of("one", "and 3 errors more"), List.of("and 2 warnings more")));
        assertConfirmed(restored(List.of(), WholeFormAuditTest.many(11, i -> "warning " + i)));
    }

    private static RunEvidence restored(List<String> errors, List<String> warnings) {
        return WholeFormAuditTest.run()
                .restore(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(errors.isEmpty() ? RestorePhase.COMPLETED : RestorePhase.PARTIALLY_FAILED)
                        .errorMessages(errors)
                        .warningMessages(warnings)
                        .build())
                .build();
    }

    private static void assertConfirmed(RunEvidence run) {
        assertThat(ReportAudit.of(WholeFormAuditTest.stored(run))).isEmpty();
    }

    private static RunEvidence pods(ImmutablePodEvidence.Builder... pods) {
        PodStartupEvidence evidence = PodStartupEvidence.builder()
                .pods(List.of(pods).stream()
                        .map(pod -> (PodEvidence) pod.build())
                        .toList())
                .build();
        return WholeFormAuditTest.run().podStartup(evidence).build();
    }

    private static RunEvidence dependencies(List<? extends DependencyEvidence> dependencies) {
        return WholeFormAuditTest.run()
                .dependencies(DependenciesEvidence.builder()
                        .dependencies(dependencies)
                        .build())
                .build();
    }

    private static ImmutablePodEvidence.Builder pod(String name) {
        return PodEvidence.builder().podName(name).ready(false);
    }

    private static ImmutableCheckEvidence.Builder check(String name) {
        return CheckEvidence.builder()
                .name(name)
                .type("http")
                .target("http://api/healthz")
                .result(CheckResult.FAIL);
    }

    private static ImmutableDependencyEvidence.Builder service(String name) {
        return DependencyEvidence.builder()
                .name(name)
                .namespace("platform")
                .method("readyEndpoints")
                .reachability(Reachability.UNREACHABLE);
    }
}
