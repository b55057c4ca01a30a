package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.EvidenceGap;
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
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.RunEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Ways in which the evidence of a level can fail to be known. */
public enum Hiding {
    /** It is known. */
    NOT_AT_ALL,
    /** It is absent, and nothing says why. */
    ABSENT,
    /** It is absent, and a gap says why. */
    GAP,
    /** It broke off: there are both evidence and gap. */
    BROKEN_OFF,
    /** One error, object, pod, check or dependency could not be judged; a recovery time is absent then. */
    ONE_ITEM;

    /** What happens to each level's evidence. */
    public static Arbitrary<Map<Level, Hiding>> ofLevels() {
        return Arbitraries.maps(Arbitraries.of(Level.class), Arbitraries.of(Hiding.class));
    }

    /** The run as it looks when some of its evidence is not known. */
    public static RunEvidence hide(RunEvidence run, Map<Level, Hiding> hidings) {
        RunEvidence hidden = run;
        for (Level level : Level.values()) {
            hidden = hidings.getOrDefault(level, NOT_AT_ALL).hide(hidden, level);
        }
        return hidden;
    }

    private RunEvidence hide(RunEvidence run, Level level) {
        return switch (this) {
            case NOT_AT_ALL -> run;
            case ABSENT -> without(run, level);
            case GAP -> withGap(without(run, level), level);
            case BROKEN_OFF -> withGap(run, level);
            case ONE_ITEM -> withUnknownItem(run, level);
        };
    }

    private static RunEvidence withGap(RunEvidence run, Level level) {
        return ImmutableRunEvidence.builder()
                .from(run)
                .addGaps(EvidenceGap.of(level, "Forbidden", "not allowed to look"))
                .build();
    }

    private static RunEvidence without(RunEvidence run, Level level) {
        ImmutableRunEvidence base = ImmutableRunEvidence.copyOf(run);
        return switch (level) {
            case RESTORE_INTEGRITY -> base.withRestore(Optional.empty());
            case COMPLETENESS -> base.withCompleteness(Optional.empty());
            case POD_STARTUP -> base.withPodStartup(Optional.empty());
            case HEALTH_CHECKS -> base.withHealthChecks(Optional.empty());
            case CROSS_NS_DEPENDENCIES -> base.withDependencies(Optional.empty());
            case RTO_COMPLIANCE -> base.withRto(Optional.empty());
        };
    }

    private static RunEvidence withUnknownItem(RunEvidence run, Level level) {
        ImmutableRunEvidence base = ImmutableRunEvidence.copyOf(run);
        return switch (level) {
            case POD_STARTUP ->
                base.withPodStartup(run.podStartup().map(startup -> ImmutablePodStartupEvidence.copyOf(startup)
                        .withPods(firstChanged(startup.pods(), Hiding::unknown))));
            case HEALTH_CHECKS ->
                base.withHealthChecks(run.healthChecks().map(health -> ImmutableHealthChecksEvidence.copyOf(health)
                        .withChecks(firstChanged(health.checks(), check -> ImmutableCheckEvidence.copyOf(check)
                                .withResult(CheckResult.INCONCLUSIVE)))));
            case CROSS_NS_DEPENDENCIES ->
                base.withDependencies(run.dependencies().map(needed -> ImmutableDependenciesEvidence.copyOf(needed)
                        .withDependencies(firstChanged(
                                needed.dependencies(), dependency -> ImmutableDependencyEvidence.copyOf(dependency)
                                        .withReachability(Reachability.UNKNOWN)))));
            case RESTORE_INTEGRITY ->
                base.withRestore(run.restore().map(restore -> ImmutableRestoreEvidence.builder()
                        .from(restore)
                        .addEnvironmentErrors("a port that is taken")
                        .build()));
            case COMPLETENESS ->
                base.withCompleteness(run.completeness().map(evidence -> ImmutableCompletenessEvidence.copyOf(evidence)
                        .withResourceTypes(firstChanged(
                                evidence.resourceTypes(), type -> ImmutableResourceTypeEvidence.copyOf(type)
                                        .withObjects(firstChanged(type.objects(), Hiding::unknown))))));
            case RTO_COMPLIANCE -> without(run, level);
        };
    }

    private static PodEvidence unknown(PodEvidence pod) {
        return pod.ignoredLoss()
                ? pod
                : ImmutablePodEvidence.copyOf(pod)
                        .withReady(false)
                        .withUnknown(true)
                        .withIgnored(Optional.empty());
    }

    /** An ignored loss is none, whatever became of the object. */
    private static ObjectEvidence unknown(ObjectEvidence object) {
        return object.ignoredLoss()
                ? object
                : ImmutableObjectEvidence.copyOf(object)
                        .withRestored(false)
                        .withUnknown(true)
                        .withIgnored(Optional.empty());
    }

    private static <T> List<T> firstChanged(List<? extends T> items, UnaryOperator<T> change) {
        List<T> changed = new ArrayList<>(items);
        if (!changed.isEmpty()) {
            changed.set(0, change.apply(changed.get(0)));
        }
        return changed;
    }
}
