package io.kymaros.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kymaros.core.evidence.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringPolicyTest {
    @Test
    void standardPolicyIsThatOfTheSpecification() {
        ScoringPolicy policy = ScoringPolicy.standard();

        assertThat(policy.weights().values()).containsExactly(25, 20, 20, 20, 10, 5);
        assertThat(policy.passThreshold()).isEqualTo(90);
        assertThat(policy.partialThreshold()).isEqualTo(70);
        assertThat(policy.credits())
                .isEqualTo(Map.of(
                        Level.COMPLETENESS, Credit.HALF_TYPES,
                        Level.POD_STARTUP, Credit.ALL_OR_NOTHING,
                        Level.HEALTH_CHECKS, Credit.ALL_OR_NOTHING,
                        Level.CROSS_NS_DEPENDENCIES, Credit.PROPORTIONAL));
        assertThat(policy.credit(Level.RESTORE_INTEGRITY)).isEqualTo(Credit.ALL_OR_NOTHING);
        assertThat(policy.unconfigured())
                .isEqualTo(Map.of(
                        Level.POD_STARTUP, Unconfigured.EARNS_ALL,
                        Level.HEALTH_CHECKS, Unconfigured.EARNS_NOTHING,
                        Level.RTO_COMPLIANCE, Unconfigured.EARNS_NOTHING));
        assertThat(policy.lostData()).isEqualTo(LostData.FAILS_THE_RESTORE);
        assertThat(policy.requiredLevels()).isEmpty();
        assertThat(policy.scoredResourceTypes())
                .containsExactly("Deployment", "Service", "PersistentVolumeClaim", "ConfigMap", "Secret");
    }

    @Test
    void levelsWithoutAWeightAreWorthNothing() {
        ScoringPolicy policy =
                ScoringPolicy.builder().weights(Map.of(Level.POD_STARTUP, 100)).build();

        assertThat(policy.weight(Level.POD_STARTUP)).isEqualTo(100);
        assertThat(policy.weight(Level.COMPLETENESS)).isZero();
    }

    @Test
    void weightsAddUpToExactlyAHundred() {
        assertThatThrownBy(() -> weighing(99, 0)).hasMessage("weights must add up to 100, but add up to 99");
        assertThatThrownBy(() -> weighing(100, 1)).hasMessage("weights must add up to 100, but add up to 101");
        assertThatThrownBy(() -> weighing(Integer.MAX_VALUE, Integer.MAX_VALUE))
                .hasMessage("weights must add up to 100, but add up to 4294967294");
    }

    @Test
    void whatAPolicyLeavesOutIsAsInTheStandardOne() {
        ScoringPolicy spelledOut = ScoringPolicy.builder()
                .putCredits(Level.COMPLETENESS, Credit.HALF_TYPES)
                .putUnconfigured(Level.RTO_COMPLIANCE, Unconfigured.EARNS_NOTHING)
                .build();

        assertThat(spelledOut).isEqualTo(ScoringPolicy.standard());
    }

    @Test
    void creditSuitsItsLevel() {
        assertThatThrownBy(() -> crediting(Level.RTO_COMPLIANCE, Credit.PROPORTIONAL))
                .hasMessage("credit: RTOCompliance has no parts; name one of"
                        + " [Completeness, PodStartup, HealthChecks, CrossNSDependencies]");
        assertThatThrownBy(() -> crediting(Level.POD_STARTUP, Credit.HALF_TYPES))
                .hasMessage("credit: PodStartup has no resource types; use AllOrNothing or Proportional");
    }

    @Test
    void onlyWhatCanBeUnconfiguredIsAwardedForIt() {
        assertThatThrownBy(() -> ScoringPolicy.builder()
                        .putUnconfigured(Level.COMPLETENESS, Unconfigured.EARNS_ALL)
                        .build())
                .hasMessage("unconfigured: Completeness always has something to check, or earns the same whatever the"
                        + " policy; name one of [PodStartup, HealthChecks, RTOCompliance]");
    }

    @Test
    void policiesHaveNames() {
        assertThat(ScoringPolicy.NAMES)
                .allSatisfy(name -> assertThat(ScoringPolicy.named(name)).isPresent());
        assertThat(ScoringPolicy.named("standard")).contains(ScoringPolicy.standard());
        assertThat(ScoringPolicy.named("existing-operator")).contains(ScoringPolicy.existingOperator());
        assertThat(ScoringPolicy.named("strict")).isEmpty();
    }

    @Test
    void weightsAreNotNegative() {
        assertThatThrownBy(() -> weighing(101, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights: PodStartup must not be negative, but is -1");
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "69, 70", "99, 100"})
    void thresholdsMayBeAnyTwoOrderedScores(int partial, int pass) {
        ScoringPolicy policy = ScoringPolicy.builder()
                .partialThreshold(partial)
                .passThreshold(pass)
                .build();

        assertThat(policy.partialThreshold()).isEqualTo(partial);
    }

    @ParameterizedTest
    @CsvSource({"0, 90", "-1, 90", "90, 90", "91, 90"})
    void partialThresholdLiesBetweenZeroAndThePassThreshold(int partial, int pass) {
        assertThatThrownBy(() -> ScoringPolicy.builder()
                        .partialThreshold(partial)
                        .passThreshold(pass)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partialThreshold must be above 0 and below passThreshold " + pass + ", but is " + partial);
    }

    @Test
    void passThresholdIsAtMostAHundred() {
        assertThatThrownBy(() -> ScoringPolicy.builder().passThreshold(101).build())
                .hasMessage("passThreshold must be at most 100, but is 101");
    }

    @Test
    void someResourceTypeScoresAndNoneTwice() {
        assertThatThrownBy(() ->
                        ScoringPolicy.builder().scoredResourceTypes(List.of()).build())
                .hasMessage("scoredResourceTypes must name at least one resource type");
        assertThatThrownBy(() -> ScoringPolicy.builder()
                        .scoredResourceTypes(List.of("Secret", "Pod", "Secret"))
                        .build())
                .hasMessage("scoredResourceTypes names Secret more than once");
    }

    @Test
    void policyDoesNotChangeWithTheMapItWasBuiltFrom() {
        Map<Level, Integer> weights = new EnumMap<>(Level.class);
        weights.put(Level.POD_STARTUP, 100);
        ScoringPolicy policy = ScoringPolicy.builder().weights(weights).build();

        weights.put(Level.POD_STARTUP, 0);

        assertThat(policy.weight(Level.POD_STARTUP)).isEqualTo(100);
    }

    private static ScoringPolicy crediting(Level level, Credit credit) {
        return ScoringPolicy.builder().putCredits(level, credit).build();
    }

    private static ScoringPolicy weighing(int restore, int pods) {
        return ScoringPolicy.builder()
                .weights(Map.of(Level.RESTORE_INTEGRITY, restore, Level.POD_STARTUP, pods))
                .build();
    }
}
