package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "Pass, 98, 98, , 0",
        "Partial, 80, 80, , 1",
        "Fail, 10, 10, , 1",
        "Inconclusive, 80, 100, , 2",
        "Inconclusive, , , , 2",
        "Partial, 80, 80, 80, 0",
        "Partial, 80, 80, 81, 1",
        "Pass, 98, 98, 99, 1",
        "Inconclusive, 80, 100, 80, 0",
        "Inconclusive, 80, 100, 90, 2",
        "Inconclusive, 50, 70, 90, 1",
        "Inconclusive, , , 10, 2",
    })
    void theExitCodeSaysWhatTheVerdictMeans(
            String result, Integer score, Integer upper, Integer failUnder, int expected) {
        RestoreReportStatus verdict = new RestoreReportStatusBuilder()
                .result(result)
                .score(score)
                .scoreUpperBound(upper)
                .build();
        assertThat(ExitCode.of(verdict, failUnder)).isEqualTo(expected);
    }
}
