package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputsTest {
    @TempDir
    private Path folder;

    /** Without a cluster: whoever got as far as to look for one would end with 2. */
    @ParameterizedTest
    @CsvSource({
        "--report, absent/report.html, 'does not exist. Make it: mkdir -p '",
        "--report, file.txt/report.html, is no folder. Name another place.",
        "--report, folder.html, is a folder. Name a file in it.",
        "--evidence-out, absent/evidence.yaml, 'does not exist. Make it: mkdir -p '",
        "--evidence-out, folder.html, is a folder. Name a file in it.",
        "--logs-out, file.txt, is no folder. Name another place.",
        "--logs-out, file.txt/logs/of/pods, is no folder. Name another place."
    })
    void placeThatCanNotBeWrittenIsRefusedBeforeTheRun(String option, String place, String why) throws IOException {
        Files.createFile(folder.resolve("file.txt"));
        Files.createDirectory(folder.resolve("folder.html"));
        Path path = folder.resolve(place);

        Said said = kymaros("run", "nightly", option, path.toString(), "--kubeconfig", "/no/such/file");

        assertThat(said.exitCode()).isEqualTo(64);
        assertThat(said.err()).contains(option + " " + path).contains(why);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void folderInWhichNoFileCanBeMadeIsRefused() {
        Said said = kymaros("run", "nightly", "--report", "/proc/report.html");

        assertThat(said.exitCode()).isEqualTo(64);
        assertThat(said.err()).contains("--report /proc/report.html", "no file can be made in folder /proc");
    }

    @Test
    void twoOutputsInOneFileAreRefused() {
        Said said = kymaros(
                "run",
                "nightly",
                "--report",
                folder.resolve("a.yaml").toString(),
                "--evidence-out",
                folder.resolve("b/../a.yaml").toString());

        assertThat(said.exitCode()).isEqualTo(64);
        assertThat(said.err()).contains("would overwrite --report " + folder.resolve("a.yaml"));
    }

    @Test
    void placesThatCanBeWrittenAreFineAndStayUntouched() throws IOException {
        Outputs<String> outputs = new Outputs<>();
        outputs.file("--report", folder.resolve("report.html"), text -> {});
        outputs.folder("--logs-out", folder.resolve("logs/of/pods"), text -> {});

        assertThat(outputs.fault()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void outputThatFailsKeepsNoOtherFromBeingWritten() {
        Outputs<String> outputs = new Outputs<>();
        outputs.file("--report", folder.resolve("gone/report.html"), text -> {
            throw new NoSuchFileException("gone");
        });
        outputs.file(
                "--evidence-out",
                folder.resolve("evidence.yaml"),
                text -> ReportFile.write(folder.resolve("evidence.yaml"), text));
        StringWriter err = new StringWriter();

        boolean written = outputs.write("seen", new PrintWriter(err));

        assertThat(written).isFalse();
        assertThat(folder.resolve("evidence.yaml")).hasContent("seen");
        assertThat(err.toString().lines().toList())
                .singleElement()
                .asString()
                .contains("--report " + folder.resolve("gone/report.html"), "could not be written")
                .doesNotContain("--evidence-out");
    }

    @Test
    void outputsThatAreWrittenAreNotWorthAWord() {
        Outputs<String> outputs = new Outputs<>();
        outputs.file(
                "--report", folder.resolve("report.md"), text -> ReportFile.write(folder.resolve("report.md"), text));
        StringWriter err = new StringWriter();

        assertThat(outputs.write("seen", new PrintWriter(err))).isTrue();
        assertThat(err.toString()).isEmpty();
    }
}
