package io.kymaros.examples.demo;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Plays the controllers and the kubelet: each Deployment and StatefulSet gets its pods, which are ready a little later. */
final class SimulatedWorkloads implements AutoCloseable {
    private static final int START_MILLIS = 400;
    private static final int STEP_MILLIS = 150;

    private final KubernetesClient client;
    private final ScheduledExecutorService kubelet = Executors.newSingleThreadScheduledExecutor();
    private int started;

    SimulatedWorkloads(KubernetesClient client) {
        this.client = client;
        client.apps().deployments().inAnyNamespace().inform(new Added<Deployment>() {
            @Override
            public void onAdd(Deployment deployment) {
                startPods(
                        deployment.getMetadata().getNamespace(),
                        deployment.getMetadata().getName(),
                        deployment.getSpec().getSelector(),
                        deployment.getSpec().getReplicas());
            }
        });
        client.apps().statefulSets().inAnyNamespace().inform(new Added<StatefulSet>() {
            @Override
            public void onAdd(StatefulSet set) {
                startPods(
                        set.getMetadata().getNamespace(),
                        set.getMetadata().getName(),
                        set.getSpec().getSelector(),
                        set.getSpec().getReplicas());
            }
        });
    }

    private synchronized void startPods(String namespace, String name, LabelSelector selector, int replicas) {
        for (int i = 0; i < replicas; i++) {
            Pod pod = new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name + "-" + i)
                    .withLabels(selector.getMatchLabels())
                    .withCreationTimestamp(now())
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName(name)
                    .endContainer()
                    .endSpec()
                    .withNewStatus()
                    .withPhase("Pending")
                    .endStatus()
                    .build();
            int delay = START_MILLIS + STEP_MILLIS * (started++ % 6);
            kubelet.execute(() -> client.resource(pod).create());
            // Nobody waits for it: a pod that did not become ready shows in the report.
            Future<?> unused = kubelet.schedule(() -> makeReady(pod), delay, TimeUnit.MILLISECONDS);
        }
    }

    private void makeReady(Pod pod) {
        client.resource(pod).editStatus(current -> new PodBuilder(current)
                .withStatus(new PodStatusBuilder()
                        .withPhase("Running")
                        .withStartTime(current.getMetadata().getCreationTimestamp())
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withLastTransitionTime(now())
                        .endCondition()
                        .build())
                .build());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void close() {
        kubelet.shutdownNow();
    }

    /** Cares for new objects only. */
    private abstract static class Added<T> implements ResourceEventHandler<T> {
        @Override
        public void onUpdate(T before, T now) {
            // The demo's workloads never change.
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            // Their pods go with the namespace.
        }
    }
}
