package io.kymaros.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunEvidenceTest {
    private static final Instant START = Instant.parse("2026-03-02T03:00:01Z");

    @Test
    void dataIsAsOldAsTheBackupsStart() {
        assertThat(age(Optional.of(START.minusSeconds(3597)))).hasValue(3597);
        assertThat(age(Optional.of(START.minusMillis(1999)))).hasValue(1);
    }

    @Test
    void aClockThatRunsAheadMakesDataNew() {
        assertThat(age(Optional.of(START.plusSeconds(5)))).hasValue(0);
    }

    @Test
    void withoutAPointInTimeTheAgeIsNotKnown() {
        assertThat(age(Optional.empty())).isEmpty();
    }

    private static OptionalLong age(Optional<Instant> data) {
        return RunEvidence.builder()
                .testName("shop")
                .testNamespace("kymaros-system")
                .startedAt(START)
                .completedAt(START)
                .backup(BackupEvidence.builder().name("shop-1").startedAt(data).build())
                .build()
                .dataAgeSeconds();
    }
}
