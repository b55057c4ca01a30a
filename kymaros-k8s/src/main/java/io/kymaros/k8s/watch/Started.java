package io.kymaros.k8s.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits until a watch that was started has seen all that there is. */
public final class Started {
    private Started() {}

    /**
     * Waits for one watch.
     *
     * @param start what the informer's start has returned
     * @throws KubernetesClientException if the first list failed, or the thread was asked to stop
     */
    public static void await(CompletableFuture<Void> start) {
        try {
            start.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while a watch was starting", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KubernetesClientException fault
                    ? fault
                    : new KubernetesClientException("a watch can't be started", e.getCause());
        }
    }
}
