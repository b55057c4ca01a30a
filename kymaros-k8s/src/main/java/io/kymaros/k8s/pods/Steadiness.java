package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long pods have been as they are: a state that can't mend itself must have lasted before it is believed, and so must
 * the readiness of a pod that has lost it before. Told of every change of a pod by a watch; safe for several threads.
 */
final class Steadiness implements ResourceEventHandler<Pod> {
    /** A pod that has lost its readiness must have kept it this long to count as ready again. */
    static final Duration READY = Duration.ofSeconds(5);

    private final LongSupplier clock;
    private final Map<String, Seen> pods = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> lost = new ConcurrentHashMap<>();
    private final Map<String, Long> since = new HashMap<>();

    /** @param clock nanoseconds that never go backwards */
    Steadiness(LongSupplier clock) {
        this.clock = clock;
    }

    /** What was last seen of a pod. */
    private record Seen(
            @Nullable String uid, boolean ready, @Nullable String readySince, int restarts) {}

    /**
     * Takes note of a pod. Lost readiness also shows by its traces: another time, a restart, or another pod of the same
     * name. A list may be ahead of a watch, so what is older than what was seen is left out.
     */
    synchronized void see(Pod pod) {
        String key = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        Optional<PodCondition> ready = PodState.condition(pod, "Ready");
        boolean succeeded =
                pod.getStatus() != null && "Succeeded".equals(pod.getStatus().getPhase());
        Seen now = new Seen(
                pod.getMetadata().getUid(),
                ready.filter(condition -> "True".equals(condition.getStatus())).isPresent(),
                ready.map(PodCondition::getLastTransitionTime).orElse(null),
                ReadyTime.restarts(pod));
        long version = version(pod);
        if (version < versions.getOrDefault(key, 0L)) {
            return;
        }
        versions.put(key, version);
        Seen before = pods.put(key, now);
        if (before != null && before.ready() && !before.equals(now) && !succeeded) {
            lost.put(key, clock.getAsLong());
        }
    }

    @Override
    public void onAdd(Pod pod) {
        see(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
        see(now);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        // What replaces it is seen when it is added.
    }

    /** When a pod last lost its readiness, in nanoseconds of the clock. */
    OptionalLong lostAt(String key) {
        Long at = lost.get(key);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /** Whether a pod that is ready has not been so for long enough since it lost its readiness. */
    boolean isShaky(PodJudgement.Entry entry) {
        return entry.evidence().ready() && lostLeft(entry) > 0;
    }

    /**
     * When a judgement is settled if nothing changes: in so many nanoseconds, 0 for now, empty for never. Asked from one
     * thread only, once for each judgement.
     */
    OptionalLong settlesIn(PodJudgement judgement) {
        long now = clock.getAsLong();
        long longest = 0;
        boolean ever = true;
        Set<String> states = new HashSet<>();
        for (PodJudgement.Entry entry : judgement.entries()) {
            String state = entry.key() + " " + entry.state();
            states.add(state);
            long lasted = now - since.computeIfAbsent(state, s -> now);
            if (entry.evidence().ready()) {
                longest = Math.max(longest, lostLeft(entry));
            } else if (entry.patience().isPresent()) {
                longest = Math.max(longest, entry.patience().get().toNanos() - lasted);
            } else {
                ever = false;
            }
        }
        since.keySet().retainAll(states);
        return ever ? OptionalLong.of(longest) : OptionalLong.empty();
    }

    /** Kubernetes lets clients compare versions of one resource type as numbers. */
    private static long version(Pod pod) {
        try {
            return Long.parseLong(String.valueOf(pod.getMetadata().getResourceVersion()));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private long lostLeft(PodJudgement.Entry entry) {
        Long at = lost.get(entry.key());
        return at == null ? 0 : Math.max(0, READY.toNanos() - (clock.getAsLong() - at));
    }
}
