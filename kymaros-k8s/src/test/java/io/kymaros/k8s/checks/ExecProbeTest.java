package io.kymaros.k8s.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Answer;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Exec;
import io.kymaros.k8s.api.HealthCheckPolicySpec.NumberRange;
import io.kymaros.k8s.fake.FakeCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecProbeTest {
    private static final String SUCCESS = "{\"metadata\":{},\"status\":\"Success\"}";

    private final FakeCluster cluster = new FakeCluster();
    private final FakeKubelet kubelet = new FakeKubelet(cluster);
    private final Probes probes = new Probes(cluster.client(), List.of(Probing.SANDBOX));

    @BeforeEach
    void application() {
        cluster.create(Probing.pod(Probing.SANDBOX, "api-0", false));
        cluster.create(Probing.pod(Probing.SANDBOX, "api-1", true));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void commandThatSucceedsPasses() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>("");
        kubelet.exec((socket, path) -> {
            asked.set(path);
            FakeKubelet.send(socket, 1, "accepting connections\n");
            FakeKubelet.send(socket, 3, SUCCESS);
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe(null, null, "20s", "pg_isready", "-U", "a b&command=rm");
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.statusCode()).hasValue(0);
        assertThat(evidence.target()).isEqualTo("api-1");
        assertThat(evidence.command()).containsExactly("pg_isready", "-U", "a b&command=rm");
        assertThat(asked.get())
                .contains("/namespaces/" + Probing.SANDBOX + "/pods/api-1/exec?")
                .contains("container=main&command=pg_isready&command=-U&command=a+b%26command%3Drm");
        assertThat(evidence.toString()).doesNotContain("accepting");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 126, 127, 137, 255})
    void exitCodesArriveInTheKubeletsStatus(int code) throws Exception {
        exits(nonZero(code));
        CheckEvidence evidence = probe(null, null, "20s", "false");
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.statusCode()).hasValue(code);
        assertThat(evidence.message().orElse("")).startsWith("exit code " + code + ", expected 0");
        assertThat(probe(null, code, "20s", "false").result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void outputThatIsExpectedPassesAndIsNotKept() throws Exception {
        writes("12", "7\n");
        CheckEvidence evidence = probe(new Answer(null, new NumberRange(100L, 200L), null));
        assertThat(evidence.result()).as(evidence.toString()).isEqualTo(CheckResult.PASS);
        assertThat(evidence.looksAtData()).isTrue();
        assertThat(evidence.toString()).doesNotContain("127");
    }

    @Test
    void otherOutputFailsThoughTheExitCodeIsRight() throws Exception {
        writes("0\n");
        CheckEvidence evidence = probe(new Answer(null, new NumberRange(1L, null), null));
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.statusCode()).hasValue(0);
        assertThat(evidence.message()).contains("the answer is 0, expected at least 1");
    }

    @Test
    void whatIsWrittenToStandardErrorIsNoOutput() throws Exception {
        kubelet.exec((socket, path) -> {
            FakeKubelet.send(socket, 2, "ready");
            FakeKubelet.send(socket, 3, SUCCESS);
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe(new Answer("ready", null, null));
        assertThat(evidence.message()).contains("the answer does not match ready");
    }

    @Test
    void outputIsNotLookedAtWhereTheExitCodeIsWrong() throws Exception {
        kubelet.exec((socket, path) -> {
            FakeKubelet.send(socket, 1, "ready");
            FakeKubelet.send(socket, 3, nonZero(1));
            socket.close(1000, "");
        });
        CheckEvidence evidence = probe(new Answer("ready", null, null));
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("exit code 1, expected 0");
    }

    @Test
    void outputThatIsTooLongIsNotJudged() throws Exception {
        writes("x".repeat(40_000), "y".repeat(40_000));
        CheckEvidence evidence = probe(new Answer("x", null, null));
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("longer than 65536 bytes");
    }

    private void writes(String... output) {
        kubelet.exec((socket, path) -> {
            for (String part : output) {
                FakeKubelet.send(socket, 1, part);
            }
            FakeKubelet.send(socket, 3, SUCCESS);
            socket.close(1000, "");
        });
    }

    @Test
    void successIsAFailureWhereAnotherCodeIsExpected() throws Exception {
        exits(SUCCESS);
        assertThat(probe(null, 2, "20s", "true").message()).contains("exit code 0, expected 2");
    }

    /** So KWOK reports a failing command. */
    @Test
    void internalErrorIsInconclusive() throws Exception {
        exits(internalError("exit status 3"));
        CheckEvidence evidence = probe(null, null, "20s", "pg");
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.statusCode()).isEmpty();
        assertThat(evidence.message().orElse("")).contains("could not be run in container main: Internal error");
    }

    /** So a real kubelet reports a command that the container does not have; with runc, with crun, and by its path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to exec in container: OCI runtime exec failed: exec: \\\"pg\\\": executable file not found in $PATH",
                "crun: executable file `pg` not found in $PATH: No such file or directory",
                "OCI runtime exec failed: exec: \\\"/bin/pg\\\": stat /bin/pg: no such file or directory: unknown"
            })
    void commandThatTheContainerDoesNotHaveIsToldAsThat(String said) throws Exception {
        exits(internalError(said));
        CheckEvidence evidence = probe(null, null, "20s", "pg");
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.reason()).contains("HealthCheckCommandMissing");
        assertThat(evidence.message().orElse(""))
                .startsWith("container main does not have the command: Internal error");
    }

    @Test
    void shellThatDoesNotFindTheCommandHasAWordForIt() throws Exception {
        exits(nonZero(127));
        assertThat(probe(null, null, "20s", "sh", "-c", "pg").message())
                .contains("exit code 127, expected 0; a shell ends so when it does not find the command");
    }

    @Test
    void statusInPiecesIsOne() throws Exception {
        kubelet.exec((socket, path) -> {
            String status = nonZero(4);
            FakeKubelet.send(socket, 3, status.substring(0, 20));
            FakeKubelet.send(socket, 3, status.substring(20));
        });
        assertThat(probe(null, null, "20s", "false").statusCode()).hasValue(4);
    }

    @Test
    void muchOutputIsDroppedAndTheCodeStillCounts() throws Exception {
        kubelet.exec((socket, path) -> {
            for (int i = 0; i < 500; i++) {
                FakeKubelet.send(socket, 1 + i % 2, "x".repeat(10_000));
            }
            FakeKubelet.send(socket, 3, SUCCESS);
        });
        assertThat(probe(null, null, "60s", "yes").result()).isEqualTo(CheckResult.PASS);
    }

    @Test
    void endWithoutAStatusIsInconclusive() throws Exception {
        kubelet.exec((socket, path) -> socket.close(1000, ""));
        assertThat(probe(null, null, "20s", "x").message())
                .contains("the command in container main ended without an exit code");
    }

    @Test
    void lostConnectionIsInconclusive() throws Exception {
        kubelet.exec((socket, path) -> socket.close(1011, ""));
        assertThat(probe(null, null, "20s", "x").result()).isEqualTo(CheckResult.INCONCLUSIVE);
    }

    @Test
    void commandThatDoesNotEndFailsWhenItsTimeIsUp() throws Exception {
        kubelet.exec((socket, path) -> {});
        CheckEvidence evidence = probe(null, null, "5s", "sleep", "1d");
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("no exit within 5 s");
    }

    @Test
    void missingPermissionIsInconclusive() throws Exception {
        cluster.refuse("GET", "/exec", 403, "no");
        CheckEvidence evidence = probe(null, null, "20s", "x");
        assertThat(evidence.result()).isEqualTo(CheckResult.INCONCLUSIVE);
        assertThat(evidence.message().orElse("")).contains("Forbidden");
    }

    @Test
    void containerThatThePodDoesNotHaveFailsWithItsName() throws Exception {
        CheckEvidence evidence = probe("sidecar", null, "20s", "x");
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("pod api-1 has no container sidecar; it has main");
    }

    @Test
    void withoutAReadyPodItFails() throws Exception {
        cluster.client().pods().inNamespace(Probing.SANDBOX).withName("api-1").delete();
        CheckEvidence evidence = probe(null, null, "20s", "x");
        assertThat(evidence.result()).isEqualTo(CheckResult.FAIL);
        assertThat(evidence.message()).contains("no pod with these labels is ready");
    }

    private void exits(String status) {
        kubelet.exec((socket, path) -> {
            FakeKubelet.send(socket, 3, status);
            socket.close(1000, "");
        });
    }

    private static String nonZero(int code) {
        return "{\"metadata\":{},\"status\":\"Failure\",\"message\":\"command terminated with non-zero exit code: exit status "
                + code
                + "\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\""
                + code
                + "\"}]}}";
    }

    private CheckEvidence probe(
            @Nullable String container, @Nullable Integer success, String timeout, String... command)
            throws InterruptedException {
        return probes.probe(new Check(
                "command",
                CheckType.exec,
                null,
                null,
                null,
                new Exec(Map.of("app", "api"), container, List.of(command), success, timeout, null),
                null));
    }

    private CheckEvidence probe(Answer output) throws InterruptedException {
        return probes.probe(new Check(
                "data",
                CheckType.exec,
                null,
                null,
                null,
                new Exec(Map.of("app", "api"), null, List.of("psql"), null, "20s", output),
                null));
    }

    private static String internalError(String said) {
        return "{\"status\":\"Failure\",\"reason\":\"InternalError\",\"code\":500,\"message\":\"Internal error occurred: error"
                + " executing command in container: " + said + "\",\"details\":{\"causes\":[{\"message\":\"error\"}]}}";
    }
}
