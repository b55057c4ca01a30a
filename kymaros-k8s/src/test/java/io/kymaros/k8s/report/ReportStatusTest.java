package io.kymaros.k8s.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kymaros.core.Seed;
import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.k8s.api.ExampleReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.Detail;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import io.kymaros.k8s.document.EvidenceDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportStatusTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyFieldOfTheExampleIsReproducedAndTheScoreIsItsLevelsSum() {
        JsonNode example = ExampleReport.tree().path("status");
        JsonNode status = MAPPER.valueToTree(status(Seed.evidence()));
        List<String> different = new ArrayList<>();
        compare("status", example, status, different);
        assertThat(different).containsExactly("status.score: 94 -> 98", "status.summary: other text");
        assertThat(words(status.path("summary")))
                .isEqualTo(words(example.path("summary")).replace("94/100", "98/100"));
    }

    @Test
    void ageOfTheDataIsThatAtTheRunsStart() {
        RunEvidence evidence = ImmutableRunEvidence.copyOf(Seed.evidence())
                .withBackup(BackupEvidence.builder()
                        .name("shop-1")
                        .startedAt(Seed.evidence().startedAt().minusSeconds(3600))
                        .completedAt(Seed.evidence().startedAt().minusSeconds(3500))
                        .build());
        RestoreReportStatus.Backup backup =
                Objects.requireNonNull(status(evidence).backup());
        assertThat(backup.ageSeconds()).isEqualTo(3600);
    }

    @Test
    void levelsSayAlsoWhyTheyEndedAsTheyDid() {
        assertThat(levels(Seed.evidence())).extracting(ValidationLevel::outcome).containsOnly("Passed");
        assertThat(levels(Seed.evidence())).extracting(ValidationLevel::reason).doesNotContainNull();
    }

    @Test
    void missingObjectsAreNamed() {
        assertThat(level(Seed.evidence(), "Completeness").details())
                .extracting(Detail::missing)
                .containsExactly(List.of(), List.of(), List.of(), List.of(), List.of("payment-key"));
    }

    @Test
    void lostPointsHaveFindings() {
        assertThat(status(Seed.evidence()).findings()).first().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo("Loss");
            assertThat(finding.level()).isEqualTo("Completeness");
            assertThat(finding.object()).contains("payment-key");
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    @Test
    void rtoWithoutAnObjectiveIsNeitherCompliantNorNot() {
        RestoreReportStatus status = status(Seed.run()
                .rto(RtoEvidence.builder()
                        .measuredSeconds(10)
                        .addParts(RtoPart.of("queue", 4), RtoPart.of("restore", 6))
                        .build())
                .build());
        assertThat(status.rto().measuredSeconds()).isEqualTo(10);
        assertThat(status.rto().slaMaxSeconds()).isNull();
        assertThat(status.rto().compliant()).isNull();
        assertThat(status.rto().parts())
                .extracting(part -> part.name() + part.seconds())
                .containsExactly("queue4", "restore6");
    }

    @Test
    void rtoIsCompliantUpToItsObjectiveAndNotBeyond() {
        assertThat(status(rto(900, 900)).rto().compliant()).isTrue();
        assertThat(status(rto(901, 900)).rto().compliant()).isFalse();
    }

    @Test
    void runThatCouldNotBePerformedHasAReasonAndNoScore() {
        RestoreReportStatus status = status(RunEvidence.builder()
                .testName("nightly")
                .testNamespace("shop")
                .startedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .completedAt(Instant.parse("2026-01-01T00:00:05.900Z"))
                .obstacle(Obstacle.of("BackupNotFound", "There is no backup named x. List those there are."))
                .build());
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("BackupNotFound");
        assertThat(status.score()).isNull();
        assertThat(status.scoreUpperBound()).isNull();
        assertThat(status.validationLevels()).isNull();
        assertThat(status.summary()).contains("There is no backup named x.");
        assertThat(status.runCompletedAt()).isEqualTo("2026-01-01T00:00:05Z");
        assertThat(status.scoring()).isNull();
    }

    @Test
    void policyOfOnesOwnIsKeptInTheReport() {
        ScoringPolicy policy = ScoringPolicy.builder().passThreshold(99).build();
        RestoreReportStatus status = ReportStatus.of(
                EvidenceDocument.of(Seed.evidence(), policy),
                ConfidenceScorer.with(policy).score(Seed.evidence()));
        assertThat(status.scoring().thresholds().pass()).isEqualTo(99);
        assertThat(status.result()).isEqualTo("Partial");
        assertThat(ScoringFields.policy("report", "status.scoring", status.scoring()))
                .isEqualTo(policy);
        assertThat(status(Seed.evidence()).scoring()).isNull();
    }

    @Test
    void baselineSaysWhatWasComparedWithWhat() {
        assertThat(status(Seed.evidence()).baseline().source()).isEqualTo("BackupAndSourceNamespace");
        RestoreReportStatus gone = status(Seed.run()
                .completeness(CompletenessEvidence.builder()
                        .addGoneNamespaces("shop")
                        .addNormalised("ConfigMap/kube-root-ca.crt")
                        .build())
                .build());
        assertThat(gone.baseline().source()).isEqualTo("Backup");
        assertThat(gone.baseline().goneNamespaces()).containsExactly("shop");
        assertThat(gone.baseline().normalised()).containsExactly("ConfigMap/kube-root-ca.crt");
    }

    @Test
    void typeOfWhichNothingWasExpectedHasNoDetail() {
        ResourceTypeEvidence surplus = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .addUnexpected("made-by-a-controller")
                .build();
        assertThat(level(
                                Seed.run()
                                        .completeness(CompletenessEvidence.builder()
                                                .addResourceTypes(Seed.type("Service", 1), surplus)
                                                .build())
                                        .build(),
                                "Completeness")
                        .details())
                .extracting(Detail::resourceType)
                .containsExactly("Service");
    }

    @Test
    void inconclusiveLevelRaisesTheUpperBoundOnly() {
        RestoreReportStatus status = status(Seed.run()
                .addGaps(EvidenceGap.of(Level.HEALTH_CHECKS, "Forbidden", "no permission"))
                .build());
        assertThat(status.score()).isEqualTo(78);
        assertThat(status.scoreUpperBound()).isEqualTo(98);
        assertThat(status.result()).isEqualTo("Inconclusive");
    }

    /** etcd takes 1.5 MiB; a verdict that can't be stored is none. */
    @Test
    void hugeRunMakesAReportThatCanBeStored() throws Exception {
        String endless = "the container says: " + "x".repeat(5000);
        List<PodEvidence> pods = IntStream.range(0, 1500)
                .<PodEvidence>mapToObj(i -> PodEvidence.builder()
                        .podName("worker-6c8b9d5f7-" + i)
                        .ready(false)
                        .reason("CrashLoopBackOff")
                        .message(endless)
                        .build())
                .toList();
        List<ObjectEvidence> secrets = IntStream.range(0, 1500)
                .<ObjectEvidence>mapToObj(i -> ObjectEvidence.builder()
                        .name("s".repeat(200) + i)
                        .restored(false)
                        .toolMessage(endless)
                        .build())
                .toList();
        List<CheckEvidence> checks = IntStream.range(0, 100)
                .<CheckEvidence>mapToObj(i -> CheckEvidence.builder()
                        .name("check-" + i)
                        .type("http")
                        .target("http://api.rp-test.svc.cluster.local/" + "p".repeat(1000))
                        .result(CheckResult.FAIL)
                        .message(endless)
                        .build())
                .toList();
        List<DependencyEvidence> dependencies = IntStream.range(0, 500)
                .<DependencyEvidence>mapToObj(i -> DependencyEvidence.builder()
                        .name("service-" + i)
                        .namespace("platform")
                        .reachability(Reachability.UNREACHABLE)
                        .method("readyEndpoints")
                        .message(endless)
                        .build())
                .toList();
        RunEvidence evidence = Seed.run()
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(ResourceTypeEvidence.builder()
                                .resourceType("Secret")
                                .objects(secrets)
                                .build())
                        .build())
                .podStartup(PodStartupEvidence.builder().pods(pods).build())
                .healthChecks(HealthChecksEvidence.builder()
                        .policy("p")
                        .checks(checks)
                        .build())
                .dependencies(DependenciesEvidence.builder()
                        .dependencies(dependencies)
                        .build())
                .addGaps(EvidenceGap.of(Level.RESTORE_INTEGRITY, "APIUnavailable", endless))
                .build();
        RestoreReportStatus status = status(evidence);
        assertThat(MAPPER.writeValueAsBytes(status)).hasSizeLessThan(1024 * 1024);
        assertThat(status.validationLevels()).hasSize(6);
    }

    @Test
    void longTextIsCutBetweenItsLetters() {
        for (String start : List.of("", "x")) {
            String said = start + "\ud83d\udea2".repeat(1000);
            RestoreReportStatus status = status(Seed.run()
                    .addGaps(EvidenceGap.of(Level.HEALTH_CHECKS, "Forbidden", said))
                    .build());
            String message = Objects.requireNonNull(
                    Objects.requireNonNull(status.validationLevels()).get(3).message());
            assertThat(message).hasSizeBetween(1000, 1010).endsWith("\udea2...");
        }
    }

    @Test
    void textOfATimeHasWholeSecondsAndIsReadBack() {
        assertThat(ReportStatus.text(Instant.parse("2026-01-01T00:00:00.999Z"))).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(ReportStatus.time("2026-01-01T00:00:00Z")).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(ReportStatus.time("yesterday")).isEmpty();
        assertThat(ReportStatus.time(null)).isEmpty();
    }

    private static RestoreReportStatus status(RunEvidence evidence) {
        return ReportStatus.of(document(evidence), ConfidenceScorer.standard().score(evidence));
    }

    private static EvidenceDocument document(RunEvidence evidence) {
        return EvidenceDocument.of(evidence, ScoringPolicy.standard());
    }

    private static RunEvidence rto(long measured, long max) {
        return Seed.run()
                .rto(RtoEvidence.builder()
                        .measuredSeconds(measured)
                        .slaMaxSeconds(max)
                        .build())
                .build();
    }

    private static List<ValidationLevel> levels(RunEvidence evidence) {
        return Objects.requireNonNull(status(evidence).validationLevels());
    }

    private static ValidationLevel level(RunEvidence evidence, String name) {
        return levels(evidence).stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Every field of the example must be there; of its pods, which it lists in part, each must be among ours. */
    private static void compare(String path, JsonNode example, JsonNode ours, List<String> different) {
        if (example.isObject()) {
            for (Map.Entry<String, JsonNode> field : example.properties()) {
                compare(path + "." + field.getKey(), field.getValue(), ours.path(field.getKey()), different);
            }
        } else if (example.isArray() && example.get(0).has("podName")) {
            example.forEach(pod -> assertThat(ours).as(path).contains(pod));
        } else if (example.isArray()) {
            assertThat(ours).as(path).hasSameSizeAs(example);
            for (int i = 0; i < example.size(); i++) {
                compare(path + "[" + i + "]", example.get(i), ours.get(i), different);
            }
        } else if (path.endsWith(".summary")) {
            different.add(path + ": other text");
        } else if (!example.asText().equals(ours.asText()) || example.isNumber() != ours.isNumber()) {
            different.add(path + ": " + example.asText() + " -> " + ours.asText());
        }
    }

    private static String words(JsonNode text) {
        return text.asText().replaceAll("\\s+", " ").strip();
    }
}
