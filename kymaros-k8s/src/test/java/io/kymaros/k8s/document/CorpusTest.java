package io.kymaros.k8s.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.report.ReportAudit;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published corpus of labelled runs: every label is met, and the confusion matrix has nothing off its diagonal. */
class CorpusTest {
    private static final Path CORPUS = Path.of("..", "corpus");
    private static final int LEAST = 100;

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void caseScoresAsItsLabelSays(Path file) throws IOException {
        EvidenceDocument document = read(file);

        assertThat(document.expected()).contains(Expectation.metBy(score(document)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void caseIsWrittenAsTheLibraryWritesIt(Path file) throws IOException {
        EvidenceDocument document = read(file);

        assertThat(document.about()).isPresent();
        assertThat(file).content().isEqualTo(document.toYaml());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reportOfACaseHasNoContradiction(Path file) throws IOException {
        EvidenceDocument document = read(file);

        assertThat(ReportAudit.of(StoredReport.of(document.evidence(), score(document), document.policy())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readmeListsTheCase(Path file) throws IOException {
        EvidenceDocument document = read(file);

        assertThat(CORPUS.resolve("README.md"))
                .content()
                .contains("(" + file.getFileName() + ") | " + document.about().orElseThrow() + " |");
    }

    @Test
    void confusionMatrixHasNothingOffItsDiagonal() throws IOException {
        Map<Result, Map<Result, Integer>> matrix = new EnumMap<>(Result.class);
        for (Path file : cases()) {
            EvidenceDocument document = read(file);
            Result label = document.expected().orElseThrow().result();
            matrix.computeIfAbsent(label, any -> new EnumMap<>(Result.class))
                    .merge(score(document).result(), 1, Integer::sum);
        }

        System.out.println(printed(matrix));
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(matrix).containsOnlyKeys(Result.values());
        matrix.forEach((label, scored) -> assertThat(scored).containsOnlyKeys(label));
    }

    private static String printed(Map<Result, Map<Result, Integer>> matrix) {
        String head = "labelled \\ scored "
                + Arrays.stream(Result.values())
                        .map(result -> String.format("%13s", result))
                        .collect(Collectors.joining());
        return matrix.entrySet().stream()
                .map(row -> String.format("%-18s", row.getKey())
                        + Arrays.stream(Result.values())
                                .map(result ->
                                        String.format("%13d", row.getValue().getOrDefault(result, 0)))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n", head + "\n", ""));
    }

    private static ConfidenceScore score(EvidenceDocument document) {
        return ConfidenceScorer.with(document.policy()).score(document.evidence());
    }

    private static EvidenceDocument read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return EvidenceDocument.read(file.getFileName().toString(), in);
        }
    }
}
