package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableDependenciesEvidence;
import io.kymaros.core.evidence.ImmutableHealthChecksEvidence;
import io.kymaros.core.evidence.ImmutablePodStartupEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.RunEvidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The same observations in another order. */
public final class Shuffled {
    private Shuffled() {}

    /** The run with every list in random order. */
    public static RunEvidence run(RunEvidence run, Random random) {
        return ImmutableRunEvidence.copyOf(run)
                .withGaps(shuffled(run.gaps(), random))
                .withCompleteness(
                        run.completeness().map(completeness -> ImmutableCompletenessEvidence.copyOf(completeness)
                                .withResourceTypes(shuffled(completeness.resourceTypes(), random).stream()
                                        .map(type -> ImmutableResourceTypeEvidence.copyOf(type)
                                                .withObjects(shuffled(type.objects(), random))
                                                .withUnexpected(shuffled(type.unexpected(), random)))
                                        .toList())))
                .withPodStartup(run.podStartup().map(startup -> ImmutablePodStartupEvidence.copyOf(startup)
                        .withPods(shuffled(startup.pods(), random))
                        .withNotes(shuffled(startup.notes(), random))))
                .withHealthChecks(run.healthChecks().map(health -> ImmutableHealthChecksEvidence.copyOf(health)
                        .withChecks(shuffled(health.checks(), random))))
                .withDependencies(run.dependencies().map(needed -> ImmutableDependenciesEvidence.copyOf(needed)
                        .withDependencies(shuffled(needed.dependencies(), random))
                        .withNotes(shuffled(needed.notes(), random))));
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
