package io.kymaros.k8s.watch;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread whenever one of the watched objects changes. */
public final class Changes {
    private final Semaphore unseen = new Semaphore(0);

    /** A handler for an informer; any number of informers may share one instance. */
    public <T> ResourceEventHandler<T> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                unseen.release();
            }

            @Override
            public void onUpdate(T before, T now) {
                unseen.release();
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                unseen.release();
            }
        };
    }

    /**
     * Waits for a change, but not longer than the given time. Changes since the last wait count: none is slept through.
     *
     * @throws InterruptedException if the thread is asked to stop
     */
    public void await(long nanos) throws InterruptedException {
        if (unseen.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            unseen.drainPermits();
        }
    }
}
