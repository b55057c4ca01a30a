package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
    @ParameterizedTest
    @EnumSource
    void everyReasonHasACodeAMeaningAndARemedy(Reason reason) {
        assertThat(reason.toString()).matches("[A-Z][A-Za-z]+");
        assertThat(reason.meaning()).endsWith(".");
        assertThat(reason.remedy()).endsWith(".");
        assertThat(Reason.of(reason.toString())).contains(reason);
    }

    @Test
    void codesOfOthersAreNotKnown() {
        assertThat(Reason.of("LicenceExpired")).isEmpty();
    }
}
