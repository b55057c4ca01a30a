package io.kymaros.core.report;

import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.LevelResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** A level as a report states it. */
@Value.Immutable
public interface StoredLevel {
    /** The level's name, as text. */
    String name();

    /** The stated points that the level could earn. */
    OptionalInt maxPoints();

    /** The stated points that it earned. */
    OptionalInt pointsEarned();

    /** The stated points that it could earn if the missing evidence were good; only where that differs. */
    OptionalInt pointsUpperBound();

    /** Whether it is said to be passed. */
    Optional<Boolean> passed();

    /** The stated outcome, as text. */
    Optional<String> outcome();

    /** The stated reason code. */
    Optional<String> reason();

    /** The stated message. */
    Optional<String> message();

    /** The stated resource types; empty for other levels than Completeness. */
    List<StoredResourceType> resourceTypes();

    /** The stated pods, checks or dependencies; a report may list only some of them. */
    List<StoredItem> items();

    /** Starts an empty level. */
    static ImmutableStoredLevel.Builder builder() {
        return ImmutableStoredLevel.builder();
    }

    /** A level of a run, as it is to be stored. */
    static StoredLevel of(RunEvidence evidence, LevelResult level) {
        ImmutableStoredLevel.Builder stored = builder()
                .name(level.level().toString())
                .maxPoints(level.maxPoints())
                .pointsEarned(level.pointsEarned())
                .pointsUpperBound(
                        level.pointsUpperBound() == level.pointsEarned()
                                ? OptionalInt.empty()
                                : OptionalInt.of(level.pointsUpperBound()))
                .passed(level.passed())
                .outcome(level.outcome().toString())
                .reason(level.reason())
                .message(ReportSize.stored(Optional.of(level.message())));
        switch (level.level()) {
            case COMPLETENESS ->
                evidence.completeness().ifPresent(completeness -> completeness.resourceTypes().stream()
                        .filter(type -> type.expected() > 0)
                        .forEach(type -> stored.addResourceTypes(StoredResourceType.of(type))));
            case POD_STARTUP ->
                evidence.podStartup().ifPresent(startup -> ReportSize.limited(startup.pods().stream()
                                .filter(pod -> !pod.ignoredLoss())
                                .toList())
                        .forEach(pod -> stored.addItems(StoredItem.of(pod))));
            case HEALTH_CHECKS ->
                evidence.healthChecks()
                        .ifPresent(health -> health.checks().forEach(check -> stored.addItems(StoredItem.of(check))));
            case CROSS_NS_DEPENDENCIES ->
                evidence.dependencies().ifPresent(needed -> ReportSize.limited(needed.dependencies())
                        .forEach(dependency -> stored.addItems(StoredItem.of(dependency))));
            case RESTORE_INTEGRITY, RTO_COMPLIANCE -> {
                // Nothing is listed.
            }
        }
        return stored.build();
    }
}
