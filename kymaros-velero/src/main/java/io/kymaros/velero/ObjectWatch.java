package io.kymaros.velero;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kymaros.k8s.fault.ApiFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an object to reach a state. Each change is seen by watch; the object is read afresh from time to time, in
 * case a watch has gone deaf, and the wait outlives an API server that is away for a while.
 */
final class ObjectWatch<T extends HasMetadata> {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(1);

    private final Resource<T> resource;
    private final String doing;

    /**
     * @param resource the object
     * @param doing what the wait is for, to complete a message "Can't ..."
     */
    ObjectWatch(Resource<T> resource, String doing) {
        this.resource = resource;
        this.doing = doing;
    }

    /**
     * The first answer that a look at the object gives.
     *
     * @param look called with each state of the object that is seen, and with an empty one if there is no such object;
     *     what it throws ends the wait
     * @return empty if the time passed first; the object is looked at once even if there is no time at all
     */
    <R> Optional<R> first(Function<Optional<T>, Optional<R>> look, Duration longest) throws InterruptedException {
        TimeLeft time = TimeLeft.of(longest);
        KubernetesClientException outage = null;
        while (!time.passed()) {
            AtomicReference<@Nullable R> answer = new AtomicReference<>();
            CompletableFuture<List<T>> seen = resource.informOnCondition(found -> {
                look.apply(found.stream().findFirst()).ifPresent(given -> answer.compareAndSet(null, given));
                return answer.get() != null;
            });
            try {
                seen.get(time.atMost(LOOK_AGAIN).toNanos(), NANOSECONDS);
                return Optional.ofNullable(answer.get());
            } catch (TimeoutException e) {
                outage = null;
            } catch (ExecutionException e) {
                outage = passing(e.getCause());
                NANOSECONDS.sleep(time.atMost(AFTER_OUTAGE).toNanos());
            } finally {
                seen.cancel(true);
            }
        }
        if (outage != null) {
            throw ApiFault.obstacle(doing, outage);
        }
        return look.apply(lastLook());
    }

    /** A decision to give up is made on what is there, not on what a watch has told. */
    private Optional<T> lastLook() {
        try {
            return Optional.ofNullable(resource.get());
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle(doing, e);
        }
    }

    /** The fault, if it may pass by itself; else throws. */
    private KubernetesClientException passing(@Nullable Throwable cause) {
        if (!(cause instanceof KubernetesClientException fault)) {
            throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
        }
        switch (fault.getCode()) {
            case 401, 403, 404 -> throw ApiFault.obstacle(doing, fault);
            default -> {
                return fault;
            }
        }
    }
}
