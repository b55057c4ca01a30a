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
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.fault.InvalidInputException;
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
        description = "Recomputes stored reports and lists each contradiction; exits with 1 if there is one.",
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
        boolean sound = true;
        for (Found report : reports) {
            List<Contradiction> found = ReportAudit.of(StoredReports.of(report.name(), report.report()));
            sound &= found.isEmpty();
            out.println(Terminal.clean(report.name()) + ": "
                    + (found.isEmpty()
                            ? "no contradiction"
                            : found.size() + (found.size() == 1 ? " contradiction" : " contradictions")));
            found.forEach(contradiction -> out.println("  " + Terminal.clean(inWords(contradiction))));
        }
        out.flush();
        return sound ? ExitCode.PASSED : ExitCode.BELOW;
    }

    private static String inWords(Contradiction contradiction) {
        return contradiction.code() + " " + contradiction.message();
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
}
