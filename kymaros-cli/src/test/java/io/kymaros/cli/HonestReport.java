package io.kymaros.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
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
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
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
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import io.kymaros.k8s.document.EvidenceDocument;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reports as a run in a cluster leaves them, each with its evidence. */
enum HonestReport {
    PASS("Pass 100", performed().build()),
    SECRET_LOST(
            "Pass 98, a Secret is lost", performed().completeness(secretLost()).build()),
    CHECK_FAILED(
            "Partial 80, a check failed",
            performed().healthChecks(checks(CheckResult.FAIL)).build()),
    CRASH_LOOP(
            "Fail 60, a pod crashes and a check failed",
            performed()
                    .podStartup(pods())
                    .healthChecks(checks(CheckResult.FAIL))
                    .build()),
    DATA_LOST(
            "Fail 55, a volume's data is lost",
            performed().completeness(claims(lostClaim())).build()),
    INCONCLUSIVE(
            "Inconclusive, pods unseen and a check not made",
            performed()
                    .addGaps(EvidenceGap.of(Level.POD_STARTUP, "Forbidden", "Kymaros may not list pods."))
                    .healthChecks(checks(CheckResult.INCONCLUSIVE))
                    .build()),
    NOT_PERFORMED("Not performed", notPerformed()),
    CUT("Fail, 250 Secrets are lost", performed().completeness(manyLost()).build());

    private final String text;
    private final EvidenceDocument document;

    HonestReport(String text, RunEvidence evidence) {
        this.text = text;
        this.document = document(evidence, ScoringPolicy.standard());
    }

    /** What it is called in the table. */
    @Override
    public String toString() {
        return text;
    }

    RunEvidence evidence() {
        return document.evidence();
    }

    ImmutableRunEvidence changed() {
        return ImmutableRunEvidence.copyOf(document.evidence());
    }

    String evidenceYaml() {
        return document.toYaml();
    }

    /** The report as the cluster keeps it. */
    ObjectNode stored() {
        return stored(document);
    }

    /** The report that Kymaros would have written of other evidence, or by another policy, with the digest of this one. */
    ObjectNode storedAsOf(RunEvidence other, ScoringPolicy policy) {
        ObjectNode forged = stored(document(other, policy));
        ((ObjectNode) forged.path("status")).put("evidenceDigest", document.digest());
        return forged;
    }

    private static EvidenceDocument document(RunEvidence evidence, ScoringPolicy policy) {
        return EvidenceDocument.builder()
                .reportName("my-first-test-20240115-0300")
                .evidence(evidence)
                .policy(policy)
                .build();
    }

    private static ObjectNode stored(EvidenceDocument document) {
        RestoreReport report = ScoreCommand.report(document);
        String started = report.getStatus().runStartedAt();
        String completed = report.getStatus().runCompletedAt();
        String result = report.getStatus().result();
        report.setMetadata(new ObjectMetaBuilder(report.getMetadata())
                .withCreationTimestamp(started)
                .withUid("5b0d3c1e-0c8e-4a7e-9a53-3f7d3c7a3f21")
                .addToLabels("restore.kymaros.io/test-name", "my-first-test")
                .build());
        report.setStatus(new RestoreReportStatusBuilder()
                .from(report.getStatus())
                .conditions(List.of(
                        new ConditionBuilder()
                                .withType("Completed")
                                .withStatus("True")
                                .withReason(result)
                                .withMessage("The run has ended: " + result + ".")
                                .withLastTransitionTime(completed)
                                .build(),
                        new ConditionBuilder()
                                .withType("SandboxCleaned")
                                .withStatus("True")
                                .withReason("Cleaned")
                                .withMessage("Nothing of the sandbox is left.")
                                .withLastTransitionTime(completed)
                                .build()))
                .build());
        return Objects.requireNonNull(Serialization.unmarshal(Serialization.asYaml(report), ObjectNode.class));
    }

    private static ImmutableRunEvidence.Builder performed() {
        return RunEvidence.builder()
                .testName("my-first-test")
                .testNamespace("kymaros-system")
                .startedAt(Instant.parse("2024-01-15T03:00:01Z"))
                .completedAt(Instant.parse("2024-01-15T03:07:43Z"))
                .sandboxNamespace("rp-test-a3f2c1")
                .restoreName("kymaros-my-first-test-20240115t030001")
                .restore(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(RestorePhase.COMPLETED)
                        .build())
                .podStartup(PodStartupEvidence.builder()
                        .addPods(
                                ready("api-7d9f8b6c4d-xk2lp", "Deployment/api", 18),
                                ready("worker-6c8b9d5f7-p9wqr", "Deployment/worker", 22))
                        .build())
                .healthChecks(checks(CheckResult.PASS))
                .dependencies(DependenciesEvidence.builder()
                        .addDependencies(DependencyEvidence.builder()
                                .name("shared-auth-service")
                                .namespace("platform")
                                .reachability(Reachability.REACHABLE)
                                .method("sandboxProbe")
                                .durationMs(8)
                                .build())
                        .build())
                .backup(BackupEvidence.builder()
                        .name("shop-20240115")
                        .uid("0f3a7a5e-7d0f-4f0e-8a54-16f1f0f1a001")
                        .startedAt(Instant.parse("2024-01-15T01:00:00Z"))
                        .completedAt(Instant.parse("2024-01-15T01:04:10Z"))
                        .addNamespaces("shop")
                        .build())
                .completeness(claims(sound("data-postgres-0")))
                .rto(RtoEvidence.builder()
                        .measuredSeconds(462)
                        .slaMaxSeconds(900)
                        .addParts(
                                RtoPart.of("queue", 3),
                                RtoPart.of("restore", 201),
                                RtoPart.of("volumes", 120),
                                RtoPart.of("pods", 90),
                                RtoPart.of("checks", 48))
                        .build());
    }

    private static RunEvidence notPerformed() {
        return RunEvidence.builder()
                .testName("my-first-test")
                .testNamespace("kymaros-system")
                .startedAt(Instant.parse("2024-01-15T03:00:01Z"))
                .completedAt(Instant.parse("2024-01-15T03:00:09Z"))
                .obstacle(Obstacle.of(
                        "BackupNotFound", "There is no backup named shop-1. List those there are: velero backup get"))
                .build();
    }

    /** Everything came back, but for what one claim tells. */
    static CompletenessEvidence claims(ObjectEvidence claim) {
        return CompletenessEvidence.builder()
                .addResourceTypes(
                        type("Deployment", 3),
                        type("Service", 4),
                        type("PersistentVolumeClaim", 1, claim),
                        type("ConfigMap", 6),
                        type("Secret", 8))
                .build();
    }

    private static CompletenessEvidence secretLost() {
        return CompletenessEvidence.builder()
                .addResourceTypes(
                        type("Deployment", 3),
                        type("Service", 4),
                        type("PersistentVolumeClaim", 2),
                        type("ConfigMap", 6),
                        type("Secret", 7, lostSecret("payment-key")))
                .build();
    }

    static ObjectEvidence lostSecret(String name) {
        return ObjectEvidence.builder()
                .name(name)
                .origin(ObjectOrigin.SOURCE_NAMESPACE)
                .restored(false)
                .build();
    }

    /** So many sound objects of a type, and others. */
    static ResourceTypeEvidence type(String resourceType, int sound, ObjectEvidence... others) {
        return ResourceTypeEvidence.builder()
                .resourceType(resourceType)
                .addAllObjects(IntStream.range(0, sound)
                        .mapToObj(i -> sound("object-" + i))
                        .toList())
                .addObjects(others)
                .build();
    }

    static PodEvidence ready(String name, String workload, int startupSeconds) {
        return PodEvidence.builder()
                .podName(name)
                .workload(workload)
                .ready(true)
                .startupSeconds(startupSeconds)
                .build();
    }

    static ObjectEvidence sound(String name) {
        return ObjectEvidence.builder().name(name).restored(true).build();
    }

    static ObjectEvidence lostClaim() {
        return ObjectEvidence.builder()
                .name("data-postgres-0")
                .restored(true)
                .defect(ObjectDefect.of("VolumeDataMissing", "the backup holds no data of the volume"))
                .build();
    }

    static PodStartupEvidence pods() {
        return PodStartupEvidence.builder()
                .addPods(
                        ready("api-7d9f8b6c4d-xk2lp", "Deployment/api", 18),
                        PodEvidence.builder()
                                .podName("worker-6c8b9d5f7-p9wqr")
                                .workload("Deployment/worker")
                                .ready(false)
                                .reason("CrashLoopBackOff")
                                .message("container worker: exit code 1, \"no such table: orders\"")
                                .build())
                .build();
    }

    static HealthChecksEvidence checks(CheckResult second) {
        return HealthChecksEvidence.builder()
                .policy("shop-checks")
                .addChecks(
                        check("api-liveness", CheckResult.PASS, "HTTP 200"),
                        check("orders-present", second, "HTTP 500: no such table: orders"))
                .build();
    }

    static CheckEvidence check(String name, CheckResult result, String answer) {
        return CheckEvidence.builder()
                .name(name)
                .type("http")
                .target("http://api.rp-test-a3f2c1.svc.cluster.local/" + name)
                .result(result)
                .durationMs(34)
                .message(result == CheckResult.PASS ? Optional.empty() : Optional.of(answer))
                .build();
    }

    private static CompletenessEvidence manyLost() {
        return CompletenessEvidence.builder()
                .addResourceTypes(ResourceTypeEvidence.builder()
                        .resourceType("Secret")
                        .addAllObjects(IntStream.range(0, 250)
                                .mapToObj(i -> lostSecret("secret-" + i))
                                .toList())
                        .build())
                .build();
    }
}
