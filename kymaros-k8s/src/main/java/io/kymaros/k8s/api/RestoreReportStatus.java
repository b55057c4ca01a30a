package io.kymaros.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Condition;
import io.kymaros.k8s.api.RestoreTestSpec.Scoring;
import java.util.List;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The verdict and its evidence. Score, result, times, RTO, sandbox, restore, levels and summary are the specification's
 * fields; the others add to them. Times are RFC 3339 in server time.
 */
@Value.Builder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreReportStatus(
        @Min(0)
        @Max(100)
        @JsonPropertyDescription("Confidence score; absent when the run could not be performed.")
        @Nullable
        Integer score,

        @Min(0)
        @Max(100)
        @JsonPropertyDescription("The score if all evidence that could not be gathered were good.")
        @Nullable
        Integer scoreUpperBound,

        @JsonPropertyDescription("Pass, Partial, Fail or Inconclusive.") @Nullable
        String result,

        @JsonPropertyDescription("Why the run could not be performed: a reason code.") @Nullable
        String reason,

        @JsonPropertyDescription("When the run started.") @Nullable
        String runStartedAt,

        @JsonPropertyDescription("When the validation ended.") @Nullable
        String runCompletedAt,

        @JsonPropertyDescription("Measured recovery time.") @Nullable
        Rto rto,

        @JsonPropertyDescription("Namespace that the backup was restored into.") @Nullable
        String sandboxNamespace,

        @JsonPropertyDescription("Velero Restore that was made for this run.") @Nullable
        String veleroRestoreName,

        @JsonPropertyDescription("The backup that was restored.") @Nullable
        Backup backup,

        @JsonPropertyDescription("Result of each validation level.") @Nullable
        List<ValidationLevel> validationLevels,

        @JsonPropertyDescription("Why points were lost, and what to do about it.") @Nullable
        List<ReportFinding> findings,

        @JsonPropertyDescription("How many more findings there are; absent where all are listed.") @Nullable
        Integer findingsLeftOut,

        @JsonPropertyDescription("What the contents were compared with.") @Nullable
        Baseline baseline,

        @JsonPropertyDescription("The verdict in a few sentences.") @Nullable
        String summary,

        @JsonPropertyDescription("The policy by which it was scored, where that was not the standard one.") @Nullable
        Scoring scoring,

        @JsonPropertyDescription("SHA-256 of the evidence document of this run.") @Nullable
        String evidenceDigest,

        @JsonPropertyDescription("Completed, SandboxCleaned, and LogsKept where a test asks for logs.") @Nullable
        List<Condition> conditions) {

    /** Measured recovery time against its objective, in whole seconds. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Rto(
            @Min(0)
            @JsonPropertyDescription("From the start of the run to the end of validation, without the part steadiness.")
            @Nullable
            Long measuredSeconds,

            @JsonPropertyDescription("The objective (sla.maxRTO).") @Nullable
            Long slaMaxSeconds,

            @JsonPropertyDescription("Whether the objective was met.") @Nullable
            Boolean compliant,

            @JsonPropertyDescription(
                    "How the time divides up; in the part steadiness the run only watched whether pods stay ready.")
            @Nullable
            List<RtoPart> parts) {}

    /** One part of the time. */
    public record RtoPart(String name, long seconds) {}

    /** The backup under test. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Backup(
            String name,
            @Nullable String uid,

            @JsonPropertyDescription("The point in time of the backup's data.") @Nullable
            String startedAt,

            @JsonPropertyDescription("Age of the backup's data when the run started.") @Nullable
            Long ageSeconds,

            @Nullable String completedAt,
            @Nullable List<String> namespaces) {}

    /** What one level earned. */
    @Value.Builder
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ValidationLevel(
            String name,
            int maxPoints,
            int pointsEarned,

            @JsonPropertyDescription("Points if the missing evidence were good; absent where that makes no difference.")
            @Nullable
            Integer pointsUpperBound,

            boolean passed,

            @JsonPropertyDescription("Passed, Partial, Failed, NotConfigured or Inconclusive.") @Nullable
            String outcome,

            @JsonPropertyDescription("Reason code of the outcome.") @Nullable
            String reason,

            @Nullable String message,

            @JsonPropertyDescription("Resource types (Completeness) or pods (PodStartup).") @Nullable
            List<Detail> details,

            @JsonPropertyDescription("Health checks (HealthChecks).") @Nullable
            List<Check> checks,

            @JsonPropertyDescription("Services of other namespaces (CrossNSDependencies).") @Nullable
            List<Dependency> dependencies) {}

    /** A resource type of the Completeness level, or a pod of the PodStartup level. */
    @Value.Builder
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Detail(
            @Nullable String resourceType,
            @Nullable Integer expected,
            @Nullable Integer found,

            @JsonPropertyDescription("How many it is not known of whether they would come back; absent for none.")
            @Nullable
            Integer unknown,

            @Nullable Boolean matched,

            @JsonPropertyDescription("Names of the expected objects that did not come back sound.") @Nullable
            List<String> missing,

            @Nullable String podName,
            @Nullable Boolean ready,
            @Nullable Integer startupSeconds,
            @Nullable String reason,
            @Nullable String message) {}

    /** A health check and its answer. */
    @Value.Builder
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Check(
            String name,
            String type,
            @Nullable String target,
            @Nullable List<String> command,

            @JsonPropertyDescription("Whether the check expects an answer that only the application's data gives.")
            @Nullable
            Boolean looksAtData,

            @JsonPropertyDescription("pass, fail or inconclusive.")
            String result,

            @Nullable Integer statusCode,
            @Nullable Long durationMs,
            @Nullable String message) {}

    /** A service of another namespace. */
    @Value.Builder
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Dependency(
            String name,
            String namespace,
            @Nullable Integer port,
            boolean reachable,
            @Nullable Long durationMs,

            @JsonPropertyDescription("How it was found out.") @Nullable
            String method,

            @JsonPropertyDescription("declared, or the object that names it.") @Nullable
            String foundIn,

            @Nullable String message) {}

    /** Why points were lost, and what to do about it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ReportFinding(
            String level, String reason, String severity, String object, String observed, String remedy) {}

    /** What the contents were compared with. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Baseline(
            @JsonPropertyDescription(
                    "BackupAndSourceNamespace, or Backup when a source namespace is gone, or was made again since.")
            String source,

            @Nullable List<String> goneNamespaces,

            @JsonPropertyDescription("What was left out of the comparison on purpose.") @Nullable
            List<String> normalised) {}
}
