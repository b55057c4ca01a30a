package io.kymaros.core.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.arbitrary.LevelEvidence;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.IgnoredLosses;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableHealthChecksEvidence;
import io.kymaros.core.evidence.ImmutablePodStartupEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.core.level.Finding;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.report.Summary;
import io.kymaros.core.score.ConfidenceScore;
import io.kymaros.core.score.ConfidenceScorer;
import io.kymaros.core.score.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What one loss does to the score of any run under the standard policy, and what ignoring it does under any. */
class LossLaws extends Arbitrarily {
    private static final String CLAIM = "PersistentVolumeClaim";
    private static final String NEW_NAME = "one-more-that-nobody-else-is-called";

    @Provide
    Arbitrary<ObjectEvidence> lostClaims() {
        ObjectEvidence missing =
                ObjectEvidence.builder().name(NEW_NAME).restored(false).build();
        ObjectEvidence empty = ObjectEvidence.builder()
                .name(NEW_NAME)
                .restored(true)
                .defect(ObjectDefect.of("VolumeDataMissing", "the backup holds no data"))
                .build();
        return Arbitraries.of(missing, empty);
    }

    @Provide
    Arbitrary<List<IgnoredLoss>> ignoredLosses() {
        return LevelEvidence.ignoredLosses().list().ofMaxSize(4);
    }

    @Property
    void lostVolumeNeverScoresAboveFiftyFive(
            @ForAll("performedRuns") RunEvidence run, @ForAll("lostClaims") ObjectEvidence claim) {
        ConfidenceScore score = ConfidenceScorer.standard().score(with(run, claim));

        assertThat(score.scoreUpperBound().getAsInt()).isLessThanOrEqualTo(55);
        assertThat(score.result()).isEqualTo(Result.FAIL);
    }

    @Property
    void failedCheckNeverScoresAboveEighty(@ForAll("performedRuns") RunEvidence run) {
        CheckEvidence failed = CheckEvidence.builder()
                .name(NEW_NAME)
                .type("http")
                .target("http://api/")
                .result(CheckResult.FAIL)
                .build();
        HealthChecksEvidence checks = run.healthChecks()
                .orElseGet(() -> HealthChecksEvidence.builder().build());
        ConfidenceScore score = ConfidenceScorer.standard()
                .score(ImmutableRunEvidence.copyOf(run)
                        .withHealthChecks(ImmutableHealthChecksEvidence.copyOf(checks)
                                .withChecks(plus(checks.checks(), failed))));

        assertThat(score.scoreUpperBound().getAsInt()).isLessThanOrEqualTo(80);
        assertThat(score.result()).isNotEqualTo(Result.PASS);
    }

    @Property
    void unreadyPodNeverScoresAboveEighty(@ForAll("performedRuns") RunEvidence run) {
        PodEvidence unready =
                PodEvidence.builder().podName(NEW_NAME).ready(false).build();
        PodStartupEvidence startup =
                run.podStartup().orElseGet(() -> PodStartupEvidence.builder().build());
        ConfidenceScore score = ConfidenceScorer.standard()
                .score(ImmutableRunEvidence.copyOf(run)
                        .withPodStartup(
                                ImmutablePodStartupEvidence.copyOf(startup).withPods(plus(startup.pods(), unready))));

        assertThat(score.scoreUpperBound().getAsInt()).isLessThanOrEqualTo(80);
        assertThat(score.result()).isNotEqualTo(Result.PASS);
    }

    @Property
    void unknownVolumeIsNeverAPass(@ForAll("performedRuns") RunEvidence run) {
        ObjectEvidence unknown = ObjectEvidence.builder()
                .name(NEW_NAME)
                .restored(false)
                .unknown(true)
                .build();

        assertThat(ConfidenceScorer.standard().score(with(run, unknown)).result())
                .isNotEqualTo(Result.PASS);
    }

    /** What can't be known and isn't needed is not waited for: then what it could have brought is given up, too. */
    @Property
    void ignoringLossesNeverLowersTheScore(
            @ForAll("performedRuns") RunEvidence run,
            @ForAll("ignoredLosses") List<IgnoredLoss> ignored,
            @ForAll("policies") ScoringPolicy policy) {
        ConfidenceScore without = ConfidenceScorer.with(policy).score(run);
        RunEvidence marked = ignoring(run, ignored);
        ConfidenceScore with = ConfidenceScorer.with(policy).score(marked);

        assertThat(with.score().getAsInt())
                .isGreaterThanOrEqualTo(without.score().getAsInt());
        if (!ignoresUnknown(marked)) {
            assertThat(with.scoreUpperBound().getAsInt())
                    .isGreaterThanOrEqualTo(without.scoreUpperBound().getAsInt());
        }
    }

    private static boolean ignoresUnknown(RunEvidence run) {
        return run.completeness().stream()
                        .flatMap(completeness -> completeness.resourceTypes().stream())
                        .flatMap(type -> type.objects().stream())
                        .anyMatch(object -> object.ignoredLoss() && object.standing() == Standing.UNKNOWN)
                || run.podStartup().stream()
                        .flatMap(startup -> startup.pods().stream())
                        .anyMatch(pod -> pod.ignoredLoss() && pod.standing() == Standing.UNKNOWN);
    }

    @Property
    void ignoredLossIsAlwaysInTheReport(
            @ForAll("performedRuns") RunEvidence run,
            @ForAll("lostClaims") ObjectEvidence claim,
            @ForAll("policies") ScoringPolicy policy) {
        IgnoredLoss entry = IgnoredLoss.builder()
                .kind(CLAIM)
                .name("one-more-*")
                .reason("a scratch volume")
                .build();
        RunEvidence marked = ignoring(with(run, claim), List.of(entry));
        ConfidenceScore score = ConfidenceScorer.with(policy).score(marked);

        List<Finding> findings = score.level(Level.COMPLETENESS).orElseThrow().findings();
        assertThat(findings)
                .filteredOn(finding -> finding.object().equals(CLAIM + "/" + NEW_NAME))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
                    assertThat(finding.reason()).isEqualTo("LossIgnored");
                    assertThat(finding.observed()).endsWith("; ignored by the test: a scratch volume");
                });
        assertThat(Summary.of(marked, score)).contains("ignored by the test");
    }

    @Property
    void eachEntryMarksALossOrIsIdle(
            @ForAll("performedRuns") RunEvidence run, @ForAll("ignoredLosses") List<IgnoredLoss> ignored) {
        ignoring(run, ignored).completeness().ifPresent(completeness -> {
            List<String> reasons = completeness.resourceTypes().stream()
                    .flatMap(type -> type.objects().stream())
                    .flatMap(object -> object.ignored().stream())
                    .toList();
            for (IgnoredLoss entry : ignored) {
                assertThat(completeness.idleIgnoredLosses().contains(entry) || reasons.contains(entry.reason()))
                        .as(entry.pattern())
                        .isTrue();
            }
        });
    }

    /** Anything that was ignored in the evidence as it was drawn counts first. */
    private static RunEvidence ignoring(RunEvidence run, List<IgnoredLoss> ignored) {
        return ImmutableRunEvidence.copyOf(run)
                .withCompleteness(
                        run.completeness().map(seen -> IgnoredLosses.markedIn(seen, ignored, Optional.of("shop"))));
    }

    private static RunEvidence with(RunEvidence run, ObjectEvidence claim) {
        CompletenessEvidence seen = run.completeness()
                .orElseGet(() -> CompletenessEvidence.builder().build());
        List<ResourceTypeEvidence> types = new ArrayList<>(seen.resourceTypes());
        int claims = IntStream.range(0, types.size())
                .filter(i -> types.get(i).resourceType().equals(CLAIM))
                .findFirst()
                .orElse(-1);
        if (claims < 0) {
            types.add(ResourceTypeEvidence.builder()
                    .resourceType(CLAIM)
                    .addObjects(claim)
                    .build());
        } else {
            ResourceTypeEvidence type = types.get(claims);
            types.set(claims, ImmutableResourceTypeEvidence.copyOf(type).withObjects(plus(type.objects(), claim)));
        }
        return ImmutableRunEvidence.copyOf(run)
                .withCompleteness(ImmutableCompletenessEvidence.copyOf(seen).withResourceTypes(types));
    }

    private static <T> List<T> plus(List<? extends T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }
}
