package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command does around a run: outputs, stops, bad input, missing permission. */
class CommandScenariosTest extends Scenarios {
    CommandScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void theSpecificationsKubectlCommandsWork() {
        new Shop(cluster, "listed").deploy().backUp();
        test("listed", "shop", "15m", "");
        run("listed");
        run("listed");
        RestoreReport newest = newestReport("listed");

        String list = cluster.kubectl(
                        "get",
                        "restorereports",
                        "-n",
                        SYSTEM,
                        "-l",
                        "restore.kymaros.io/test-name=listed",
                        "--sort-by=.metadata.creationTimestamp")
                .orFail();
        assertThat(list.lines().toList()).hasSize(3);
        assertThat(list.lines().findFirst().orElseThrow().split("\\s+"))
                .containsExactly("NAME", "SCORE", "RESULT", "RTO", "TEST", "AGE");
        assertThat(list.lines().toList().get(2))
                .startsWith(newest.getMetadata().getName())
                .contains("100", "Pass");

        String columns = cluster.kubectl(
                        "get",
                        "restorereports",
                        "-n",
                        SYSTEM,
                        "-o",
                        "custom-columns=NAME:.metadata.name,SCORE:.status.score,RESULT:.status.result,"
                                + "RTO:.status.rto.measuredSeconds")
                .orFail();
        assertThat(columns.lines()
                        .filter(line -> line.startsWith(newest.getMetadata().getName() + " "))
                        .findFirst()
                        .orElseThrow()
                        .split("\\s+"))
                .containsExactly(
                        newest.getMetadata().getName(),
                        "100",
                        "Pass",
                        String.valueOf(newest.getStatus().rto().measuredSeconds()));

        assertThat(cluster.kubectl(
                                "describe",
                                "restorereport",
                                newest.getMetadata().getName(),
                                "-n",
                                SYSTEM)
                        .orFail())
                .containsIgnoringWhitespaces(
                        "Summary:",
                        "Score 100/100 (Pass).",
                        "all pods healthy, all health checks passed, RTO compliant.");
    }

    @Test
    void theEvidenceOfARunGivesTheSameReportOffline(@TempDir Path folder) throws IOException {
        new Shop(cluster, "reviewed").deploy().backUp();
        test("reviewed", "one-fails", "15m", "scoring: {thresholds: {pass: 95, partial: 70}}");
        Path evidence = folder.resolve("evidence.yaml");

        Said live = run("reviewed", "--evidence-out", evidence.toString());
        Said offline = kymaros("score", evidence.toString());

        assertThat(offline.out()).isEqualTo(live.out()).contains("Partial 80/100");
        assertThat(offline.exitCode()).isEqualTo(live.exitCode()).isEqualTo(1);
        assertThat(newestReport("reviewed").getStatus().evidenceDigest()).isEqualTo(sha256(evidence));
        Said verified = kymaros(
                "verify",
                "-l",
                "restore.kymaros.io/test-name=reviewed",
                "--evidence",
                evidence.toString(),
                "-n",
                SYSTEM,
                "--kubeconfig",
                cluster.kubeconfig(User.KYMAROS).toString());
        assertThat(verified.out()).contains("no contradiction, and just what " + evidence + " gives");
        assertThat(verified.exitCode()).isZero();
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return java.util.HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptedRunIsSealedAndCleanedUp() throws Exception {
        new Shop(cluster, "stopped").with("worker", "never-ready").deploy().backUp();
        test("stopped", "shop", "15m", "");

        Process process = start("stopped", "completeness");
        process.destroy();

        assertThat(process.waitFor()).isEqualTo(130);
        RestoreReportStatus status = documented("The run is stopped with SIGTERM while pods start", "stopped");
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("Interrupted");
        assertThat(status.score()).isNull();
        requireNothingLeft("stopped");
    }

    @Test
    void whatAKilledRunLeavesIsFinishedByGc() throws Exception {
        new Shop(cluster, "killed").with("worker", "never-ready").deploy().backUp();
        cluster.apply(testYaml("killed", "killed", "killed", "shop", "15m", "timeout: 8s")
                .replace("sandbox: {ttl: 30s}", "sandbox: {ttl: 8s}"));

        Process process = start("killed", "restore");
        process.destroyForcibly().waitFor();

        assertThat(cluster.kubectl("get", "namespaces", "-l", "restore.kymaros.io/test-name=killed", "-o", "name")
                        .orFail())
                .isNotEmpty();
        Said tooEarly = gc();
        assertThat(tooEarly.out()).doesNotContain("killed-");
        Thread.sleep(17_000);
        Said said = gc();
        assertThat(said.out()).contains("kymaros-system/killed-");
        assertThat(said.exitCode()).as(said.err()).isZero();
        RestoreReportStatus status = documented("The run is killed during the restore; gc finishes it", "killed");
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("Abandoned");
        requireNothingLeft("killed");
    }

    private Said gc() {
        return kymaros("gc", "--kubeconfig", cluster.kubeconfig(User.KYMAROS).toString());
    }

    /** Starts a run in a process of its own and returns when a step has ended. */
    private Process start(String test, String step) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.kymaros.cli.Kymaros",
                        "run",
                        test,
                        "-n",
                        SYSTEM,
                        "--kubeconfig",
                        cluster.kubeconfig(User.KYMAROS).toString())
                .redirectErrorStream(true)
                .start();
        java.io.BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("  " + step)) {
                return process;
            }
        }
        throw new AssertionError("the run ended before the step " + step);
    }

    @Test
    void badInputIsRefusedWithOneMessageAndLeavesNothing(@TempDir Path folder) throws IOException {
        refused("RestoreTest kymaros-system/absent does not exist", "run", "absent");
        refused(
                "line 2",
                "run",
                "-f",
                file(folder, "broken.yaml", "kind: [\n  oops").toString());
        refused(
                "spec.backupSource.backupNam: unknown field; did you mean backupName?",
                "run",
                "-f",
                file(
                                folder,
                                "unknown.yaml",
                                testYaml("x", "b", "n", "shop", "15m", "").replace("backupName:", "backupNam:"))
                        .toString());
        refused(
                "spec.healthChecks.policyRef: HealthCheckPolicy kymaros-system/nowhere does not exist",
                "run",
                "-f",
                file(folder, "policy.yaml", testYaml("x", "b", "n", "nowhere", "15m", ""))
                        .toString());
        refused(
                "spec.sla.maxRTO: \"soon\" is not a duration",
                "run",
                "-f",
                file(folder, "sla.yaml", testYaml("x", "b", "n", "shop", "soon", ""))
                        .toString());
        assertThat(cluster.kubectl("get", "restorereports", "-A", "-o", "name").orFail())
                .doesNotContain("/x-", "/absent-");
    }

    @Test
    void withoutPermissionThereIsOneMessage() {
        Said said = kymaros(
                "run",
                "x",
                "-n",
                SYSTEM,
                "--kubeconfig",
                cluster.kubeconfig(User.NOBODY).toString());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err().lines().toList())
                .singleElement()
                .asString()
                .contains("error: Can't read RestoreTest", "forbidden");
    }

    private void refused(String message, String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = SYSTEM;
        all[arguments.length + 2] = "--kubeconfig";
        all[arguments.length + 3] = cluster.kubeconfig(User.KYMAROS).toString();
        Said said = kymaros(all);
        assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(message);
    }

    private static Path file(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
