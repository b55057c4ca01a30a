package io.kymaros.k8s.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on policies: what it says that two policies make of a case is what they make of it. */
class PoliciesDocumentTest {
    private static final Path CORPUS = Path.of("..", "corpus");
    private static final Path DOCUMENT = Path.of("..", "docs", "policies.md");
    private static final Pattern CASE = Pattern.compile("\\| \\[[^]]*]\\(\\.\\./corpus/([^)]*)\\).*");

    @Test
    void eachRowSaysWhatBothPoliciesMakeOfTheCase() throws IOException {
        List<String> rows;
        try (Stream<String> lines = Files.lines(DOCUMENT)) {
            rows = lines.filter(line -> CASE.matcher(line).matches()).toList();
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(8);
        for (String row : rows) {
            Matcher named = CASE.matcher(row);
            assertThat(named.matches()).isTrue();
            assertThat(row).isEqualTo(row(named.group(1)));
        }
    }

    private static String row(String file) throws IOException {
        try (InputStream in = Files.newInputStream(CORPUS.resolve(file))) {
            EvidenceDocument document = EvidenceDocument.read(file, in);
            return "| [%s](../corpus/%s) | %s | %s | %s |"
                    .formatted(
                            file.replace(".yaml", ""),
                            file,
                            document.about().orElseThrow(),
                            verdict(ScoringPolicy.standard(), document),
                            verdict(ScoringPolicy.existingOperator(), document));
        }
    }

    private static String verdict(ScoringPolicy policy, EvidenceDocument document) {
        ConfidenceScore score = ConfidenceScorer.with(policy).score(document.evidence());
        int lower = score.score().orElseThrow();
        int upper = score.scoreUpperBound().orElseThrow();
        return score.result() + " " + lower + (lower == upper ? "" : " to " + upper);
    }
}
