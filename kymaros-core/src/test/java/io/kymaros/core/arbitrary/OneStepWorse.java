package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableDependenciesEvidence;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.ImmutableHealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.ImmutablePodStartupEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.ImmutableRtoEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All runs that are like a given one, but for one thing that went worse. */
public final class OneStepWorse {
    private static final String NEW_NAME = "one-more-that-nobody-else-is-called";

    private OneStepWorse() {}

    /** Every single thing that can go worse in a run, one at a time. */
    public static List<RunEvidence> of(RunEvidence run) {
        ImmutableRunEvidence base = ImmutableRunEvidence.copyOf(run);
        return Stream.of(
                        run.restore().stream().flatMap(OneStepWorse::restores).map(base::withRestore),
                        run.completeness().stream()
                                .flatMap(OneStepWorse::completeness)
                                .map(base::withCompleteness),
                        run.podStartup().stream().flatMap(OneStepWorse::pods).map(base::withPodStartup),
                        run.healthChecks().stream()
                                .flatMap(OneStepWorse::checks)
                                .map(base::withHealthChecks),
                        run.dependencies().stream()
                                .flatMap(OneStepWorse::dependencies)
                                .map(base::withDependencies),
                        run.rto().stream().flatMap(OneStepWorse::recoveryTimes).map(base::withRto))
                .<RunEvidence>flatMap(UnaryOperator.identity())
                .toList();
    }

    private static Stream<RestoreEvidence> restores(RestoreEvidence restore) {
        ImmutableRestoreEvidence base = ImmutableRestoreEvidence.copyOf(restore);
        return Stream.of(
                base.withPhase(
                        restore.phase() == RestorePhase.COMPLETED
                                ? RestorePhase.PARTIALLY_FAILED
                                : RestorePhase.FAILED),
                base.withPhase(RestorePhase.FAILED),
                base.withErrors(Math.max(restore.errors(), restore.errors() + 1)),
                base.withErrorMessages(plus(restore.errorMessages(), "one more")));
    }

    private static Stream<CompletenessEvidence> completeness(CompletenessEvidence completeness) {
        ImmutableCompletenessEvidence base = ImmutableCompletenessEvidence.copyOf(completeness);
        List<ResourceTypeEvidence> types = completeness.resourceTypes();
        return IntStream.range(0, types.size()).boxed().flatMap(i -> resourceTypes(types.get(i))
                .map(worse -> base.withResourceTypes(replaced(types, i, worse))));
    }

    private static Stream<ResourceTypeEvidence> resourceTypes(ResourceTypeEvidence type) {
        ImmutableResourceTypeEvidence base = ImmutableResourceTypeEvidence.copyOf(type);
        ObjectEvidence missing =
                ObjectEvidence.builder().name(NEW_NAME).restored(false).build();
        Stream<ResourceTypeEvidence> oneMoreMissing = Stream.of(
                base.withObjects(plus(type.objects(), missing)),
                base.withObjects(plus(type.objects(), missing)).withUnexpected(plus(type.unexpected(), "a surplus")));
        Stream<ResourceTypeEvidence> oneLost = IntStream.range(0, type.objects().size())
                .filter(i -> type.objects().get(i).sound())
                .boxed()
                .flatMap(i -> objects(type.objects().get(i))
                        .map(worse -> base.withObjects(replaced(type.objects(), i, worse))));
        return Stream.concat(oneMoreMissing, oneLost);
    }

    private static Stream<ObjectEvidence> objects(ObjectEvidence object) {
        ImmutableObjectEvidence base = ImmutableObjectEvidence.copyOf(object);
        return Stream.of(
                base.withRestored(false), base.withDefect(ObjectDefect.of("VolumeDataMissing", "the volume is empty")));
    }

    private static Stream<PodStartupEvidence> pods(PodStartupEvidence startup) {
        ImmutablePodStartupEvidence base = ImmutablePodStartupEvidence.copyOf(startup);
        PodEvidence unready =
                PodEvidence.builder().podName(NEW_NAME).ready(false).build();
        return Stream.concat(
                Stream.of(base.withPods(plus(startup.pods(), unready))),
                IntStream.range(0, startup.pods().size())
                        .filter(i -> startup.pods().get(i).ready())
                        .mapToObj(i -> base.withPods(replaced(
                                startup.pods(),
                                i,
                                ImmutablePodEvidence.copyOf(startup.pods().get(i))
                                        .withReady(false)))));
    }

    private static Stream<HealthChecksEvidence> checks(HealthChecksEvidence health) {
        ImmutableHealthChecksEvidence base = ImmutableHealthChecksEvidence.copyOf(health);
        CheckEvidence failing = CheckEvidence.builder()
                .name(NEW_NAME)
                .type("http")
                .target("http://api/")
                .result(CheckResult.FAIL)
                .build();
        return Stream.concat(
                Stream.of(base.withChecks(plus(health.checks(), failing))),
                IntStream.range(0, health.checks().size())
                        .filter(i -> health.checks().get(i).result() == CheckResult.PASS)
                        .mapToObj(i -> base.withChecks(replaced(
                                health.checks(),
                                i,
                                ImmutableCheckEvidence.copyOf(health.checks().get(i))
                                        .withResult(CheckResult.FAIL)))));
    }

    private static Stream<DependenciesEvidence> dependencies(DependenciesEvidence needed) {
        ImmutableDependenciesEvidence base = ImmutableDependenciesEvidence.copyOf(needed);
        DependencyEvidence unreachable = DependencyEvidence.builder()
                .name(NEW_NAME)
                .namespace("platform")
                .reachability(Reachability.UNREACHABLE)
                .method("readyEndpoints")
                .build();
        return Stream.concat(
                Stream.of(base.withDependencies(plus(needed.dependencies(), unreachable))),
                IntStream.range(0, needed.dependencies().size())
                        .filter(i -> needed.dependencies().get(i).reachability() == Reachability.REACHABLE)
                        .mapToObj(i -> base.withDependencies(replaced(
                                needed.dependencies(),
                                i,
                                ImmutableDependencyEvidence.copyOf(
                                                needed.dependencies().get(i))
                                        .withReachability(Reachability.UNREACHABLE)))));
    }

    private static Stream<RtoEvidence> recoveryTimes(RtoEvidence rto) {
        ImmutableRtoEvidence base = ImmutableRtoEvidence.copyOf(rto);
        return Stream.of(base.withMeasuredSeconds(rto.measuredSeconds() + 1), base.withMeasuredSeconds(Long.MAX_VALUE));
    }

    private static <T> List<T> plus(List<? extends T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }

    private static <T> List<T> replaced(List<? extends T> list, int index, T item) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, item);
        return changed;
    }
}
