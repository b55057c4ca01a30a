package io.kymaros.core.policy;

import io.kymaros.core.evidence.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/** How evidence is turned into points: weights, thresholds, and the treatment of what is incomplete or missing. */
@Value.Immutable
public interface ScoringPolicy {
    /** Points that each level can earn: integers from 0 that add up to exactly 100. Default 25/20/20/20/10/5. */
    @Value.Default
    default Map<Level, Integer> weights() {
        Map<Level, Integer> weights = new LinkedHashMap<>();
        weights.put(Level.RESTORE_INTEGRITY, 25);
        weights.put(Level.COMPLETENESS, 20);
        weights.put(Level.POD_STARTUP, 20);
        weights.put(Level.HEALTH_CHECKS, 20);
        weights.put(Level.CROSS_NS_DEPENDENCIES, 10);
        weights.put(Level.RTO_COMPLIANCE, 5);
        return weights;
    }

    /** Lowest score that is a Pass. Default 90. */
    @Value.Default
    default int passThreshold() {
        return 90;
    }

    /** Lowest score that is Partial; above 0 and below the Pass threshold. Default 70. */
    @Value.Default
    default int partialThreshold() {
        return 70;
    }

    /** What an incomplete resource type earns. Default {@link PartialCredit#HALF_TYPES}. */
    @Value.Default
    default PartialCredit partialCredit() {
        return PartialCredit.HALF_TYPES;
    }

    /** What a level earns that is not configured. Default {@link Unconfigured#EARNS_NOTHING}. */
    @Value.Default
    default Unconfigured unconfigured() {
        return Unconfigured.EARNS_NOTHING;
    }

    /** Levels that must be passed for the result to be Pass; otherwise it is Partial at best. Default none. */
    Set<Level> requiredLevels();

    /**
     * Resource types that the Completeness level scores; others are compared and shown only. Default Deployment, Service,
     * PersistentVolumeClaim, ConfigMap and Secret.
     */
    @Value.Default
    default List<String> scoredResourceTypes() {
        return List.of("Deployment", "Service", "PersistentVolumeClaim", "ConfigMap", "Secret");
    }

    /** Points that the level can earn. */
    default int weight(Level level) {
        return weights().getOrDefault(level, 0);
    }

    /**
     * Whether points reach the Pass threshold's share of what could be earned.
     *
     * @param earned points, from 0 to {@code max}
     * @param max points that could be earned, from 0 to 100
     */
    default boolean isPassed(int earned, int max) {
        return earned * 100 >= passThreshold() * max;
    }

    /** Refuses a policy that can't be meant; the message names the field. */
    @Value.Check
    default void check() {
        weights().forEach((level, weight) -> {
            if (weight < 0) {
                throw new IllegalArgumentException("weights: " + level + " must not be negative, but is " + weight);
            }
        });
        long sum = weights().values().stream().mapToLong(Integer::longValue).sum();
        if (sum != 100) {
            throw new IllegalArgumentException("weights must add up to 100, but add up to " + sum);
        }
        if (passThreshold() > 100) {
            throw new IllegalArgumentException("passThreshold must be at most 100, but is " + passThreshold());
        }
        if (partialThreshold() <= 0 || partialThreshold() >= passThreshold()) {
            throw new IllegalArgumentException("partialThreshold must be above 0 and below passThreshold "
                    + passThreshold() + ", but is " + partialThreshold());
        }
        if (scoredResourceTypes().isEmpty()) {
            throw new IllegalArgumentException("scoredResourceTypes must name at least one resource type");
        }
        Set<String> seen = new HashSet<>();
        for (String type : scoredResourceTypes()) {
            if (!seen.add(type)) {
                throw new IllegalArgumentException("scoredResourceTypes names " + type + " more than once");
            }
        }
    }

    /** The policy of the specification. */
    static ScoringPolicy standard() {
        return ImmutableScoringPolicy.builder().build();
    }

    /** Starts from the standard policy. */
    static ImmutableScoringPolicy.Builder builder() {
        return ImmutableScoringPolicy.builder();
    }
}
