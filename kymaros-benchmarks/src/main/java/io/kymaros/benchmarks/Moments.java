package io.kymaros.benchmarks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.velero.api.VeleroRestore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Notes when the API server first says that something has come about; moments of this process's own clock. */
final class Moments implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final Map<String, Long> firstSeen = new ConcurrentHashMap<>();
    private final List<SharedIndexInformer<?>> informers;

    Moments(KubernetesClient client) {
        this.informers = List.of(
                client.resources(VeleroRestore.class)
                        .inNamespace("velero")
                        .inform(noting("restore ", Moments::name, VeleroRestore::ended)),
                client.pods().inAnyNamespace().inform(noting("pod of ", Moments::identity, Moments::ready)),
                client.resources(RestoreReport.class)
                        .inAnyNamespace()
                        .inform(noting("report ", Moments::name, Moments::sealed)));
    }

    /** Milliseconds from the end of the restore and the readiness of its last pod until the report was sealed. */
    long added(RestoreReport report) throws InterruptedException {
        long sealed = await("report " + name(report));
        long restored = await("restore " + report.getStatus().veleroRestoreName());
        long ready = firstSeen.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith("pod of " + report.getStatus().sandboxNamespace() + "/"))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElseThrow();
        return (sealed - Math.max(restored, ready)) / 1_000_000;
    }

    private long await(String what) throws InterruptedException {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += 10) {
            Long moment = firstSeen.get(what);
            if (moment != null) {
                return moment;
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("the watch has not seen " + what);
    }

    private <T extends HasMetadata> ResourceEventHandler<T> noting(
            String kind, java.util.function.Function<T, String> named, Predicate<T> cameAbout) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                note(object);
            }

            @Override
            public void onUpdate(T before, T now) {
                note(now);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                // What came about stays noted.
            }

            private void note(T object) {
                if (cameAbout.test(object)) {
                    firstSeen.putIfAbsent(kind + named.apply(object), System.nanoTime());
                }
            }
        };
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static String identity(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + name(object);
    }

    private static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static boolean sealed(RestoreReport report) {
        return report.getStatus() != null
                && Objects.requireNonNullElse(
                                report.getStatus().conditions(), List.<io.fabric8.kubernetes.api.model.Condition>of())
                        .stream()
                        .anyMatch(c ->
                                c.getType().equals("Completed") && c.getStatus().equals("True"));
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
