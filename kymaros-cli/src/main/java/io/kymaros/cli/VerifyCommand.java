package io.kymaros.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.cli.render.Terminal;
import io.kymaros.core.report.Contradiction;
import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.document.EvidenceDocument;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.report.EvidenceComparison;
import io.kymaros.k8s.report.EvidenceComparison.Difference;
import io.kymaros.k8s.report.StoredReports;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recomputes stored reports and lists what in them can't be true. */
@Command(
        name = "verify",
        description = {
            "Recomputes stored reports and lists each contradiction; --evidence also compares a report with its evidence.",
            "Exits with 0 if each is confirmed, 1 if there is a contradiction or a difference, and 2 if there is none, but a"
                    + " report is not in the form in which Kymaros stores them and so can't be confirmed."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "REPORT",
            description = "Files of RestoreReports, folders of such files, or - for standard input.")
    private List<String> sources = List.of();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Take the reports with these labels from the cluster instead.")
    private @Nullable String selector;

    @Option(
            names = "--evidence",
            paramLabel = "EVIDENCE",
            description = "Score this evidence document of the report again, and compare everything.")
    private @Nullable String evidence;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (sources.isEmpty() == (selector == null)) {
            throw new ParameterException(command.commandLine(), "give files, or choose reports of the cluster with -l");
        }
        List<Found> reports = selector == null ? fromFiles() : fromCluster(selector);
        if (reports.isEmpty()) {
            throw new InvalidInputException("No report found. Check the path or the selector.");
        }
        PrintWriter out = command.commandLine().getOut();
        List<Verdict> verdicts = new ArrayList<>();
        if (evidence == null) {
            for (Found report : reports) {
                verdicts.add(Verdict.of(StoredReports.of(report.name(), report.report())));
            }
        } else if (reports.size() == 1) {
            verdicts.add(byEvidence(reports.get(0), evidence));
        } else {
            throw new InvalidInputException(
                    "--evidence is of one report, but there are " + reports.size() + ". Name one.");
        }
        for (int i = 0; i < reports.size(); i++) {
            verdicts.get(i).print(reports.get(i).name(), out);
        }
        out.flush();
        return exitCode(verdicts.stream().map(Verdict::exitCode).toList());
    }

    /** One that is wrong says more than one that can't be confirmed. */
    private static int exitCode(List<Integer> each) {
        return each.contains(ExitCode.BELOW)
                ? ExitCode.BELOW
                : each.contains(ExitCode.INCONCLUSIVE) ? ExitCode.INCONCLUSIVE : ExitCode.PASSED;
    }

    /** Scores the evidence as {@code kymaros score} does. */
    private static Verdict byEvidence(Found found, String source) throws IOException {
        EvidenceDocument document = ScoreCommand.read(source);
        requireSame(
                found,
                "spec.restoreTestRef.name",
                source,
                "testName",
                document.evidence().testName());
        requireSame(
                found,
                "spec.restoreTestRef.namespace",
                source,
                "testNamespace",
                document.evidence().testNamespace());
        if (document.reportName().isPresent()) {
            requireSame(
                    found,
                    "metadata.name",
                    source,
                    "reportName",
                    document.reportName().get());
        }
        List<Difference> differences = EvidenceComparison.of(
                found.report(), ScoreCommand.report(document).getStatus());
        return Verdict.of(StoredReports.of(found.name(), found.report())).with(differences, InputFile.name(source));
    }

    /** Evidence of another run proves nothing for this one, nor against it. */
    private static void requireSame(Found found, String field, String source, String evidenceField, String expected) {
        JsonNode stated = found.report().at("/" + field.replace('.', '/'));
        if (!stated.asText().equals(expected)) {
            throw new InvalidInputException(
                    InputFile.name(source),
                    evidenceField,
                    "is " + expected + ", but " + field + " of " + found.name() + " is "
                            + (stated.isMissingNode() ? "missing" : stated.asText())
                            + "; name the evidence of this report");
        }
    }

    private List<Found> fromFiles() throws IOException {
        List<Found> reports = new ArrayList<>();
        for (String source : sources) {
            for (String file : files(source)) {
                try (InputStream in = InputFile.open(file)) {
                    read(InputFile.name(file), in, reports);
                }
            }
        }
        return reports;
    }

    private static List<String> files(String source) throws IOException {
        if (source.equals("-") || !Files.isDirectory(Path.of(source))) {
            return List.of(source);
        }
        try (Stream<Path> files = Files.list(Path.of(source))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Reads every report of a file, also those within a list. */
    private static void read(String source, InputStream in, List<Found> reports) throws IOException {
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
        List<JsonNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> all = mapper.readerFor(JsonNode.class).readValues(in)) {
            while (all.hasNextValue()) {
                JsonNode document = all.nextValue();
                if (document.path("items").isArray()) {
                    document.path("items").forEach(documents::add);
                } else if (!document.isNull()) {
                    documents.add(document);
                }
            }
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage() == null ? "can't be read" : e.getOriginalMessage();
            throw new InvalidInputException(source + ": line "
                    + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": "
                    + problem.lines().findFirst().orElse(problem));
        }
        for (JsonNode document : documents) {
            reports.add(new Found(documents.size() == 1 ? source : source + ": " + name(document), document));
        }
    }

    private static String name(JsonNode report) {
        JsonNode metadata = report.path("metadata");
        String name = metadata.path("name").asText("without a name");
        return metadata.has("namespace") ? metadata.path("namespace").asText() + "/" + name : name;
    }

    private List<Found> fromCluster(String labels) {
        try (KubernetesClient client = cluster.client()) {
            return client
                    .resources(RestoreReport.class)
                    .inNamespace(cluster.namespace(client))
                    .withLabelSelector(labels)
                    .list()
                    .getItems()
                    .stream()
                    .filter(report ->
                            report.getStatus() != null && report.getStatus().result() != null)
                    .map(report -> new Found(
                            report.getMetadata().getName(),
                            Objects.requireNonNull(
                                    Serialization.unmarshal(Serialization.asJson(report), JsonNode.class))))
                    .toList();
        }
    }

    /**
     * A report that was found.
     *
     * @param name what it is called here; several may be called the same
     * @param report the report as it was stored
     */
    private record Found(String name, JsonNode report) {}

    /**
     * What was found out about a report.
     *
     * @param contradictions what in it contradicts itself
     * @param lacking fields for lack of which it can't be confirmed
     * @param differences in what it differs from its evidence
     * @param evidence what the evidence is called; null where none was asked
     */
    private record Verdict(
            List<Contradiction> contradictions,
            List<String> lacking,
            List<Difference> differences,
            @Nullable String evidence) {
        static Verdict of(StoredReport report) {
            return new Verdict(ReportAudit.of(report), ReportAudit.lacking(report), List.of(), null);
        }

        /** Its evidence makes up for what the report lacks. */
        Verdict with(List<Difference> found, String source) {
            return new Verdict(contradictions, List.of(), found, source);
        }

        int exitCode() {
            if (!contradictions.isEmpty() || !differences.isEmpty()) {
                return ExitCode.BELOW;
            }
            return lacking.isEmpty() ? ExitCode.PASSED : ExitCode.INCONCLUSIVE;
        }

        void print(String name, PrintWriter out) {
            out.println(Terminal.clean(name) + ": " + summary());
            contradictions.forEach(found -> out.println("  " + Terminal.clean(found.code() + " " + found.message())));
            differences.forEach(found -> out.println("  " + Terminal.clean("EvidenceDiffers " + found.message())));
        }

        private String summary() {
            String contradicted = contradictions.isEmpty()
                    ? "no contradiction"
                    : contradictions.size() + (contradictions.size() == 1 ? " contradiction" : " contradictions");
            if (evidence != null) {
                return contradicted
                        + (differences.isEmpty()
                                ? ", and just what " + Terminal.clean(evidence) + " gives"
                                : ", " + differences.size() + (differences.size() == 1 ? " difference" : " differences")
                                        + " from what " + Terminal.clean(evidence) + " gives");
            }
            return lacking.isEmpty() || !contradictions.isEmpty()
                    ? contradicted
                    : contradicted + ", but not confirmed: a report that Kymaros stored has "
                            + String.join(", ", lacking);
        }
    }
}
