package io.kymaros.cli;

import static io.kymaros.cli.HonestReport.CHECK_FAILED;
import static io.kymaros.cli.HonestReport.CRASH_LOOP;
import static io.kymaros.cli.HonestReport.CUT;
import static io.kymaros.cli.HonestReport.DATA_LOST;
import static io.kymaros.cli.HonestReport.INCONCLUSIVE;
import static io.kymaros.cli.HonestReport.NOT_PERFORMED;
import static io.kymaros.cli.HonestReport.PASS;
import static io.kymaros.cli.HonestReport.SECRET_LOST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kymaros.cli.Tampering.Edited;
import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableBackupEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutableRtoEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What forgers do to reports: single fields, several that fit each other, and whole reports of runs that never were. */
final class Tamperings {
    private static final ScoringPolicy STANDARD = ScoringPolicy.standard();

    private final List<Tampering> all = new ArrayList<>();

    private Tamperings() {}

    static List<Tampering> all() {
        Tamperings tamperings = new Tamperings();
        tamperings.verdicts();
        tamperings.weights();
        tamperings.levels();
        tamperings.findings();
        tamperings.data();
        tamperings.details();
        tamperings.unknowns();
        tamperings.runs();
        tamperings.times();
        tamperings.cluster();
        tamperings.marks();
        tamperings.otherRuns();
        return List.copyOf(tamperings.all);
    }

    private void verdicts() {
        add(CRASH_LOOP, "the result is Pass", report -> report.status().put("result", "Pass"));
        add(CRASH_LOOP, "the score is 100", report -> report.status().put("score", 100));
        add(
                CRASH_LOOP,
                "score, bound, result, summary and condition say Pass 100",
                report -> report.verdict(100, "Pass"));
        add(
                CRASH_LOOP,
                "the summary says 100/100 (Pass)",
                report -> summary(report, "60/100 (Fail)", "100/100 (Pass)"));
        add(
                SECRET_LOST,
                "the summary no longer tells of the lost Secret",
                report -> summary(
                        report,
                        " Minor completeness gap: 1 Secret missing from restore (check Velero backup filters).",
                        ""));
        add(PASS, "the upper bound is gone", report -> report.status().remove("scoreUpperBound"));
        add(PASS, "the summary is gone", report -> report.status().remove("summary"));
        add(NOT_PERFORMED, "it has a score", report -> report.status().put("score", 100));
        add(NOT_PERFORMED, "the result is Pass", report -> report.status().put("result", "Pass"));
        add(NOT_PERFORMED, "another reason", report -> report.status().put("reason", "Interrupted"));
        add(NOT_PERFORMED, "it has the levels of a Pass", report -> report.status()
                .set("validationLevels", PASS.stored().path("status").path("validationLevels")));
        add(CRASH_LOOP, "it has a reason why it was not performed", report -> report.status()
                .put("reason", "Interrupted"));
    }

    private void weights() {
        Map<Level, Integer> kind = Map.of(
                Level.RESTORE_INTEGRITY, 45,
                Level.COMPLETENESS, 40,
                Level.CROSS_NS_DEPENDENCIES, 10,
                Level.RTO_COMPLIANCE, 5);
        ScoringPolicy suits = ScoringPolicy.builder().weights(kind).build();
        ObjectNode moved = CRASH_LOOP.storedAsOf(CRASH_LOOP.evidence(), suits);
        ObjectNode silently = moved.deepCopy();
        ((ObjectNode) silently.path("status")).remove("scoring");
        add(CRASH_LOOP, "a Pass of 100: the weights of the failed levels went to the others", silently);
        add(CRASH_LOOP, "a Pass of 100: the weights went to the others, and scoring says so", moved);
        add(CRASH_LOOP, "scoring names other weights, the levels don't", report -> report.status()
                .set("scoring", moved.path("status").path("scoring")));
        ScoringPolicy lenient =
                ScoringPolicy.builder().passThreshold(60).partialThreshold(50).build();
        ObjectNode lowered = CRASH_LOOP.storedAsOf(CRASH_LOOP.evidence(), lenient);
        add(CRASH_LOOP, "a Pass of 60: scoring has lower thresholds", lowered);
        add(CRASH_LOOP, "scoring has lower thresholds, the result stays", report -> report.status()
                .set("scoring", lowered.path("status").path("scoring")));
        add(
                DATA_LOST,
                "a Partial: scoring says that lost data counts as an object",
                DATA_LOST.storedAsOf(
                        DATA_LOST.evidence(),
                        ScoringPolicy.builder()
                                .lostData(LostData.COUNTS_AS_AN_OBJECT)
                                .build()));
        add(CHECK_FAILED, "the failed level weighs 0, its points went to the first", report -> {
            report.level("HealthChecks").put("maxPoints", 0);
            report.level("RestoreIntegrity").put("maxPoints", 45).put("pointsEarned", 45);
            report.verdict(100, "Pass");
        });
        add(PASS, "the weights add up to 101", report -> report.level("RTOCompliance")
                .put("maxPoints", 6));
    }

    private void levels() {
        add(CRASH_LOOP, "PodStartup has full points", report -> report.level("PodStartup")
                .put("pointsEarned", 20));
        add(CRASH_LOOP, "PodStartup has full points, passed, outcome, reason and message", Tamperings::podsWhole);
        add(CRASH_LOOP, "the same, and its pods are ready", report -> {
            podsWhole(report);
            podsReady(report);
        });
        add(CRASH_LOOP, "the same, and its finding is gone", report -> {
            podsWhole(report);
            podsReady(report);
            dropFindings(report, "PodStartup");
        });
        add(CRASH_LOOP, "the same, and the verdict is 80", report -> {
            podsWhole(report);
            podsReady(report);
            dropFindings(report, "PodStartup");
            report.verdict(80, "Partial");
        });
        add(CHECK_FAILED, "HealthChecks has full points, message and checks; the finding stays", report -> {
            report.fullPoints("HealthChecks", "HealthChecksPassed", "2/2 health checks passed");
            report.check("orders-present").put("result", "pass").remove("message");
            report.verdict(100, "Pass");
        });
        add(CHECK_FAILED, "HealthChecks is passed", report -> report.level("HealthChecks")
                .put("passed", true));
        add(CHECK_FAILED, "HealthChecks is NotConfigured", report -> report.level("HealthChecks")
                .put("outcome", "NotConfigured")
                .put("reason", "HealthChecksNotConfigured"));
        add(
                CRASH_LOOP,
                "PodStartup is left out",
                report -> Edited.drop(
                        report.levels(), level -> level.path("name").asText().equals("PodStartup")));
        add(CRASH_LOOP, "only the levels that passed are left, and weigh 100", report -> {
            Edited.drop(report.levels(), level -> !level.path("passed").asBoolean());
            report.level("RestoreIntegrity").put("maxPoints", 65).put("pointsEarned", 65);
            ((ArrayNode) report.status().path("findings")).removeAll();
            report.verdict(100, "Pass");
        });
        add(PASS, "a level stands there twice", report -> report.levels()
                .add(report.level("RTOCompliance").deepCopy()));
        add(PASS, "a level has the name of another", report -> report.level("HealthChecks")
                .put("name", "PodStartup"));
        add(PASS, "there is a seventh level", report -> report.levels()
                .add(report.level("RTOCompliance").deepCopy().put("name", "Luck")));
        add(PASS, "the levels stand in another order", report -> report.levels()
                .insert(0, report.levels().remove(5)));
        add(PASS, "a level has no outcome", report -> report.level("PodStartup").remove("outcome"));
        add(PASS, "a level has no message", report -> report.level("PodStartup").remove("message"));
        add(PASS, "RestoreIntegrity says what nobody can read", report -> report.level("RestoreIntegrity")
                .put("message", "All is well"));
        add(PASS, "PodStartup speaks of more pods", report -> report.level("PodStartup")
                .put("message", "All 6 pods reached Running/Ready state"));
        add(SECRET_LOST, "Completeness has full points, and so has the verdict", report -> {
            report.level("Completeness").put("pointsEarned", 20);
            report.verdict(100, "Pass");
        });
    }

    private void findings() {
        add(CRASH_LOOP, "all findings are gone", report -> report.status().remove("findings"));
        add(CRASH_LOOP, "the crash loop's finding is gone", report -> dropFindings(report, "PodStartup"));
        add(CRASH_LOOP, "the crash loop is a note", report -> report.finding("PodCrashLoop")
                .put("severity", "Note"));
        add(CRASH_LOOP, "the crash loop is the environment's fault", report -> report.finding("PodCrashLoop")
                .put("severity", "Unknown")
                .put("reason", "PodHeldBackByEnvironment"));
        add(CRASH_LOOP, "the crash loop is of another pod", report -> report.finding("PodCrashLoop")
                .put("object", "Pod/other"));
        add(CRASH_LOOP, "the crash loop has another remedy", report -> report.finding("PodCrashLoop")
                .put("remedy", "Nothing."));
        add(CRASH_LOOP, "the crash loop has another cause in its finding", report -> report.finding("PodCrashLoop")
                .put("observed", "CrashLoopBackOff: the node was slow"));
        add(CRASH_LOOP, "the crash loop has another cause in pod and finding", report -> {
            report.finding("PodCrashLoop").put("observed", "CrashLoopBackOff: the node was slow");
            ((ObjectNode) report.level("PodStartup").path("details").get(1)).put("message", "the node was slow");
        });
        add(CRASH_LOOP, "a finding stands there twice", report -> report.findings()
                .add(report.finding("PodCrashLoop").deepCopy()));
        add(SECRET_LOST, "the lost Secret is said to be ignored", report -> report.finding(
                        "CompletenessObjectNotInBackup")
                .put("reason", "LossIgnored")
                .put("severity", "Note"));
        add(SECRET_LOST, "another Secret was lost, says the finding", report -> report.finding(
                        "CompletenessObjectNotInBackup")
                .put("object", "Secret/unused"));
        add(SECRET_LOST, "another Secret was lost, say finding and details", report -> {
            report.finding("CompletenessObjectNotInBackup").put("object", "Secret/unused");
            ((ArrayNode) report.detail("Completeness", "Secret").path("missing"))
                    .removeAll()
                    .add("unused");
        });
        add(PASS, "a loss is made up", report -> report.status()
                .set("findings", SECRET_LOST.stored().path("status").path("findings")));
    }

    private void data() {
        add(DATA_LOST, "the claim was found", report -> report.detail("Completeness", "PersistentVolumeClaim")
                .put("found", 2)
                .put("matched", true));
        add(DATA_LOST, "the claim is not named", report -> report.detail("Completeness", "PersistentVolumeClaim")
                .remove("missing"));
        add(
                DATA_LOST,
                "claims are not listed",
                report -> Edited.drop(
                        report.level("Completeness").path("details"),
                        type -> type.path("resourceType").asText().equals("PersistentVolumeClaim")));
        add(DATA_LOST, "claims are called something else", report -> report.detail(
                        "Completeness", "PersistentVolumeClaim")
                .put("resourceType", "Volume"));
        add(DATA_LOST, "whether the claim has its data is not known", report -> report.detail(
                        "Completeness", "PersistentVolumeClaim")
                .put("unknown", 1));
        add(
                DATA_LOST,
                "the claim's finding is gone",
                report -> Edited.drop(
                        report.findings(),
                        finding -> finding.path("reason").asText().equals("VolumeDataMissing")));
        add(
                DATA_LOST,
                "the restore's finding is gone",
                report -> Edited.drop(
                        report.findings(),
                        finding -> finding.path("reason").asText().equals("RestoreDataLost")));
        add(
                DATA_LOST,
                "RestoreIntegrity has full points",
                report -> report.fullPoints(
                        "RestoreIntegrity", "RestoreCompleted", "Velero restore completed without errors"));
        add(DATA_LOST, "Completeness earns its halves", report -> report.level("Completeness")
                .put("pointsEarned", 18)
                .put("passed", true)
                .put("outcome", "Passed"));
        add(DATA_LOST, "both, and the verdict is 98", report -> {
            report.fullPoints("RestoreIntegrity", "RestoreCompleted", "Velero restore completed without errors");
            report.level("Completeness")
                    .put("pointsEarned", 18)
                    .put("passed", true)
                    .put("outcome", "Passed")
                    .put("reason", "CompletenessGap");
            Edited.drop(
                    report.findings(),
                    finding -> finding.path("reason").asText().equals("RestoreDataLost"));
            report.verdict(98, "Pass");
        });
        add(
                DATA_LOST,
                "lost data counts as an object, says scoring, and nothing else changes",
                report -> report.status().putObject("scoring").put("lostData", "CountsAsAnObject"));
    }

    private void details() {
        add(SECRET_LOST, "all Secrets were found", report -> {
            ObjectNode secrets =
                    report.detail("Completeness", "Secret").put("found", 8).put("matched", true);
            secrets.remove("missing");
        });
        add(SECRET_LOST, "one Secret less was expected", report -> {
            ObjectNode secrets =
                    report.detail("Completeness", "Secret").put("expected", 7).put("matched", true);
            secrets.remove("missing");
        });
        add(SECRET_LOST, "Secrets match", report -> report.detail("Completeness", "Secret")
                .put("matched", true));
        add(
                SECRET_LOST,
                "Secrets are not listed",
                report -> Edited.drop(
                        report.level("Completeness").path("details"),
                        type -> type.path("resourceType").asText().equals("Secret")));
        add(PASS, "a type is listed twice", report -> ((ArrayNode)
                        report.level("Completeness").path("details"))
                .add(report.detail("Completeness", "Secret").deepCopy()));
        add(PASS, "a type of which nothing is expected is listed", report -> report.detail("Completeness", "Secret")
                .put("expected", 0)
                .put("found", 0));
        add(CRASH_LOOP, "the crashing pod is not listed", report -> ((ArrayNode)
                        report.level("PodStartup").path("details"))
                .remove(1));
        add(PASS, "a pod is not listed", report -> ((ArrayNode)
                        report.level("PodStartup").path("details"))
                .remove(0));
        add(PASS, "a pod took a second to start", report -> ((ObjectNode)
                        report.level("PodStartup").path("details").get(0))
                .put("startupSeconds", 1));
        add(CHECK_FAILED, "the failed check is not listed", report -> ((ArrayNode)
                        report.level("HealthChecks").path("checks"))
                .remove(1));
        add(CHECK_FAILED, "the failed check could not be made", report -> report.check("orders-present")
                .put("result", "inconclusive"));
        add(CHECK_FAILED, "the failed check passed", report -> report.check("orders-present")
                .put("result", "pass"));
        add(CHECK_FAILED, "the failed check asked something else", report -> report.check("orders-present")
                .put("target", "http://elsewhere"));
        add(PASS, "a check took a millisecond", report -> report.check("api-liveness")
                .put("durationMs", 1));
        add(PASS, "a dependency did not answer", report -> ((ObjectNode)
                        report.level("CrossNSDependencies").path("dependencies").get(0))
                .put("reachable", false));
        add(PASS, "no dependency is listed", report -> report.level("CrossNSDependencies")
                .remove("dependencies"));
        add(CUT, "no findings are left out", report -> report.status().remove("findingsLeftOut"));
        add(CUT, "notes stand in the list, and losses are left out", report -> {
            for (int i = 100; i < 200; i++) {
                ((ObjectNode) report.findings().get(i))
                        .put("reason", "CompletenessObjectUnexpected")
                        .put("severity", "Note")
                        .put("object", "ConfigMap/made-up-" + i)
                        .put("observed", "found, but not expected")
                        .put("remedy", "Nothing, unless the application suffers from it.");
            }
            report.status()
                    .put(
                            "findingsLeftOut",
                            report.status().path("findingsLeftOut").asInt() + 100);
        });
        add(CUT, "fewer findings are left out", report -> report.status().put("findingsLeftOut", 1));
        add(CUT, "the list of findings is shorter", report -> report.findings().remove(199));
        add(CUT, "the list of lost Secrets is shorter", report -> ((ArrayNode)
                        report.detail("Completeness", "Secret").path("missing"))
                .remove(199));
    }

    private void unknowns() {
        add(INCONCLUSIVE, "the result is Pass", report -> report.status().put("result", "Pass"));
        add(INCONCLUSIVE, "the upper bound is the score", report -> report.status()
                .put("scoreUpperBound", report.status().path("score").asInt()));
        add(INCONCLUSIVE, "a level's upper bound is gone", report -> report.level("PodStartup")
                .remove("pointsUpperBound"));
        add(INCONCLUSIVE, "a level's upper bound is lower", report -> report.level("PodStartup")
                .put("pointsUpperBound", 10));
        add(INCONCLUSIVE, "the check that was not made passed", report -> report.check("orders-present")
                .put("result", "pass"));
        add(INCONCLUSIVE, "the gap in the evidence is gone", report -> dropFindings(report, "PodStartup"));
        add(
                INCONCLUSIVE,
                "PodStartup has full points",
                report -> report.fullPoints("PodStartup", "PodsReady", "All 2 pods reached Running/Ready state"));
    }

    private void runs() {
        add(PASS, "the backup is gone", report -> report.status().remove("backup"));
        add(PASS, "the backup has another name", report -> report.backup().put("name", "shop-20240114"));
        add(PASS, "the backup has another namespace", report -> ((ArrayNode)
                        report.backup().path("namespaces"))
                .removeAll()
                .add("shop-production"));
        add(PASS, "the backup is younger", report -> report.backup().put("startedAt", "2024-01-15T02:59:00Z"));
        add(PASS, "the backup's data is younger", report -> report.backup().put("ageSeconds", 60));
        add(PASS, "the backup is younger, and its data", report -> report.backup()
                .put("startedAt", "2024-01-15T01:04:00Z")
                .put("ageSeconds", 6961));
        add(PASS, "the backup was complete before it started", report -> report.backup()
                .put("completedAt", "2024-01-15T00:00:00Z"));
        add(PASS, "the baseline is gone", report -> report.status().remove("baseline"));
        add(PASS, "the baseline is the backup alone", report -> ((ObjectNode)
                        report.status().path("baseline"))
                .put("source", "Backup"));
        add(PASS, "a source namespace was gone", report -> ((ObjectNode)
                        report.status().path("baseline"))
                .put("source", "Backup")
                .putArray("goneNamespaces")
                .add("shop"));
        add(PASS, "something was left out of the comparison", report -> ((ObjectNode)
                        report.status().path("baseline"))
                .putArray("normalised")
                .add("Secret/payment-key"));
        add(PASS, "the sandbox is gone", report -> report.status().remove("sandboxNamespace"));
        add(PASS, "the sandbox has another name", report -> report.status().put("sandboxNamespace", "rp-test-ffffff"));
        add(PASS, "the restore is gone", report -> report.status().remove("veleroRestoreName"));
        add(PASS, "the restore is of another time", report -> report.status()
                .put("veleroRestoreName", "kymaros-my-first-test-20240114t030001"));
        add(PASS, "the restore is of another test", report -> report.status()
                .put("veleroRestoreName", "kymaros-other-20240115t030001"));
        add(PASS, "the report has a field of its own", report -> report.status().put("approvedBy", "the auditor"));
    }

    private void times() {
        add(PASS, "it took less", report -> report.rto().put("measuredSeconds", 400));
        add(PASS, "the objective was larger", report -> report.rto().put("slaMaxSeconds", 1800));
        add(PASS, "it was not compliant", report -> report.rto().put("compliant", false));
        add(PASS, "the recovery time is gone", report -> report.status().remove("rto"));
        add(PASS, "the parts of the time are gone", report -> report.rto().remove("parts"));
        add(PASS, "a part is shorter", report -> part(report, 1).put("seconds", 100));
        add(PASS, "a part is shorter, and another longer", report -> {
            part(report, 1).put("seconds", 200);
            part(report, 3).put("seconds", 91);
        });
        add(PASS, "it ended before it started", report -> report.status()
                .put("runCompletedAt", "2024-01-15T02:00:00Z"));
        add(PASS, "it ended later", report -> report.status().put("runCompletedAt", "2024-01-15T03:08:00Z"));
        add(PASS, "it was a day later", report -> report.status()
                .put("runStartedAt", "2024-01-16T03:00:01Z")
                .put("runCompletedAt", "2024-01-16T03:07:43Z"));
        add(PASS, "the start is gone", report -> report.status().remove("runStartedAt"));
        add(PASS, "the report is older than the run", report -> report.metadata()
                .put("creationTimestamp", "2024-01-01T00:00:00Z"));
    }

    private void cluster() {
        add(CRASH_LOOP, "the run has not ended", report -> report.condition("Completed")
                .put("status", "False"));
        add(CRASH_LOOP, "the condition says Pass", report -> report.condition("Completed")
                .put("reason", "Pass"));
        add(PASS, "the condition is of another time", report -> report.condition("Completed")
                .put("lastTransitionTime", "2024-01-16T03:07:43Z"));
        add(
                PASS,
                "no condition says that the run has ended",
                report -> Edited.drop(
                        report.status().path("conditions"),
                        condition -> condition.path("type").asText().equals("Completed")));
        add(PASS, "the conditions are gone", report -> report.status().remove("conditions"));
        add(PASS, "conditions and time of creation are gone", report -> {
            report.status().remove("conditions");
            report.metadata().remove("creationTimestamp");
        });
        add(PASS, "a condition stands there twice", report -> ((ArrayNode)
                        report.status().path("conditions"))
                .add(report.condition("SandboxCleaned").deepCopy()));
        add(PASS, "the sandbox was not cleaned", report -> report.condition("SandboxCleaned")
                .put("status", "False"));
        add(PASS, "the report was created later", report -> report.metadata()
                .put("creationTimestamp", "2024-02-15T03:00:01Z"));
        add(PASS, "the report has another label", report -> ((ObjectNode)
                        report.metadata().path("labels"))
                .put("restore.kymaros.io/test-name", "other"));
        add(PASS, "the report is of another test", report -> ((ObjectNode)
                        report.report().path("spec").path("restoreTestRef"))
                .put("name", "other"));
    }

    private void marks() {
        add(PASS, "the digest of the evidence is gone", report -> report.status()
                .remove("evidenceDigest"));
        add(PASS, "the digest of the evidence is none", report -> report.status()
                .put("evidenceDigest", "trust me"));
        add(PASS, "the digest is that of other evidence", report -> report.status()
                .put(
                        "evidenceDigest",
                        CRASH_LOOP
                                .stored()
                                .path("status")
                                .path("evidenceDigest")
                                .asText()));
        add(CRASH_LOOP, "all that only Kymaros writes is gone", Tamperings::strip);
        add(CRASH_LOOP, "all that only Kymaros writes is gone, and the verdict is Pass 100", report -> {
            report.verdict(100, "Pass");
            strip(report);
        });
        add(CRASH_LOOP, "all that only Kymaros writes is gone, and all else says Pass 100", report -> {
            report.verdict(100, "Pass");
            podsWhole(report);
            podsReady(report);
            report.fullPoints("HealthChecks", "HealthChecksPassed", "2/2 health checks passed");
            report.check("orders-present").put("result", "pass").remove("message");
            strip(report);
        });
    }

    private void otherRuns() {
        add(
                CRASH_LOOP,
                "a whole report of a run in which all was well",
                CRASH_LOOP.storedAsOf(PASS.evidence(), STANDARD));
        add(
                CRASH_LOOP,
                "a whole report of a run in which the pods were ready",
                CRASH_LOOP.storedAsOf(CHECK_FAILED.evidence(), STANDARD));
        add(
                CHECK_FAILED,
                "a whole report of a run without the failed check",
                CHECK_FAILED.storedAsOf(
                        CHECK_FAILED
                                .changed()
                                .withHealthChecks(HealthChecksEvidence.builder()
                                        .policy("shop-checks")
                                        .addChecks(HonestReport.check("api-liveness", CheckResult.PASS, ""))
                                        .build()),
                        STANDARD));
        add(
                CHECK_FAILED,
                "a whole report of a run for which no check was configured",
                CHECK_FAILED.storedAsOf(
                        CHECK_FAILED
                                .changed()
                                .withHealthChecks(HealthChecksEvidence.builder().build()),
                        STANDARD));
        add(
                CRASH_LOOP,
                "a whole report of a run that was not performed",
                CRASH_LOOP.storedAsOf(
                        CRASH_LOOP
                                .changed()
                                .withObstacle(Obstacle.of(
                                        "StorageLocationUnavailable", "The storage location default is unavailable.")),
                        STANDARD));
        add(
                DATA_LOST,
                "a whole report of a run in which no data was lost",
                DATA_LOST.storedAsOf(PASS.evidence(), STANDARD));
        add(
                DATA_LOST,
                "a whole report of a test that ignores the loss",
                DATA_LOST.storedAsOf(
                        DATA_LOST
                                .changed()
                                .withCompleteness(
                                        HonestReport.claims(ImmutableObjectEvidence.copyOf(HonestReport.lostClaim())
                                                .withIgnored("a cache"))),
                        STANDARD));
        add(
                PASS,
                "a whole report of a restore with errors",
                PASS.storedAsOf(
                        PASS.changed()
                                .withRestore(RestoreEvidence.builder()
                                        .tool("Velero")
                                        .phase(RestorePhase.PARTIALLY_FAILED)
                                        .errors(2)
                                        .build()),
                        STANDARD));
        add(
                NOT_PERFORMED,
                "a whole report with another obstacle",
                NOT_PERFORMED.storedAsOf(
                        NOT_PERFORMED.changed().withObstacle(Obstacle.of("Interrupted", "The run was stopped.")),
                        STANDARD));
        add(PASS, "a whole report of a run that took a minute", PASS.storedAsOf(fast(), STANDARD));
        add(PASS, "a whole report of a run a day later", PASS.storedAsOf(dayLater(), STANDARD));
        ObjectNode renamed = PASS.storedAsOf(dayLater(), STANDARD);
        ((ObjectNode) renamed.path("metadata")).put("name", "my-first-test-20240116-0300");
        add(PASS, "a whole report of a run a day later, and its name", renamed);
    }

    private static RunEvidence fast() {
        RtoEvidence rto = ImmutableRtoEvidence.copyOf(PASS.evidence().rto().orElseThrow())
                .withMeasuredSeconds(60)
                .withParts(RtoPart.of("restore", 60));
        return PASS.changed()
                .withRto(rto)
                .withCompletedAt(PASS.evidence().startedAt().plusSeconds(60));
    }

    /** The report's name stays, and tells. */
    private static RunEvidence dayLater() {
        Duration day = Duration.ofDays(1);
        BackupEvidence backup = PASS.evidence().backup().orElseThrow();
        return PASS.changed()
                .withCompletedAt(PASS.evidence().completedAt().plus(day))
                .withStartedAt(PASS.evidence().startedAt().plus(day))
                .withRestoreName("kymaros-my-first-test-20240116t030001")
                .withBackup(ImmutableBackupEvidence.copyOf(backup)
                        .withStartedAt(backup.startedAt().orElseThrow().plus(day))
                        .withCompletedAt(backup.completedAt().orElseThrow().plus(day)));
    }

    private static void podsWhole(Edited report) {
        report.fullPoints("PodStartup", "PodsReady", "All 2 pods reached Running/Ready state");
    }

    private static void podsReady(Edited report) {
        ObjectNode crashing =
                (ObjectNode) report.level("PodStartup").path("details").get(1);
        crashing.put("ready", true).put("startupSeconds", 20);
        crashing.remove(List.of("reason", "message"));
    }

    private static void dropFindings(Edited report, String level) {
        Edited.drop(report.findings(), finding -> finding.path("level").asText().equals(level));
    }

    private static void summary(Edited report, String from, String to) {
        String before = report.status().path("summary").asText();
        report.status().put("summary", before.replace(from, to));
    }

    private static ObjectNode part(Edited report, int index) {
        return (ObjectNode) report.rto().path("parts").get(index);
    }

    /** Leaves what the specification's example has. */
    private static void strip(Edited report) {
        report.status()
                .remove(List.of(
                        "scoreUpperBound",
                        "backup",
                        "findings",
                        "baseline",
                        "evidenceDigest",
                        "conditions",
                        "scoring"));
        report.rto().remove("parts");
        for (JsonNode level : report.levels()) {
            ((ObjectNode) level).remove(List.of("outcome", "reason", "pointsUpperBound"));
            level.path("details").forEach(detail -> ((ObjectNode) detail).remove(List.of("missing", "unknown")));
        }
    }

    private void add(HonestReport honest, String what, Consumer<Edited> change) {
        all.add(Tampering.of(honest, what, change));
    }

    private void add(HonestReport honest, String what, ObjectNode report) {
        all.add(Tampering.coherent(honest, what, report));
    }
}
