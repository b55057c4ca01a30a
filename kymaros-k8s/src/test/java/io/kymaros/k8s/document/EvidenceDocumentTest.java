package io.kymaros.k8s.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceDocumentTest {
    private static final String HEAD = "apiVersion: kymaros.io/evidence/v1\n";
    private static final String RUN = HEAD + """
            evidence:
              testName: nightly
              testNamespace: kymaros-system
              startedAt: "2024-01-15T03:00:01Z"
              completedAt: "2024-01-15T03:07:43Z"
            """;

    @Test
    void documentIsWrittenForPeopleToRead() {
        assertThat(EvidenceDocument.builder()
                        .reportName("my-first-test-20240115-0300")
                        .evidence(Seed.evidence())
                        .build()
                        .toYaml())
                .startsWith("""
                        apiVersion: kymaros.io/evidence/v1
                        reportName: my-first-test-20240115-0300
                        evidence:
                          testName: my-first-test
                          testNamespace: kymaros-system
                          startedAt: "2024-01-15T03:00:01Z"
                          completedAt: "2024-01-15T03:07:43Z"
                          backup:
                            name: shop-20240115
                            startedAt: "2024-01-15T01:00:00Z"
                            namespaces:
                            - shop
                          sandboxNamespace: rp-test-a3f2c1
                          restoreName: kymaros-my-first-test-20240115t030001
                          restore:
                            tool: Velero
                            phase: Completed
                          completeness:
                            resourceTypes:
                            - resourceType: Deployment
                              objects:
                              - name: object-0
                                restored: true
                        """)
                .contains("""
                              - name: payment-key
                                origin: SourceNamespace
                                restored: false
                          podStartup:
                            pods:
                            - podName: api-7d9f8b6c4d-xk2lp
                              workload: Deployment/api
                              ready: true
                              startupSeconds: 18
                        """)
                .endsWith("""
                          rto:
                            measuredSeconds: 462
                            slaMaxSeconds: 900
                        """);
    }

    @Test
    void leastDocumentIsOneOfARunOfWhichNothingIsKnown() {
        EvidenceDocument document = read(RUN);

        assertThat(document.policy()).isEqualTo(ScoringPolicy.standard());
        assertThat(document.reportName()).isEmpty();
        assertThat(document.expected()).isEmpty();
        assertThat(ConfidenceScorer.standard().score(document.evidence()).result())
                .isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void policyHasTheShapeOfScoringInARestoreTest() {
        String policy = """
                policy:
                  weights:
                    RestoreIntegrity: 40
                    PodStartup: 60
                  thresholds:
                    pass: 95
                  credit:
                    Completeness: Proportional
                  unconfigured:
                    HealthChecks: EarnsAll
                  lostData: CountsAsAnObject
                  requiredLevels:
                  - PodStartup
                  scoredResourceTypes:
                  - Secret
                """;

        assertThat(read(RUN + policy).policy())
                .isEqualTo(ScoringPolicy.builder()
                        .weights(Map.of(Level.RESTORE_INTEGRITY, 40, Level.POD_STARTUP, 60))
                        .passThreshold(95)
                        .putCredits(Level.COMPLETENESS, Credit.PROPORTIONAL)
                        .putUnconfigured(Level.HEALTH_CHECKS, Unconfigured.EARNS_ALL)
                        .lostData(LostData.COUNTS_AS_AN_OBJECT)
                        .addRequiredLevels(Level.POD_STARTUP)
                        .addScoredResourceTypes("Secret")
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    podStartUp: {}                                   | evidence.podStartUp: unknown field; did you mean podStartup?
                    luck: {}                                         | evidence.luck: unknown field; known here: testName, testNamespace, startedAt, completedAt, backup, sandboxNamespace, restoreName, obstacle, restore, completeness, podStartup, healthChecks, dependencies, rto, gaps
                    restore: {tool: Velero}                          | evidence.restore.phase: is required
                    restore: {tool: Velero, phase: Complete}         | evidence.restore.phase: "Complete" is not one of Completed, PartiallyFailed, Failed; did you mean Completed?
                    restore: {tool: 1, phase: Completed}             | evidence.restore.tool: 1 where text is expected; put it in quotes if it is meant as text
                    restore: []                                      | evidence.restore: a list where an object is expected, with the fields tool, phase, errors, warnings, errorMessages, environmentErrors, warningMessages
                    restore: ~                                       | evidence.restore: null where an object is expected, with the fields tool, phase, errors, warnings, errorMessages, environmentErrors, warningMessages
                    rto: {measuredSeconds: -1}                       | evidence.rto: measuredSeconds must not be negative, but is -1
                    rto: {measuredSeconds: 1.0}                      | evidence.rto.measuredSeconds: 1.0 where a whole number up to 9223372036854775807 is expected
                    rto: {measuredSeconds: 9223372036854775808}      | evidence.rto.measuredSeconds: 9223372036854775808 where a whole number up to 9223372036854775807 is expected
                    rto: {measuredSeconds: "1"}                      | evidence.rto.measuredSeconds: "1" where a whole number up to 9223372036854775807 is expected
                    podStartup: {pods: {}}                           | evidence.podStartup.pods: an object where a list is expected
                    podStartup: {pods: [{podName: a, ready: true}, {podName: b, ready: yes!}]} | evidence.podStartup.pods[1].ready: "yes!" where true or false is expected
                    podStartup: {pods: [{podName: a, ready: true, startupSeconds: 2147483648}]} | evidence.podStartup.pods[0].startupSeconds: 2147483648 where a whole number up to 2147483647 is expected
                    podStartup: {pods: [{podName: a, ready: true, unknown: true}]} | evidence.podStartup.pods[0]: pod a can't be ready and unknown
                    backup: {name: b, startedAt: yesterday}          | evidence.backup.startedAt: "yesterday" is no time such as 2024-01-15T03:00:00Z
                    gaps: [{level: Pods, reason: R, message: m}]     | evidence.gaps[0].level: "Pods" is not one of RestoreIntegrity, Completeness, PodStartup, HealthChecks, CrossNSDependencies, RTOCompliance
                    """)
    void whatCanNotBeMeantIsRefusedWithItsPlace(String field, String message) {
        refused(RUN + "  " + field + "\n", message);
    }

    @Test
    void policyThatCanNotBeMeantIsRefused() {
        refused(RUN + "policy: {weights: {PodStartup: 99}}\n", "policy: weights must add up to 100, but add up to 99");
        refused(
                RUN + "policy: {thresholds: {passed: 99}}\n",
                "policy.thresholds: \"passed\" is not one of pass, partial; did you mean pass?");
        refused(RUN + "policy: {thresholds: 90}\n", "policy.thresholds: 90 where an object is expected");
    }

    @Test
    void otherVersionsAndKindsAreRefused() {
        refused(
                "apiVersion: restore.kymaros.io/v1alpha1\nkind: RestoreReport\n",
                "apiVersion: apiVersion \"restore.kymaros.io/v1alpha1\" is not known here; expected kymaros.io/evidence/v1");
        refused("evidence: {}\n", "evidence.testName: is required");
        refused(
                "- a\n",
                "a list where an object is expected, with the fields apiVersion, about, reportName, policy, evidence, expected");
    }

    @Test
    void emptyDocumentIsRefused() {
        refused("", "is empty");
        refused("# nothing\n", "is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reportName: a\nreportName: b\n", "evidence: {testName: a, testName: b}\n"})
    void keyThatOccursTwiceIsRefused(String twice) {
        assertThatThrownBy(() -> read(HEAD + twice))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("(?s)run.yaml: line [23]: .*[Dd]uplicate.*");
    }

    @Test
    void keyThatOccursTwiceInJsonIsRefused() {
        assertThatThrownBy(() -> read("{\"apiVersion\": \"a\",\n\"apiVersion\": \"b\"}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("run.yaml: line 2: .*Duplicate field 'apiVersion'.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "about: *a\n",
                "about: !!binary aGk=\n",
                "evidence: &a {testName: x}\n",
                "evidence: &a {testName: *a}\n"
            })
    void anchorsAliasesAndTagsAreNotRead(String text) {
        refused(HEAD + text, "line 2: anchors, aliases and tags are not read here");
    }

    @Test
    void fieldWithoutAValueIsRefused() {
        refused(RUN + "  restore:\n", "line 7: a value is missing; leave the field out instead");
        refused(RUN + "  gaps:\n  -\n", "line 8: a value is missing; leave the field out instead");
        assertThat(read(RUN + "about: \"\"\n").about()).contains("");
    }

    @Test
    void secondDocumentIsRefused() {
        assertThatThrownBy(() -> read(RUN + "---\n" + RUN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("more than one document");
        assertThatThrownBy(() -> read(EvidenceDocument.of(Seed.evidence(), ScoringPolicy.standard())
                                .toJson() + "{}"))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(101) + "]".repeat(101);

        assertThatThrownBy(() -> read(HEAD + "evidence: " + deep))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> read("{\"evidence\": " + deep + "}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void longNumbersAreRefused() {
        String number = "9".repeat(41);

        assertThatThrownBy(() -> read(RUN + "  rto: {measuredSeconds: " + number + "}\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Number value length (41) exceeds the maximum allowed (40");
    }

    @Test
    void sizeIsLimited() {
        String large = RUN + "#" + "x".repeat(EvidenceDocument.HAND_WRITTEN);

        refused(large, "is larger than 1048576 bytes, which is the limit here");
        assertThat(EvidenceDocument.read("run.yaml", stream(large), 2 * EvidenceDocument.HAND_WRITTEN))
                .isEqualTo(read(RUN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evidence: [", "evidence: {a: b", "\"", "a: b: c", "\t", "{\"a\": }", "{"})
    void whatIsNoYamlIsRefusedWithItsLine(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("run.yaml: line [12]: .+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "null",
                "~",
                "1",
                "1e3",
                "0x1F",
                "0o7",
                "1_000",
                "1:30",
                ".5",
                "a: b",
                "a #b",
                "- a",
                "",
                " a",
                "a ",
                "2024-01-15",
                "line one\nline two",
                "trailing\n",
                "\ttab",
                "\u0000",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\uD83D\uDE80",
                "\"",
                "'",
                "{",
                "[",
                "|",
                ">",
                "%",
                "@",
                "`",
                "!",
                "&",
                "*",
                "?",
                ":",
                "<<",
                "="
            })
    void anyTextReadsAsItself(String text) {
        EvidenceDocument document = EvidenceDocument.builder()
                .about(text)
                .evidence(read(RUN).evidence())
                .build();

        assertThat(read(document.toYaml()).about()).contains(text);
        assertThat(read(document.toJson()).about()).contains(text);
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("run.yaml: " + message);
    }

    private static EvidenceDocument read(String text) {
        return EvidenceDocument.read("run.yaml", stream(text));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
