package io.kymaros.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.document.EvidenceDocument;
import io.kymaros.k8s.document.ImmutableEvidenceDocument;
import io.kymaros.k8s.report.ReportName;
import io.kymaros.k8s.report.ReportStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores an evidence document again, without a cluster. */
@Command(
        name = "score",
        description = "Scores an evidence document without a cluster: the same report as of the run that wrote it.",
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
    private static final int LARGEST = 256 * 1024 * 1024;

    @Parameters(paramLabel = "EVIDENCE", description = "Evidence document (YAML or JSON), or - for standard input.")
    private String source = "-";

    @Option(
            names = "--fail-under",
            paramLabel = "SCORE",
            description = "Exit with 0 at this score or above, 1 below it. Default: 0 for a Pass only.")
    private @Nullable Integer failUnder;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Score by this policy instead of the document's own: standard or existing-operator.")
    private @Nullable String policy;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        EvidenceDocument document = read(source);
        CommandSpec command = Objects.requireNonNull(spec);
        RestoreReport report = report(policy == null ? document : by(policy, document, command));
        command.commandLine().getOut().print(output.one().render(List.of(report)));
        command.commandLine().getOut().flush();
        return ExitCode.of(report.getStatus(), failUnder);
    }

    private static EvidenceDocument by(String name, EvidenceDocument document, CommandSpec command) {
        ScoringPolicy chosen = ScoringPolicy.named(name)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--policy: " + name + " is not known; use one of " + String.join(", ", ScoringPolicy.NAMES)));
        return ImmutableEvidenceDocument.copyOf(document).withPolicy(chosen);
    }

    /**
     * Reads an evidence document.
     *
     * @throws io.kymaros.k8s.fault.InvalidInputException naming the file, and the line or the field
     */
    static EvidenceDocument read(String source) throws IOException {
        try (InputStream in = InputFile.open(source)) {
            return EvidenceDocument.read(InputFile.name(source), in, LARGEST);
        }
    }

    /** The report that a document gives. */
    static RestoreReport report(EvidenceDocument document) {
        RunEvidence evidence = document.evidence();
        ConfidenceScore score = ConfidenceScorer.with(document.policy()).score(evidence);
        RestoreReport report = new RestoreReport();
        report.setMetadata(new ObjectMetaBuilder()
                .withName(document.reportName()
                        .orElseGet(() -> ReportName.report(evidence.testName(), evidence.startedAt(), 1)))
                .withNamespace(evidence.testNamespace())
                .build());
        report.setSpec(new RestoreReportSpec(new RestoreTestRef(evidence.testName(), evidence.testNamespace())));
        report.setStatus(ReportStatus.of(document, score));
        return report;
    }
}
