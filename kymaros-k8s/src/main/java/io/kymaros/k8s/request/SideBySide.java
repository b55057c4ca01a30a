package io.kymaros.k8s.request;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that don't need each other's answers, made side by side and a few at a time. */
public final class SideBySide {
    /** More would only queue up in the API server, at the cost of its other users. */
    private static final int AT_ONCE = 4;

    private SideBySide() {}

    /**
     * Runs tasks, and waits for all of them.
     *
     * @throws KubernetesClientException if the thread was asked to stop; it stays interrupted
     * @throws RuntimeException what the first of the tasks that failed has thrown, once all have ended
     */
    public static void run(List<Runnable> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, tasks.size()));
        try {
            for (Future<Object> task :
                    threads.invokeAll(tasks.stream().map(Executors::callable).toList())) {
                answer(task);
            }
        } catch (InterruptedException e) {
            throw stopped(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Starts one task, and doesn't wait for it. */
    public static <T> Pending<T> start(Callable<T> task) {
        return new Pending<>(task);
    }

    /** The same for a task that returns nothing. */
    public static Pending<Void> start(Runnable task) {
        return new Pending<>(Executors.callable(task, (Void) null));
    }

    /** A task under way. Closing it stops it. */
    public static final class Pending<T> implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<T> task;

        private Pending(Callable<T> task) {
            this.task = thread.submit(task);
            thread.shutdown();
        }

        /**
         * Waits for what the task returns.
         *
         * @throws KubernetesClientException if the thread was asked to stop; it stays interrupted
         * @throws RuntimeException what the task has thrown
         */
        public T await() {
            try {
                return answer(task);
            } catch (InterruptedException e) {
                throw stopped(e);
            }
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    private static <T> T answer(Future<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new KubernetesClientException("a request broke off", e.getCause());
        }
    }

    private static KubernetesClientException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KubernetesClientException("interrupted while requests were under way", e);
    }
}
