package io.kymaros.core.policy;

import io.kymaros.core.evidence.Level;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** How evidence is turned into points: weights, thresholds, and the treatment of what is incomplete or missing. */
@Value.Immutable
public interface ScoringPolicy {
    /** The names of the policies that can be had by name. */
    List<String> NAMES = List.of("standard", "existing-operator");

    /** The levels that have parts, of which some can be good and some not. */
    List<Level> HAVE_PARTS =
            List.of(Level.COMPLETENESS, Level.POD_STARTUP, Level.HEALTH_CHECKS, Level.CROSS_NS_DEPENDENCIES);

    /** The levels in which there can be nothing to check, and which a policy may award or not. */
    List<Level> MAY_BE_UNCONFIGURED = List.of(Level.POD_STARTUP, Level.HEALTH_CHECKS, Level.RTO_COMPLIANCE);

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

    /**
     * What a level earns of which a part is not good, by level. Default {@link Credit#HALF_TYPES} for Completeness, {@link
     * Credit#PROPORTIONAL} for CrossNSDependencies and {@link Credit#ALL_OR_NOTHING} for PodStartup and HealthChecks.
     * RestoreIntegrity and RTOCompliance have no parts; the credits by type suit Completeness only.
     */
    Map<Level, Credit> credits();

    /**
     * What a level earns in which there is nothing to check, for the levels of which a policy may say so: {@link
     * Unconfigured#EARNS_NOTHING} by default for HealthChecks and RTOCompliance, {@link Unconfigured#EARNS_ALL} for PodStartup
     * (no workload expects a pod).
     */
    Map<Level, Unconfigured> unconfigured();

    /** What the lost data of a volume costs. Default {@link LostData#FAILS_THE_RESTORE}. */
    @Value.Default
    default LostData lostData() {
        return LostData.FAILS_THE_RESTORE;
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

    /** What the level earns of which a part is not good. */
    default Credit credit(Level level) {
        return credits().getOrDefault(level, usualCredit(level));
    }

    /** What the level earns in which there is nothing to check. */
    default Unconfigured unconfigured(Level level) {
        return unconfigured().getOrDefault(level, usuallyUnconfigured(level));
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

    /** Refuses a policy that can't be meant; the message names the field. What it leaves out is filled in. */
    @Value.Check
    default ScoringPolicy checked() {
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
        credits().forEach((level, credit) -> {
            if (!HAVE_PARTS.contains(level)) {
                throw new IllegalArgumentException("credit: " + level + " has no parts; name one of " + HAVE_PARTS);
            }
            if (credit.byType() && level != Level.COMPLETENESS) {
                throw new IllegalArgumentException("credit: " + level + " has no resource types; use "
                        + Credit.ALL_OR_NOTHING + " or " + Credit.PROPORTIONAL);
            }
        });
        unconfigured().keySet().forEach(level -> {
            if (!MAY_BE_UNCONFIGURED.contains(level)) {
                throw new IllegalArgumentException("unconfigured: " + level
                        + " always has something to check, or earns the same whatever the policy; name one of "
                        + MAY_BE_UNCONFIGURED);
            }
        });
        if (scoredResourceTypes().isEmpty()) {
            throw new IllegalArgumentException("scoredResourceTypes must name at least one resource type");
        }
        Set<String> seen = new HashSet<>();
        for (String type : scoredResourceTypes()) {
            if (!seen.add(type)) {
                throw new IllegalArgumentException("scoredResourceTypes names " + type + " more than once");
            }
        }
        Map<Level, Credit> credits = new EnumMap<>(Level.class);
        HAVE_PARTS.forEach(level -> credits.put(level, credit(level)));
        Map<Level, Unconfigured> unconfigured = new EnumMap<>(Level.class);
        MAY_BE_UNCONFIGURED.forEach(level -> unconfigured.put(level, unconfigured(level)));
        return credits.equals(credits()) && unconfigured.equals(unconfigured())
                ? this
                : builder()
                        .from(this)
                        .credits(credits)
                        .unconfigured(unconfigured)
                        .build();
    }

    /** Finds a policy by its name; empty if there is none of this name. */
    static Optional<ScoringPolicy> named(String name) {
        return switch (name) {
            case "standard" -> Optional.of(standard());
            case "existing-operator" -> Optional.of(existingOperator());
            default -> Optional.empty();
        };
    }

    /** The policy of the specification. */
    static ScoringPolicy standard() {
        return ImmutableScoringPolicy.builder().build();
    }

    /**
     * The arithmetic of the existing Kymaros operator (0.6): every part counts by itself, lost data is an object among others,
     * no objective is an objective that was met, and a namespace without pods earns nothing for them.
     */
    static ScoringPolicy existingOperator() {
        return builder()
                .putCredits(Level.COMPLETENESS, Credit.PROPORTIONAL)
                .putCredits(Level.POD_STARTUP, Credit.PROPORTIONAL)
                .putCredits(Level.HEALTH_CHECKS, Credit.PROPORTIONAL)
                .putUnconfigured(Level.POD_STARTUP, Unconfigured.EARNS_NOTHING)
                .putUnconfigured(Level.RTO_COMPLIANCE, Unconfigured.EARNS_ALL)
                .lostData(LostData.COUNTS_AS_AN_OBJECT)
                .build();
    }

    /** Starts from the standard policy. */
    static ImmutableScoringPolicy.Builder builder() {
        return ImmutableScoringPolicy.builder();
    }

    private static Credit usualCredit(Level level) {
        return switch (level) {
            case COMPLETENESS -> Credit.HALF_TYPES;
            case CROSS_NS_DEPENDENCIES -> Credit.PROPORTIONAL;
            case RESTORE_INTEGRITY, POD_STARTUP, HEALTH_CHECKS, RTO_COMPLIANCE -> Credit.ALL_OR_NOTHING;
        };
    }

    private static Unconfigured usuallyUnconfigured(Level level) {
        return level == Level.POD_STARTUP ? Unconfigured.EARNS_ALL : Unconfigured.EARNS_NOTHING;
    }
}
