package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void theSpecificationsReportHasExactlyOneContradiction() throws IOException {
        Said said = kymaros("verify", file("report.yaml", seed()));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo("  ScoreNotSum status.score is 94, but the levels' points add up otherwise: 98");
    }

    @Test
    void aSoundReportInTheSpecificationsFormIsNotConfirmed() throws IOException {
        Said said = kymaros("verify", file("report.yaml", sound()));
        assertThat(said.out())
                .contains("no contradiction, but not confirmed")
                .contains("status.evidenceDigest", "status.conditions", "status.validationLevels[*].outcome");
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @Test
    void aFolderIsVerifiedFileByFile() throws IOException {
        file("a.yaml", seed());
        file("b.yaml", sound());
        Said said = kymaros("verify", folder.toString());
        assertThat(said.out()).contains("a.yaml: 1 contradiction", "b.yaml: no contradiction, but not confirmed");
        assertThat(said.exitCode()).isEqualTo(1);
    }

    @Test
    void reportsOfOneNameAreToldApart() throws IOException {
        String other = seed().replace("namespace: kymaros-system\n", "namespace: elsewhere\n");
        assertThat(other).isNotEqualTo(seed());
        Said said = kymaros("verify", file("all.yaml", seed() + "\n---\n" + other + "\n---\n" + other));
        assertThat(said.out().lines().filter(line -> line.contains("all.yaml")))
                .hasSize(3)
                .allMatch(line -> line.endsWith("my-first-test-20240115-0300: 1 contradiction"))
                .anyMatch(line -> line.contains("kymaros-system/my-first-test"));
    }

    @Test
    void aReportOfTheExistingOperatorIsJudgedAsFarAsItGoes() throws IOException {
        String report = """
                apiVersion: restore.kymaros.io/v1alpha1
                kind: RestoreReport
                metadata: {name: nightly-1}
                spec: {testRef: nightly}
                status:
                  score: 60
                  result: pass
                  startedAt: "2026-01-01T03:00:00Z"
                  completedAt: "2026-01-01T03:05:00Z"
                  rto: {measured: 20m0s, target: 15m0s, withinSLA: true}
                  backup: {name: nightly, age: 1h}
                  completeness: {deployments: 3/3, secrets: 7/8}
                  validationLevels:
                    restoreIntegrity: {status: pass}
                    completeness: {status: pass}
                    podStartup: {status: pass}
                    internalHealth: {status: not_tested}
                    crossNamespaceDeps: {status: not_tested}
                    rtoCompliance: {status: pass}
                """;
        Said said = kymaros("verify", file("operator.yaml", report));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).contains("ResultDiffers", "status.rto.compliant");
    }

    @Test
    void aReportOfARunThatIsUnderWayHasNoVerdictYet() throws IOException {
        Said said = kymaros("verify", file("running.yaml", """
                kind: RestoreReport
                metadata: {name: nightly-1, creationTimestamp: "2026-01-01T03:00:00Z"}
                status:
                  conditions: [{type: Completed, status: "False", reason: Running, message: The run has begun.}]
                """));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).startsWith("error: ").contains("has no verdict yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: Pod", "kind: RestoreReport", "{", "a: [1, 2", ""})
    void whatIsNoReportIsOneError(String text) throws IOException {
        Said said = kymaros("verify", file("odd.yaml", text));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err().lines().toList()).singleElement().asString().startsWith("error: ");
    }

    @ParameterizedTest
    @CsvSource({
        "run",
        "run x --fail-under 101",
        "run x --timeout soon",
        "run x --report r.doc",
        "run x -o paper",
        "verify",
        "nonsense",
        "''"
    })
    void aWrongCommandLineIsUsage(String arguments) {
        assertThat(kymaros(arguments.isEmpty() ? new String[0] : arguments.split(" "))
                        .exitCode())
                .isEqualTo(64);
    }

    @Test
    void theResourceTypesAndTheVersionArePrinted() {
        assertThat(kymaros("crds").out())
                .contains("restoretests.restore.kymaros.io", "restorereports.restore.kymaros.io");
        assertThat(kymaros("version").out()).matches("kymaros [0-9]+\\.[0-9]+\\.[0-9]+.*\\R");
        assertThat(kymaros("completion").out()).contains("complete -F");
    }

    @Test
    void aFileThatIsNotThereIsOneError() {
        Said said = kymaros("score", folder.resolve("absent.yaml").toString());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).startsWith("error: ").contains("absent.yaml can't be read");
    }

    private static String sound() throws IOException {
        return seed().replace("score: 94", "score: 98").replace("Score 94/100", "Score 98/100");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String seed() throws IOException {
        try (InputStream in = OfflineCommandsTest.class.getResourceAsStream("seed-report.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
