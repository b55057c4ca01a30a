package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.cli.Shell.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyByEvidenceTest {
    private final ObjectNode report = HonestReport.PASS.stored();

    @TempDir
    private Path folder;

    @Test
    void eachDifferenceIsListedWithItsPath() throws IOException {
        ((ObjectNode) report.path("status").path("backup")).put("name", "other");
        ((ObjectNode) report.path("status").path("rto").path("parts").get(0)).put("name", "waiting");

        Said said = verify(HonestReport.PASS.evidenceYaml());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out().lines())
                .containsExactly(
                        path("report.yaml") + ": no contradiction, 2 differences from what " + path("evidence.yaml")
                                + " gives",
                        "  EvidenceDiffers status.rto.parts[0].name is waiting, but the evidence gives queue",
                        "  EvidenceDiffers status.backup.name is other, but the evidence gives shop-20240115");
    }

    @Test
    void whatScorePrintsIsConfirmedByItsEvidence() throws IOException {
        Path evidence = Files.writeString(folder.resolve("evidence.yaml"), HonestReport.CRASH_LOOP.evidenceYaml());
        String scored = kymaros("score", evidence.toString(), "-o", "yaml").out();
        Path printed = Files.writeString(folder.resolve("scored.yaml"), scored);

        assertThat(kymaros("verify", printed.toString()).exitCode()).isEqualTo(2);
        assertThat(kymaros("verify", printed.toString(), "--evidence", evidence.toString())
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "testName: my-first-test, testName: other, 'testName: is other, but spec.restoreTestRef.name of'",
        "testNamespace: kymaros-system, testNamespace: elsewhere, testNamespace: is elsewhere",
        "reportName: my-first-test-20240115-0300, reportName: x, 'reportName: is x, but metadata.name of'",
        "kymaros.io/evidence/v1, kymaros.io/evidence/v9, apiVersion",
    })
    void evidenceOfSomethingElseIsOneError(String before, String after, String error) throws IOException {
        String evidence = HonestReport.PASS.evidenceYaml();
        assertThat(evidence).contains(before);

        Said said = verify(evidence.replace(before, after));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("error: " + path("evidence.yaml"))
                .contains(error);
    }

    @Test
    void evidenceThatIsNotThereIsOneError() throws IOException {
        Path stored = Files.writeString(folder.resolve("report.yaml"), Serialization.asYaml(report));

        Said said = kymaros("verify", stored.toString(), "--evidence", path("absent.yaml"));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).startsWith("error: ").contains("absent.yaml can't be read");
    }

    @Test
    void evidenceIsOfOneReport() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), Serialization.asYaml(report));
        Files.writeString(folder.resolve("b.yaml"), Serialization.asYaml(report));

        Said said = kymaros("verify", path("a.yaml"), path("b.yaml"), "--evidence", path("evidence.yaml"));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("--evidence is of one report, but there are 2");
    }

    private Said verify(String evidence) throws IOException {
        Files.writeString(folder.resolve("report.yaml"), Serialization.asYaml(report));
        Files.writeString(folder.resolve("evidence.yaml"), evidence);
        return kymaros("verify", path("report.yaml"), "--evidence", path("evidence.yaml"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
