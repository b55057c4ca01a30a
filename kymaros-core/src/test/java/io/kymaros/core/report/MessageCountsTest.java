package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.report.MessageCounts.Counted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCountsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, true",
        "-1, 2, 2, false",
        "2, -1, 2, false",
        "2, 2, -1, false",
        "200000, 0, 0, true",
        "200000, 1, 0, false",
        "0, 200000, 0, true",
        "1, 200000, 0, false",
        "0, 0, 200000, true",
        "1, 0, 200000, false"
    })
    void countsAreNeverBelowZeroNorAboveWhatAClusterHolds(long good, long bad, long unknown, boolean possible) {
        assertThat(new Counted(good, bad, unknown).possible()).isEqualTo(possible);
    }

    @ParameterizedTest
    @CsvSource({
        "'2/7 pods reached Running/Ready state, 3 held back by the test environment', 2, 2, 3",
        "'1/4 external dependencies reachable, 1 could not be asked', 1, 2, 1",
        "'All 6 pods reached Running/Ready state', 6, 0, 0"
    })
    void messageTellsGoodBadAndUnknown(String message, long good, long bad, long unknown) {
        assertThat(MessageCounts.counted(message)).contains(new Counted(good, bad, unknown));
    }
}
