package io.kymaros.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {
    private static final String TEST = """
            apiVersion: restore.kymaros.io/v1alpha1
            kind: RestoreTest
            metadata:
              name: nightly
              namespace: shop
            spec:
              backupSource:
                backupName: latest
            """;

    private static final String POLICY = """
            apiVersion: restore.kymaros.io/v1alpha1
            kind: HealthCheckPolicy
            metadata:
              name: shop-checks
            spec:
              checks:
              - name: front
                type: httpGet
                httpGet:
                  service: front
                  port: 80
            """;

    @Test
    void everyFieldOfATestIsRead() {
        RestoreTest test = (RestoreTest)
                StrictYaml.read("everything.yaml", StrictYamlTest.class.getResourceAsStream("everything.yaml"))
                        .get(0);
        RestoreTestSpec spec = test.getSpec();
        assertThat(spec.backupSource().namespaces().get(1).sandboxName()).isEqualTo("rp-test-payments");
        assertThat(spec.backupSource().labelSelector()).containsEntry("tier", "gold");
        assertThat(spec.schedule().timezone()).isEqualTo("Europe/Berlin");
        assertThat(spec.sandbox().networkIsolation()).isEqualTo(NetworkIsolation.group);
        assertThat(spec.sandbox().resourceQuota().memory()).isEqualTo("8Gi");
        assertThat(spec.notifications().onFailure().get(0).channel()).isEqualTo("#backups");
        assertThat(spec.logCollection().maxLines()).isEqualTo(200);
        assertThat(spec.dependencies().get(0).port()).isEqualTo(8443);
        assertThat(spec.scoring().thresholds().partial()).isEqualTo(75);
        assertThat(spec.sla().alertOnExceed()).isTrue();
    }

    @Test
    void theExampleReportIsRead() {
        HasMetadata report =
                StrictYaml.read("report.yaml", ExampleReport.open()).get(0);
        assertThat(report).isInstanceOfSatisfying(RestoreReport.class, read -> {
            assertThat(read.getStatus().score()).isEqualTo(94);
            assertThat(read.getStatus().validationLevels()).hasSize(6);
        });
    }

    @Test
    void documentsOfAStreamAreReadInOrderAndEmptyOnesSkipped() {
        assertThat(read("---\n" + TEST + "---\n---\n# nothing\n---\n" + POLICY + "---\n"))
                .extracting(HasMetadata::getKind)
                .containsExactly("RestoreTest", "HealthCheckPolicy");
    }

    @Test
    void jsonIsReadToo() {
        assertThat(
                        read(
                                "{\"apiVersion\": \"restore.kymaros.io/v1alpha1\", \"kind\": \"RestoreTest\","
                                        + " \"metadata\": {\"name\": \"nightly\"}, \"spec\": {\"backupSource\": {\"backupName\": \"b\"}}}"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "backupName, backupname, spec.backupSource.backupname, backupName",
        "backupSource, backupSorce, spec.backupSorce, backupSource",
        "spec, spce, spce, spec"
    })
    void unknownFieldIsRefusedWithTheNearestKnownName(String known, String written, String path, String meant) {
        refused(TEST.replace(known + ":", written + ":"))
                .hasMessage("test.yaml: RestoreTest nightly: " + path + ": unknown field; did you mean " + meant + "?");
    }

    @Test
    void unknownFieldOfTheMetadataIsRefusedToo() {
        refused(TEST.replace("  namespace: shop", "  namespaec: shop"))
                .hasMessage(
                        "test.yaml: RestoreTest nightly: metadata.namespaec: unknown field; did you mean namespace?");
    }

    @Test
    void unknownFieldInAListIsNamedWithItsPlace() {
        refused(POLICY.replace("service:", "sevice:"))
                .hasMessage("test.yaml: HealthCheckPolicy shop-checks: spec.checks[0].httpGet.sevice: unknown field;"
                        + " did you mean service?");
    }

    @Test
    void unknownFieldThatResemblesNoneIsRefusedWithTheKnownNames() {
        refused(TEST.replace("backupName:", "retention:"))
                .hasMessage("test.yaml: RestoreTest nightly: spec.backupSource.retention: unknown field; known here:"
                        + " backupName, labelSelector, namespaces, provider, veleroNamespace");
    }

    @Test
    void duplicateKeyIsRefused() {
        refused(TEST + "    backupName: other\n")
                .hasMessageStartingWith("test.yaml: line 9: ")
                .hasMessageContaining("'backupName'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    backupName: *name\n",
                "    namespaces: [*name]\n",
                "    labelSelector: *name\n",
            })
    void aliasIsRefused(String line) {
        refused(TEST.replace("nightly", "&name nightly").replace("    backupName: latest\n", line))
                .hasMessage("test.yaml: line 8: *name: aliases are not allowed here; write the value out");
    }

    @Test
    void aliasBombIsRefusedBeforeItGoesOff() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        refused(bomb.toString()).hasMessageContaining("aliases are not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "restore.kymaros.io/v1alpha1, Deployment",
        "restore.kymaros.io/v1, RestoreTest",
        "velero.io/v1, Backup",
        "restore.kymaros.io/v1alpha1, ''",
        "'', RestoreTest"
    })
    void otherKindsAreRefused(String apiVersion, String kind) {
        refused(TEST.replace("restore.kymaros.io/v1alpha1", "\"" + apiVersion + "\"")
                        .replace("RestoreTest", "\"" + kind + "\""))
                .hasMessageContaining("is not a resource of Kymaros; expected restore.kymaros.io/v1alpha1 and one of"
                        + " HealthCheckPolicy, RestoreReport, RestoreTest")
                .hasMessageContaining(kind.isEmpty() ? "(none)" : "\"" + kind + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "42", "[1, 2]", "- a\n- b\n", "true"})
    void whatIsNoObjectIsRefused(String document) {
        refused(document).hasMessageStartingWith("test.yaml: ").hasMessageContaining("is not a resource of Kymaros");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n---\n", "null"})
    void fileThatHoldsNothingIsRefused(String text) {
        refused(text)
                .hasMessage("test.yaml: holds no resource; expected restore.kymaros.io/v1alpha1 and one of"
                        + " HealthCheckPolicy, RestoreReport, RestoreTest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: [", "a: b: c", "\tkey: value", "a: \"open", "%TAG", "a: !<", "{\"a\": }", "&", "*", "? ["})
    void brokenYamlIsRefusedWithItsLine(String text) {
        refused(text).hasMessageStartingWith("test.yaml: ");
    }

    @Test
    void brokenYamlSaysInWhichLineItBreaks() {
        refused(TEST + "  sandbox: {ttl: [30m}\n").hasMessageStartingWith("test.yaml: line 9: ");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] bytes = TEST.getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xff;
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> StrictYaml.read("test.yaml", new ByteArrayInputStream(bytes)))
                .withMessageStartingWith("test.yaml: ");
    }

    @Test
    void deepNestingIsRefused() {
        refused(TEST + "  dependencies: " + "[".repeat(2000) + "]".repeat(2000) + "\n")
                .hasMessageStartingWith("test.yaml: ")
                .hasMessageContaining("depth");
        refused("a: ".repeat(2000)).hasMessageStartingWith("test.yaml: ");
        refused("- ".repeat(2000)).hasMessageStartingWith("test.yaml: ").hasMessageContaining("depth");
    }

    @Test
    void moreThanAMebibyteIsRefusedWithoutReadingAllOfIt() {
        EndlessStream endless = new EndlessStream();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> StrictYaml.read("test.yaml", endless))
                .withMessage("test.yaml: is larger than 1 MiB, which no resource of Kymaros is");
        assertThat(endless.read).isLessThan(2 * 1024 * 1024);
    }

    @Test
    void wrongWordIsRefusedWithTheKnownOnes() {
        refused(TEST + "  sandbox:\n    networkIsolation: none\n")
                .hasMessage(
                        "test.yaml: RestoreTest nightly: spec.sandbox.networkIsolation: \"none\" is not one of strict,"
                                + " group");
        refused(POLICY.replace("type: httpGet", "type: http"))
                .hasMessage("test.yaml: HealthCheckPolicy shop-checks: spec.checks[0].type: \"http\" is not one of"
                        + " podStatus, httpGet, tcpSocket, exec, resourceExists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "historyLimit: many | spec.historyLimit: must be a whole number",
                "historyLimit: 1.5 | spec.historyLimit: must be a whole number",
                "historyLimit: '7' | spec.historyLimit: must be a whole number",
                "historyLimit: [7] | spec.historyLimit: must be a whole number",
                "timeout: 15 | spec.timeout: must be a text; put it in quotes if it looks like a number",
                "timeout: true | spec.timeout: must be a text; put it in quotes if it looks like a number",
                "timeout: {value: 15m} | spec.timeout: must be a text; put it in quotes if it looks like a number",
                "sla: {alertOnExceed: 'yes'} | spec.sla.alertOnExceed: must be true or false",
                "sla: {alertOnExceed: 1} | spec.sla.alertOnExceed: must be true or false",
                "sla: 15m | spec.sla: must be an object with fields of its own",
                "dependencies: {name: auth} | spec.dependencies: must be a list",
                "dependencies: [auth] | spec.dependencies[0]: must be an object with fields of its own",
                "scoring: {requiredLevels: Completeness} | spec.scoring.requiredLevels: must be a list"
            })
    void wrongTypeIsRefusedWithItsField(String line, String problem) {
        refused(TEST + "  " + line + "\n").hasMessage("test.yaml: RestoreTest nightly: " + problem);
    }

    @Test
    void numberOutOfRangeIsRefusedWithItsField() {
        refused(TEST + "  historyLimit: 99999999999\n")
                .hasMessageStartingWith("test.yaml: RestoreTest nightly: spec.historyLimit: ");
    }

    @Test
    void placeInAnEnumerationIsNotItsWord() {
        refused(TEST + "  sandbox: {networkIsolation: 0}\n")
                .hasMessage("test.yaml: RestoreTest nightly: spec.sandbox.networkIsolation: \"0\" is not one of strict,"
                        + " group");
    }

    @ParameterizedTest
    @ValueSource(strings = {".nan", ".inf", "-.inf", "NaN", "Infinity", "1e3", "25.0"})
    void whatIsNoIntegerIsNoWeight(String number) {
        refused(TEST + "  scoring: {weights: {RestoreIntegrity: " + number + "}}\n")
                .hasMessageStartingWith("test.yaml: ");
    }

    @Test
    void endlessNumberIsRefused() {
        refused(TEST + "  historyLimit: " + "9".repeat(100_000) + "\n")
                .hasMessageStartingWith("test.yaml: ")
                .message()
                .hasSizeLessThan(600);
    }

    @Test
    void missingMetadataIsRefused() {
        refused("apiVersion: restore.kymaros.io/v1alpha1\nkind: RestoreTest\nmetadata: null\n")
                .hasMessageStartingWith("test.yaml: RestoreTest without a name: metadata");
    }

    @Test
    void messageStaysOneLineOfReadableLengthWhateverTheFileHolds() {
        String hostile = "\"x\\u001b[31m\\n::set-output name=a::b" + "y".repeat(900) + "\"";
        for (String line : List.of(
                hostile + ": 1",
                "sandbox: {networkIsolation: " + hostile + "}",
                "historyLimit: " + hostile,
                "sandbox: {" + hostile + ": {}}")) {
            refused(TEST + "  " + line + "\n")
                    .hasMessageStartingWith("test.yaml: RestoreTest nightly: spec.")
                    .message()
                    .hasSizeLessThan(600)
                    .doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Test
    void tagsThatNameJavaTypesMakeNothing() {
        refused("!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1:1/\"]]\n")
                .hasMessageContaining("is not a resource of Kymaros");
    }

    @Test
    void durationsStayText() {
        RestoreTest test = (RestoreTest) read(TEST + "  timeout: 1h30m\n").get(0);
        assertThat(GoDuration.parse(test.getSpec().timeout())).contains(Duration.ofMinutes(90));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(String text) {
        return org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidInputException.class);
    }

    private static List<HasMetadata> read(String text) {
        return StrictYaml.read("test.yaml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A comment without end. */
    private static final class EndlessStream extends java.io.InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return '#';
        }
    }
}
