package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HealthChecksLevelTest {
    private final HealthChecksLevel level = new HealthChecksLevel();

    @Test
    void checkThatFailedCostsTheLevel() {
        LevelResult result = judge(CheckResult.PASS, CheckResult.PASS, CheckResult.FAIL);

        assertThat(result.pointsEarned()).isZero();
        assertThat(result.reason()).isEqualTo("HealthChecksFailed");
        assertThat(result.message()).isEqualTo("2/3 health checks passed; 3 look at data");
        assertThat(result.findings())
                .containsExactly(Finding.of(
                        Level.HEALTH_CHECKS,
                        Severity.LOSS,
                        Reason.HEALTH_CHECK_FAILED,
                        "check/fail",
                        "http http://api/: fail"));
    }

    @Test
    void allChecksPassedEarnAll() {
        LevelResult result = judge(CheckResult.PASS);

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("HealthChecksPassed");
        assertThat(result.message()).isEqualTo("1/1 health check passed; 1 looks at data");
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void checkThatCouldNotBeMadeMakesTheLevelInconclusive() {
        LevelResult result = judge(CheckResult.PASS, CheckResult.INCONCLUSIVE);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isEqualTo(20);
        assertThat(result.reason()).isEqualTo("HealthChecksUnknown");
        assertThat(result.message()).isEqualTo("1/2 health checks passed, 1 could not be made; 2 look at data");
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
    }

    @Test
    void oneFailedCheckDecidesTheLevelWhateverTheUnknownOnesAre() {
        LevelResult result = judge(CheckResult.PASS, CheckResult.FAIL, CheckResult.INCONCLUSIVE);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
        assertThat(result.pointsUpperBound()).isZero();
        assertThat(result.reason()).isEqualTo("HealthChecksFailed");
        assertThat(result.message()).isEqualTo("1/3 health checks passed, 1 could not be made; 3 look at data");
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.LOSS, Severity.UNKNOWN);
        assertThat(result.findings().get(1).reason()).isEqualTo("HealthCheckUnknown");
    }

    @Test
    void findingQuotesWhatTheCheckObserved() {
        CheckEvidence check = CheckEvidence.builder()
                .from(check(CheckResult.FAIL))
                .message("HTTP 503, expected 200")
                .build();

        LevelResult result = judge(
                HealthChecksEvidence.builder().policy("shop").addChecks(check).build());

        assertThat(result.findings()).extracting(Finding::observed).containsExactly("HTTP 503, expected 200");
    }

    @Test
    void checksOfWhichNoneLooksAtDataAreNoted() {
        LevelResult result = judge(HealthChecksEvidence.builder()
                .policy("shop")
                .addChecks(CheckEvidence.builder()
                        .from(check(CheckResult.PASS))
                        .looksAtData(false)
                        .build())
                .build());

        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.message()).isEqualTo("1/1 health check passed");
        assertThat(result.findings()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.reason()).isEqualTo("HealthChecksWithoutData");
            assertThat(note.object()).isEqualTo("HealthChecks");
        });
    }

    @Test
    void oneCheckThatLooksAtDataIsEnough() {
        LevelResult result = judge(HealthChecksEvidence.builder()
                .policy("shop")
                .addChecks(check(CheckResult.PASS))
                .addChecks(CheckEvidence.builder()
                        .from(check(CheckResult.PASS))
                        .looksAtData(false)
                        .build())
                .build());

        assertThat(result.message()).isEqualTo("2/2 health checks passed; 1 looks at data");
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void testWithoutPolicyIsNotConfigured() {
        LevelResult result = judge(HealthChecksEvidence.builder().build());

        assertThat(result.outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
        assertThat(result.pointsEarned()).isZero();
        assertThat(result.pointsUpperBound()).isZero();
        assertThat(result.reason()).isEqualTo("HealthChecksNotConfigured");
        assertThat(result.message())
                .isEqualTo(
                        "No HealthCheckPolicy is linked; set spec.healthChecks.policyRef to have the application checked");
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.LOSS);
    }

    @Test
    void policyWithoutChecksProvesNoMoreThanNone() {
        LevelResult result = judge(HealthChecksEvidence.builder().policy("shop").build());

        assertThat(result.outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
        assertThat(result.message())
                .isEqualTo("HealthCheckPolicy shop defines no checks; add one to have the application checked");
    }

    @Test
    void policyMayAwardWhatIsNotConfigured() {
        ScoringPolicy generous = ScoringPolicy.builder()
                .putUnconfigured(Level.HEALTH_CHECKS, Unconfigured.EARNS_ALL)
                .build();

        LevelResult result = level.judge(
                Judged.run()
                        .healthChecks(HealthChecksEvidence.builder().build())
                        .build(),
                generous);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.NOT_CONFIGURED);
        assertThat(result.pointsEarned()).isEqualTo(20);
        assertThat(result.passed()).isTrue();
        assertThat(result.findings()).extracting(Finding::severity).containsExactly(Severity.NOTE);
    }

    @Test
    void checksWithoutANamedPolicyAreJudgedAllTheSame() {
        LevelResult result = judge(HealthChecksEvidence.builder()
                .addChecks(check(CheckResult.FAIL))
                .build());

        assertThat(result.outcome()).isEqualTo(LevelOutcome.FAILED);
    }

    private LevelResult judge(CheckResult... results) {
        return judge(HealthChecksEvidence.builder()
                .policy("shop")
                .checks(Stream.of(results).map(HealthChecksLevelTest::check).toList())
                .build());
    }

    private LevelResult judge(HealthChecksEvidence evidence) {
        return Judged.by(level, Judged.run().healthChecks(evidence));
    }

    private static CheckEvidence check(CheckResult result) {
        return CheckEvidence.builder()
                .name(result.toString())
                .type("http")
                .target("http://api/")
                .looksAtData(true)
                .result(result)
                .build();
    }
}
