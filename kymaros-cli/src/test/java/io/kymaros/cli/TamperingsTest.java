package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.cli.Shell.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code kymaros verify} finds of what forgers do. The rows of docs/verify.md are kept in step. */
class TamperingsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "verify.md");
    private static final Pattern CODE = Pattern.compile("^ {2}(\\w+) ");
    private static final int MOST_CODES = 3;

    @TempDir
    private Path folder;

    static List<Tampering> tamperings() {
        return Tamperings.all();
    }

    @ParameterizedTest
    @EnumSource
    void honestReportIsConfirmed(HonestReport honest) throws IOException {
        String report = write("report.yaml", honest.stored());
        String evidence = write("evidence.yaml", honest);

        Said alone = kymaros("verify", report);
        Said compared = kymaros("verify", report, "--evidence", evidence);

        assertThat(alone.out()).isEqualTo(report + ": no contradiction\n");
        assertThat(alone.exitCode()).isZero();
        assertThat(compared.out()).isEqualTo(report + ": no contradiction, and just what " + evidence + " gives\n");
        assertThat(compared.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void tamperingIsFoundAsTheDocumentSays(Tampering tampering) throws IOException {
        assertThat(tampering.report()).isNotEqualTo(tampering.honest().stored());
        assertThat(rows()).contains(row(tampering));
    }

    @Test
    void documentHasNoOtherRowsAndCountsThem() throws IOException {
        List<Tampering> all = Tamperings.all();
        List<String> rows = rows();
        long unseen = rows.stream().filter(row -> row.contains("| passes | ")).count();
        long never =
                rows.stream().filter(row -> row.contains("| passes | same |")).count();

        assertThat(all).extracting(Tampering::toString).doesNotHaveDuplicates();
        assertThat(rows).hasSameSizeAs(all).doesNotHaveDuplicates();
        assertThat(Files.readString(DOCUMENT))
                .contains("Of %d tamperings, %d are found by the report alone, %d only with its evidence, and %d never."
                        .formatted(rows.size(), rows.size() - unseen, unseen - never, never));
    }

    private String row(Tampering tampering) throws IOException {
        String report = write("report.yaml", tampering.report());
        String evidence = write("evidence.yaml", tampering.honest());
        return "| %s | %s | %s | %s |"
                .formatted(
                        tampering.honest(),
                        tampering.what(),
                        alone(kymaros("verify", report)),
                        compared(kymaros("verify", report, "--evidence", evidence)));
    }

    private static String alone(Said said) {
        return switch (said.exitCode()) {
            case 0 -> "passes";
            case 1 -> codes(said);
            default -> "not confirmed";
        };
    }

    /** Whether the comparison found anything by itself. */
    private static String compared(Said said) {
        if (said.exitCode() == 2) {
            return "refused";
        }
        return said.out().contains("  EvidenceDiffers ") ? "differs" : "same";
    }

    private static String codes(Said said) {
        Set<String> codes = new LinkedHashSet<>();
        said.out().lines().forEach(line -> {
            Matcher code = CODE.matcher(line);
            if (code.find()) {
                codes.add("`" + code.group(1) + "`");
            }
        });
        assertThat(codes).isNotEmpty();
        return codes.stream().limit(MOST_CODES).collect(Collectors.joining(", "))
                + (codes.size() > MOST_CODES ? " and more" : "");
    }

    private static List<String> rows() throws IOException {
        try (var lines = Files.lines(DOCUMENT)) {
            return lines.filter(line -> line.startsWith("| ") && !line.startsWith("| Report"))
                    .toList();
        }
    }

    private String write(String name, ObjectNode report) throws IOException {
        return Files.writeString(folder.resolve(name), Serialization.asYaml(report))
                .toString();
    }

    private String write(String name, HonestReport honest) throws IOException {
        return Files.writeString(folder.resolve(name), honest.evidenceYaml()).toString();
    }
}
