package io.kymaros.k8s.report;

import static io.kymaros.core.report.ReportSize.cut;
import static io.kymaros.core.report.ReportSize.limited;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.LevelResult;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.ReportSize;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.k8s.api.CheckBuilder;
import io.kymaros.k8s.api.DependencyBuilder;
import io.kymaros.k8s.api.DetailBuilder;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.Backup;
import io.kymaros.k8s.api.RestoreReportStatus.Baseline;
import io.kymaros.k8s.api.RestoreReportStatus.Check;
import io.kymaros.k8s.api.RestoreReportStatus.Dependency;
import io.kymaros.k8s.api.RestoreReportStatus.Detail;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.k8s.api.RestoreReportStatus.Rto;
import io.kymaros.k8s.api.RestoreReportStatus.RtoPart;
import io.kymaros.k8s.api.RestoreReportStatus.ValidationLevel;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import io.kymaros.k8s.api.ValidationLevelBuilder;
import io.kymaros.k8s.document.EvidenceDocument;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Writes a verdict and its evidence in the fields of a RestoreReport. A pure function of both. */
public final class ReportStatus {
    private ReportStatus() {}

    /**
     * The status of the report of a run, without conditions.
     *
     * @param document what was observed, and the policy
     * @param score the verdict on it
     */
    public static RestoreReportStatus of(EvidenceDocument document, ConfidenceScore score) {
        RunEvidence evidence = document.evidence();
        RestoreReportStatusBuilder status = new RestoreReportStatusBuilder()
                .result(score.result().toString())
                .runStartedAt(text(evidence.startedAt()))
                .runCompletedAt(text(evidence.completedAt()))
                .summary(cut(Summary.of(evidence, score)))
                .evidenceDigest(document.digest());
        if (!document.policy().equals(ScoringPolicy.standard())) {
            status.scoring(ScoringFields.of(document.policy()));
        }
        score.score().ifPresent(status::score);
        score.scoreUpperBound().ifPresent(status::scoreUpperBound);
        score.obstacle().ifPresent(obstacle -> status.reason(obstacle.reason()));
        evidence.rto().ifPresent(rto -> status.rto(rto(rto)));
        evidence.sandboxNamespace().ifPresent(status::sandboxNamespace);
        evidence.restoreName().ifPresent(status::veleroRestoreName);
        evidence.backup()
                .ifPresent(backup -> status.backup(new Backup(
                        backup.name(),
                        backup.uid().orElse(null),
                        backup.startedAt().map(ReportStatus::text).orElse(null),
                        evidence.dataAgeSeconds().isPresent()
                                ? evidence.dataAgeSeconds().getAsLong()
                                : null,
                        backup.completedAt().map(ReportStatus::text).orElse(null),
                        backup.namespaces())));
        evidence.completeness().ifPresent(completeness -> status.baseline(baseline(completeness)));
        if (!score.levels().isEmpty()) {
            status.validationLevels(
                    score.levels().stream().map(level -> level(level, evidence)).toList());
            List<Finding> findings = ReportSize.findings(score);
            status.findings(findings(findings));
            leftOut(findings).ifPresent(status::findingsLeftOut);
        }
        return status.build();
    }

    private static OptionalInt leftOut(List<Finding> findings) {
        int more = findings.size() - limited(findings).size();
        return more == 0 ? OptionalInt.empty() : OptionalInt.of(more);
    }

    private static Rto rto(RtoEvidence rto) {
        @Nullable
        Long max = rto.slaMaxSeconds().isPresent() ? rto.slaMaxSeconds().getAsLong() : null;
        @Nullable Boolean compliant = max == null ? null : rto.measuredSeconds() <= max;
        List<RtoPart> parts = rto.parts().stream()
                .map(part -> new RtoPart(part.name(), part.seconds()))
                .toList();
        return new Rto(rto.measuredSeconds(), max, compliant, parts);
    }

    private static Baseline baseline(CompletenessEvidence completeness) {
        boolean gone = !completeness.goneNamespaces().isEmpty();
        return new Baseline(
                gone ? "Backup" : "BackupAndSourceNamespace",
                completeness.goneNamespaces(),
                limited(completeness.normalised()));
    }

    private static ValidationLevel level(LevelResult result, RunEvidence evidence) {
        ValidationLevelBuilder level = new ValidationLevelBuilder()
                .name(result.level().toString())
                .maxPoints(result.maxPoints())
                .pointsEarned(result.pointsEarned())
                .passed(result.passed())
                .outcome(result.outcome().toString())
                .reason(result.reason())
                .message(cut(result.message()));
        if (result.pointsUpperBound() != result.pointsEarned()) {
            level.pointsUpperBound(result.pointsUpperBound());
        }
        addDetails(level, result.level(), evidence);
        return level.build();
    }

    private static void addDetails(ValidationLevelBuilder level, Level name, RunEvidence evidence) {
        switch (name) {
            case COMPLETENESS ->
                evidence.completeness()
                        .ifPresent(completeness -> level.details(completeness.resourceTypes().stream()
                                .filter(type -> type.expected() > 0)
                                .map(ReportStatus::detail)
                                .toList()));
            case POD_STARTUP ->
                evidence.podStartup()
                        .ifPresent(startup -> level.details(limited(startup.pods().stream()
                                .filter(pod -> !pod.ignoredLoss())
                                .map(ReportStatus::detail)
                                .toList())));
            case HEALTH_CHECKS ->
                evidence.healthChecks()
                        .ifPresent(checks -> level.checks(checks.checks().stream()
                                .map(ReportStatus::check)
                                .toList()));
            case CROSS_NS_DEPENDENCIES ->
                evidence.dependencies()
                        .ifPresent(dependencies -> level.dependencies(limited(dependencies.dependencies().stream()
                                .map(ReportStatus::dependency)
                                .toList())));
            default -> {
                // RestoreIntegrity and RTOCompliance say all in their message; the report has no details for them.
            }
        }
    }

    private static Detail detail(ResourceTypeEvidence type) {
        return new DetailBuilder()
                .resourceType(type.resourceType())
                .expected(type.expected())
                .found(type.found())
                .unknown(type.unknown() == 0 ? null : type.unknown())
                .matched(type.expected() == type.found())
                .missing(limited(type.objects().stream()
                        .filter(object -> !object.sound() && !object.ignoredLoss())
                        .map(ObjectEvidence::qualifiedName)
                        .toList()))
                .build();
    }

    private static Detail detail(PodEvidence pod) {
        DetailBuilder detail = new DetailBuilder()
                .podName(pod.podName())
                .ready(pod.ready())
                .reason(pod.reason().orElse(null))
                .message(pod.message().map(ReportSize::cut).orElse(null));
        pod.startupSeconds().ifPresent(detail::startupSeconds);
        return detail.build();
    }

    private static Check check(CheckEvidence check) {
        CheckBuilder result = new CheckBuilder()
                .name(check.name())
                .type(check.type())
                .target(cut(check.target()))
                .command(check.command())
                .looksAtData(check.looksAtData() ? true : null)
                .result(check.result().toString())
                .durationMs(check.durationMs())
                .message(check.message().map(ReportSize::cut).orElse(null));
        check.statusCode().ifPresent(result::statusCode);
        return result.build();
    }

    private static Dependency dependency(DependencyEvidence dependency) {
        DependencyBuilder result = new DependencyBuilder()
                .name(dependency.name())
                .namespace(dependency.namespace())
                .reachable(dependency.reachability() == Reachability.REACHABLE)
                .durationMs(dependency.durationMs())
                .method(dependency.method())
                .foundIn(cut(dependency.foundIn()))
                .message(dependency.message().map(ReportSize::cut).orElse(null));
        dependency.port().ifPresent(result::port);
        return result.build();
    }

    private static List<ReportFinding> findings(List<Finding> findings) {
        return limited(findings).stream()
                .map(finding -> new ReportFinding(
                        finding.level().toString(),
                        finding.reason(),
                        finding.severity().toString(),
                        finding.object(),
                        cut(finding.observed()),
                        finding.remedy()))
                .toList();
    }

    /** RFC 3339 with whole seconds, as Kubernetes writes times. */
    public static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Reads a time that Kubernetes or {@link #text} wrote; empty if it is none. */
    public static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
