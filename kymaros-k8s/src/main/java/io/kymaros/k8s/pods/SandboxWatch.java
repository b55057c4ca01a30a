package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.watch.Changes;
import io.kymaros.k8s.watch.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sandbox's workloads, pods and clues, kept current by watches. */
final class SandboxWatch implements AutoCloseable {
    private final KubernetesClient client;
    private final Sandbox sandbox;
    private final Steadiness steadiness;
    private final Changes changes;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final List<SharedIndexInformer<Deployment>> deployments = new ArrayList<>();
    private final List<SharedIndexInformer<StatefulSet>> statefulSets = new ArrayList<>();
    private final List<SharedIndexInformer<DaemonSet>> daemonSets = new ArrayList<>();
    private final List<SharedIndexInformer<ReplicaSet>> replicaSets = new ArrayList<>();
    private final List<SharedIndexInformer<ReplicationController>> replicationControllers = new ArrayList<>();
    private final List<SharedIndexInformer<Job>> jobs = new ArrayList<>();
    private final List<SharedIndexInformer<Pod>> pods = new ArrayList<>();
    private final List<SharedIndexInformer<Event>> events = new ArrayList<>();
    private final List<SharedIndexInformer<PersistentVolumeClaim>> claims = new ArrayList<>();
    private final List<CompletableFuture<Void>> starting = new ArrayList<>();
    private boolean complete = true;

    /**
     * @param steadiness told of every change of a pod
     * @param changes told of every change
     */
    SandboxWatch(KubernetesClient client, Sandbox sandbox, Steadiness steadiness, Changes changes) {
        this.client = client;
        this.sandbox = sandbox;
        this.steadiness = steadiness;
        this.changes = changes;
    }

    /** Starts all watches at once, if they are not: one after the other they would keep a finished restore waiting. */
    void begin() {
        if (!starting.isEmpty()) {
            return;
        }
        for (String namespace : sandbox.names()) {
            starting.add(watch(deployments, client.apps().deployments().inNamespace(namespace)));
            starting.add(watch(statefulSets, client.apps().statefulSets().inNamespace(namespace)));
            starting.add(watch(daemonSets, client.apps().daemonSets().inNamespace(namespace)));
            starting.add(watch(replicaSets, client.apps().replicaSets().inNamespace(namespace)));
            starting.add(watch(
                    replicationControllers, client.replicationControllers().inNamespace(namespace)));
            starting.add(watch(jobs, client.batch().v1().jobs().inNamespace(namespace)));
            // First what keeps account of readiness, so that whoever is woken finds it kept.
            starting.add(watch(pods, client.pods().inNamespace(namespace), steadiness));
        }
    }

    /** Waits until each watch has seen all that there is. */
    void awaitStarted() {
        begin();
        starting.forEach(Started::await);
    }

    /** Watches what explains why pods aren't ready; only then, because nothing else needs it. */
    private void watchClues() {
        List<CompletableFuture<Void>> explaining = new ArrayList<>();
        for (String namespace : sandbox.names()) {
            explaining.add(watch(events, client.v1().events().inNamespace(namespace)));
            explaining.add(watch(claims, client.persistentVolumeClaims().inNamespace(namespace)));
        }
        for (CompletableFuture<Void> explanation : explaining) {
            complete &= optional(() -> Started.await(explanation));
        }
    }

    private <T extends HasMetadata> CompletableFuture<Void> watch(
            List<SharedIndexInformer<T>> kind, Informable<T> resources) {
        return watch(kind, resources, null);
    }

    private <T extends HasMetadata> CompletableFuture<Void> watch(
            List<SharedIndexInformer<T>> kind,
            Informable<T> resources,
            @Nullable ResourceEventHandler<? super T> first) {
        SharedIndexInformer<T> informer = resources.runnableInformer(0);
        if (first != null) {
            informer.addEventHandler(first);
        }
        informer.addEventHandler(changes.handler());
        informers.add(informer);
        kind.add(informer);
        return informer.start().toCompletableFuture();
    }

    PodJudgement judge() {
        return judge(stored(pods));
    }

    /** The judgement on pods that were looked at afresh. */
    PodJudgement judge(List<Pod> seen) {
        List<Workload> workloads = workloads();
        PodJudgement judgement = judge(workloads, seen);
        if (events.isEmpty() && !judgement.pods().stream().allMatch(PodEvidence::ready)) {
            watchClues();
            return judge(workloads, seen);
        }
        return judgement;
    }

    private PodJudgement judge(List<Workload> workloads, List<Pod> seen) {
        return PodJudgement.of(workloads, seen, prefixes(), Clues.of(stored(events), stored(claims), complete));
    }

    /** What asks for pods in the sandbox: all but CronJobs. */
    List<Workload> workloads() {
        List<Workload> workloads = deployments();
        otherReplicaSets(stored(replicaSets), workloads).stream()
                .map(Workloads::of)
                .forEach(workloads::add);
        stored(statefulSets).stream().map(Workloads::of).forEach(workloads::add);
        stored(daemonSets).stream().map(Workloads::of).forEach(workloads::add);
        stored(replicationControllers).stream().map(Workloads::of).forEach(workloads::add);
        stored(jobs).stream().map(Workloads::of).forEach(workloads::add);
        return workloads;
    }

    private List<Workload> deployments() {
        return stored(deployments).stream().map(Workloads::of).collect(Collectors.toCollection(ArrayList::new));
    }

    List<PodTemplate> templates() {
        List<Optional<PodTemplate>> all = new ArrayList<>();
        stored(deployments)
                .forEach(set -> all.add(PodTemplate.of(set, set.getSpec().getTemplate())));
        stored(statefulSets)
                .forEach(set -> all.add(PodTemplate.of(set, set.getSpec().getTemplate())));
        stored(daemonSets)
                .forEach(set -> all.add(PodTemplate.of(set, set.getSpec().getTemplate())));
        otherReplicaSets(stored(replicaSets), deployments())
                .forEach(set -> all.add(PodTemplate.of(set, set.getSpec().getTemplate())));
        stored(replicationControllers)
                .forEach(set -> all.add(PodTemplate.of(set, set.getSpec().getTemplate())));
        stored(jobs).forEach(job -> all.add(PodTemplate.of(job, job.getSpec().getTemplate())));
        stored(pods).forEach(pod -> all.add(PodTemplate.of(pod)));
        return all.stream().flatMap(Optional::stream).toList();
    }

    private <T extends HasMetadata> List<T> stored(List<SharedIndexInformer<T>> informers) {
        return informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .toList();
    }

    /** With several namespaces a pod is named with its source namespace, as the objects of the comparison are. */
    Map<String, String> prefixes() {
        if (sandbox.names().size() == 1) {
            return Map.of();
        }
        return sandbox.sources().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, namespace -> namespace.getValue() + "/"));
    }

    /** Clues only explain: without the permission to read them the pods are judged by their status. */
    private static boolean optional(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    /** A ReplicaSet that belongs to a Deployment, or has come back without its owner, is not counted a second time. */
    private static List<ReplicaSet> otherReplicaSets(List<ReplicaSet> sets, List<Workload> others) {
        return sets.stream()
                .filter(set -> Controllers.of(set)
                        .filter(owner -> owner.getKind().equals("Deployment"))
                        .isEmpty())
                .filter(set -> others.stream().noneMatch(other -> owns(other, set)))
                .toList();
    }

    private static boolean owns(Workload deployment, ReplicaSet set) {
        return deployment.kind().equals("Deployment")
                && deployment.namespace().equals(set.getMetadata().getNamespace())
                && PodJudgement.matches(
                        deployment.selector(),
                        Optional.ofNullable(set.getMetadata().getLabels()).orElse(Map.of()));
    }

    /** Ends the watch. */
    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
        informers.clear();
    }
}
