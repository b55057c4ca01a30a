package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailsAuditTest {
    /** 3 of 3, 2 of 4 and 1 of 5 came back. */
    private static final StoredLevel LEVEL = StoredLevel.builder()
            .name("Completeness")
            .addResourceTypes(type("Deployment", 3, 3), type("Secret", 2, 4), type("ConfigMap", 1, 5))
            .build();

    @ParameterizedTest
    @CsvSource({"PROPORTIONAL, 6, 12", "HALF_TYPES, 3, 6", "EXACT_TYPES, 1, 3", "ALL_OR_NOTHING, 1, 3"})
    void policySaysHowMuchOfTheDetailsIsGood(Credit credit, long good, long all) {
        ScoringPolicy policy = ScoringPolicy.builder()
                .credits(Map.of(Level.COMPLETENESS, credit))
                .build();
        List<Contradiction> found = new ArrayList<>();

        assertThat(new DetailsAudit(LEVEL, policy, "level").audit(Level.COMPLETENESS, Optional.empty(), found))
                .contains(new Share(good, all));
        assertThat(found).isEmpty();
    }

    private static StoredResourceType type(String resourceType, int found, int expected) {
        return StoredResourceType.builder()
                .resourceType(resourceType)
                .found(found)
                .expected(expected)
                .build();
    }
}
