package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Scoring policies. */
public final class Policies {
    private Policies() {}

    /** Any policy, the standard one often among them. */
    public static Arbitrary<ScoringPolicy> any() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(ScoringPolicy.standard())), Tuple.of(3, with(weights(0))));
    }

    /** Any policy in which no level is worth nothing. */
    public static Arbitrary<ScoringPolicy> everyLevelCounts() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(ScoringPolicy.standard())), Tuple.of(3, with(weights(1))));
    }

    /**
     * Weights of the six levels that add up to 100.
     *
     * @param least what each level is worth at least, from 0 to 16
     */
    public static Arbitrary<Map<Level, Integer>> weights(int least) {
        int levels = Level.values().length;
        return Arbitraries.integers()
                .between(0, 100 - levels * least)
                .list()
                .ofSize(levels - 1)
                .map(cuts -> {
                    List<Integer> ends = new ArrayList<>(cuts);
                    Collections.sort(ends);
                    ends.add(100 - levels * least);
                    Map<Level, Integer> weights = new EnumMap<>(Level.class);
                    Iterator<Integer> end = ends.iterator();
                    int spent = 0;
                    for (Level level : Level.values()) {
                        int now = end.next();
                        weights.put(level, now - spent + least);
                        spent = now;
                    }
                    return weights;
                });
    }

    private static Arbitrary<ScoringPolicy> with(Arbitrary<Map<Level, Integer>> weights) {
        Arbitrary<Tuple.Tuple2<Integer, Integer>> thresholds = Arbitraries.integers()
                .between(2, 100)
                .flatMap(pass -> Arbitraries.integers().between(1, pass - 1).map(partial -> Tuple.of(pass, partial)));
        Arbitrary<List<String>> types = Arbitraries.of(
                        "Deployment",
                        "Service",
                        "PersistentVolumeClaim",
                        "ConfigMap",
                        "Secret",
                        "Ingress",
                        "NetworkPolicy")
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(7);
        return Combinators.combine(
                        weights,
                        thresholds,
                        credits(),
                        Arbitraries.maps(
                                Arbitraries.of(ScoringPolicy.MAY_BE_UNCONFIGURED), Arbitraries.of(Unconfigured.class)),
                        Arbitraries.of(LostData.class),
                        Arbitraries.of(Level.class).set().ofMaxSize(2),
                        types)
                .as((weight, threshold, credits, unconfigured, lostData, required, scored) -> ScoringPolicy.builder()
                        .weights(weight)
                        .passThreshold(threshold.get1())
                        .partialThreshold(threshold.get2())
                        .credits(credits)
                        .unconfigured(unconfigured)
                        .lostData(lostData)
                        .requiredLevels(required)
                        .scoredResourceTypes(scored)
                        .build());
    }

    /** Credits of the levels that have parts, for each level only those that suit it. */
    private static Arbitrary<Map<Level, Credit>> credits() {
        Arbitrary<Credit> ofTypes = Arbitraries.of(Credit.class);
        Arbitrary<Credit> ofItems = Arbitraries.of(Credit.ALL_OR_NOTHING, Credit.PROPORTIONAL);
        return Combinators.combine(ofTypes, ofItems, ofItems, ofItems)
                .as((completeness, pods, checks, dependencies) -> Map.of(
                        Level.COMPLETENESS, completeness,
                        Level.POD_STARTUP, pods,
                        Level.HEALTH_CHECKS, checks,
                        Level.CROSS_NS_DEPENDENCIES, dependencies));
    }
}
