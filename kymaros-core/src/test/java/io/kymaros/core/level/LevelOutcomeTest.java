package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LevelOutcomeTest {
    @ParameterizedTest
    @EnumSource
    void outcomeIsFoundByItsName(LevelOutcome outcome) {
        assertThat(LevelOutcome.named(outcome.toString())).contains(outcome);
    }

    @Test
    void otherNamesAreNoOutcome() {
        assertThat(LevelOutcome.named("passed")).isEmpty();
    }
}
