package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.level.Finding;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportSizeTest {
    @Test
    void textOfTheGreatestLengthIsKeptAndALongerOneSaysThatItIsCut() {
        String longest = "x".repeat(1000);

        assertThat(ReportSize.cut(longest)).isEqualTo(longest);
        assertThat(ReportSize.cut(longest + "y")).isEqualTo(longest + "...");
    }

    @Test
    void letterOfTwoCharsIsNeverCutInTwo() {
        String start = "x".repeat(999);

        assertThat(ReportSize.cut(start + "\uD83D\uDE00")).isEqualTo(start + "...");
    }

    @Test
    void textWithoutLettersIsNotStored() {
        assertThat(ReportSize.stored(Optional.of(""))).isEmpty();
        assertThat(ReportSize.stored(Optional.of("said"))).contains("said");
    }

    @Test
    void listThatHasRoomIsItself() {
        List<Integer> full = WholeFormAuditTest.many(200, i -> i);

        assertThat(ReportSize.limited(full)).isSameAs(full);
        assertThat(ReportSize.limited(WholeFormAuditTest.many(201, i -> i))).isEqualTo(full);
    }

    @Test
    void ignoredLossesComeBeforeOtherNotesAndAfterLosses() {
        ResourceTypeEvidence secrets = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .addObjects(
                        lost("gone").build(), lost("cache").ignored("made anew").build())
                .build();
        ResourceTypeEvidence unexpected = ResourceTypeEvidence.builder()
                .resourceType("ConfigMap")
                .addUnexpected("made-up")
                .build();

        assertThat(ReportSize.findings(ConfidenceScorer.with(ScoringPolicy.standard())
                        .score(Seed.run()
                                .completeness(CompletenessEvidence.builder()
                                        .addResourceTypes(unexpected, secrets)
                                        .build())
                                .build())))
                .extracting(Finding::object)
                .containsExactly("Secret/gone", "Secret/cache", "ConfigMap/made-up", "HealthChecks");
    }

    private static ImmutableObjectEvidence.Builder lost(String name) {
        return ObjectEvidence.builder().name(name).restored(false);
    }
}
