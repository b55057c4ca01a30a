package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.level.Reason;
import io.kymaros.core.report.StoredItem;
import io.kymaros.core.report.StoredLevel;
import io.kymaros.core.report.StoredReport;
import io.kymaros.core.report.StoredResourceType;
import io.kymaros.core.report.StoredRto;
import io.kymaros.core.score.Result;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Stored reports as anyone could have written them: consistent or not, whole or not, possible or not. */
public final class Reports {
    private Reports() {}

    /** Any stored report. */
    public static Arbitrary<StoredReport> any() {
        Arbitrary<Optional<Instant>> times = Arbitraries.longs()
                .between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
                .map(Instant::ofEpochSecond)
                .optional();
        Arbitrary<Optional<String>> results = text(Arbitraries.of(Result.class).map(Result::toString));
        return Combinators.combine(
                        Combinators.combine(times, times, times)
                                .as((created, started, completed) -> StoredReport.builder()
                                        .creationTimestamp(created)
                                        .runStartedAt(started)
                                        .runCompletedAt(completed)),
                        numbers(),
                        numbers(),
                        results,
                        Texts.reasons().optional(0.1),
                        recoveryTimes().optional(),
                        levels().list().ofMaxSize(7),
                        Policies.any().optional())
                .as((report, score, bound, result, reason, rto, levels, policy) -> report.score(score)
                        .scoreUpperBound(bound)
                        .result(result)
                        .reason(reason)
                        .rto(rto)
                        .validationLevels(levels)
                        .summary(score.isPresent() ? "Score " + score.getAsInt() + "/100 (Pass). As ever." : "As ever.")
                        .policy(policy)
                        .build());
    }

    private static Arbitrary<StoredLevel> levels() {
        Arbitrary<String> names =
                text(Arbitraries.of(Level.class).map(Level::toString)).map(name -> name.orElse("?"));
        return Combinators.combine(
                        names,
                        numbers(),
                        numbers(),
                        Arbitraries.of(true, false).optional(),
                        text(Arbitraries.of(LevelOutcome.class).map(LevelOutcome::toString)),
                        text(Arbitraries.of(Reason.class).map(Reason::toString)),
                        levelMessages().optional(),
                        Combinators.combine(
                                        resourceTypes().list().ofMaxSize(3),
                                        items().list().ofMaxSize(3))
                                .as((types, items) -> StoredLevel.builder()
                                        .resourceTypes(types)
                                        .items(items)))
                .as((name, max, earned, passed, outcome, reason, message, level) -> level.name(name)
                        .maxPoints(max)
                        .pointsEarned(earned)
                        .passed(passed)
                        .outcome(outcome)
                        .reason(reason)
                        .message(message)
                        .build());
    }

    private static Arbitrary<String> levelMessages() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "All 6 pods reached Running/Ready state",
                        "7/6 pods reached Running/Ready state",
                        "999999999/1 health check passed",
                        "0/0 external dependencies reachable",
                        "1/2 resource types matched exactly; Secrets: 7/8",
                        "RTO 7m42s is within SLA of 15m",
                        "99999999999999999999/1 health check passed"),
                Texts.messages());
    }

    private static Arbitrary<StoredResourceType> resourceTypes() {
        return Combinators.combine(
                        Arbitraries.of("Secret", "Deployment", "Whatever"),
                        Arbitraries.integers(),
                        Arbitraries.integers().between(-3, 9),
                        Arbitraries.of(true, false).optional())
                .as((type, expected, found, matched) -> StoredResourceType.builder()
                        .resourceType(type)
                        .expected(expected)
                        .found(found)
                        .matched(matched)
                        .build());
    }

    private static Arbitrary<StoredItem> items() {
        return Combinators.combine(Texts.names(), Arbitraries.of(true, false)).as(StoredItem::of);
    }

    private static Arbitrary<StoredRto> recoveryTimes() {
        Arbitrary<OptionalLong> seconds = Arbitraries.longs().optional().map(value -> value.map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
        return Combinators.combine(seconds, seconds, Arbitraries.of(true, false).optional())
                .as((measured, objective, met) -> StoredRto.builder()
                        .measuredSeconds(measured)
                        .slaMaxSeconds(objective)
                        .compliant(met)
                        .build());
    }

    private static Arbitrary<OptionalInt> numbers() {
        return Arbitraries.oneOf(Arbitraries.integers().between(-1, 101), Arbitraries.integers())
                .optional()
                .map(value -> value.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static Arbitrary<Optional<String>> text(Arbitrary<String> known) {
        return Arbitraries.oneOf(known, Texts.names()).optional();
    }
}
