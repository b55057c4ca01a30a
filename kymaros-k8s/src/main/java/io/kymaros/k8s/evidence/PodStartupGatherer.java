package io.kymaros.k8s.evidence;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.watch.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Waits, by watch, until every pod that the restored workloads ask for is ready, can't become so, or is out of time. */
public final class PodStartupGatherer {
    private final KubernetesClient client;
    private final Sandbox sandbox;

    public PodStartupGatherer(KubernetesClient client, Sandbox sandbox) {
        this.client = client;
        this.sandbox = sandbox;
    }

    /**
     * Waits for the pods.
     *
     * @param atMost how long they may take
     * @param progress told how many are ready whenever that changes
     * @throws EvidenceUnavailableException if workloads or pods can't be watched
     * @throws InterruptedException if the run was asked to stop
     */
    public PodStartupEvidence gather(Duration atMost, Consumer<String> progress) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<SharedIndexInformer<?>> informers = new ArrayList<>();
        Changes changes = new Changes();
        try {
            SandboxWatch watch = new SandboxWatch(informers, changes);
            String told = "";
            while (true) {
                PodJudgement judgement = watch.judge();
                String now = readyOf(judgement.pods());
                if (!now.equals(told)) {
                    progress.accept(now);
                    told = now;
                }
                long left = deadline - System.nanoTime();
                if (judgement.settled() || left <= 0) {
                    return PodStartupEvidence.builder().pods(judgement.pods()).build();
                }
                changes.await(left);
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("watch the pods of the sandbox " + sandbox.first(), e);
        } finally {
            informers.forEach(SharedIndexInformer::close);
        }
    }

    /**
     * Looks once more, straight at the API server: a pod that was ready and no longer is doesn't count.
     *
     * @throws EvidenceUnavailableException if workloads or pods can't be listed
     */
    public PodStartupEvidence secondLook(PodStartupEvidence first) {
        Map<String, PodEvidence> before =
                first.pods().stream().collect(Collectors.toMap(PodEvidence::podName, Function.identity(), (a, b) -> a));
        try {
            List<PodEvidence> pods = PodJudgement.of(listWorkloads(), listPods(), prefixes()).pods().stream()
                    .map(now -> stillReady(before, now))
                    .toList();
            return PodStartupEvidence.builder().pods(pods).build();
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("look at the pods of the sandbox " + sandbox.first() + " a second time", e);
        }
    }

    /** With several namespaces a pod is named with its source namespace, as the objects of the comparison are. */
    private Map<String, String> prefixes() {
        if (sandbox.names().size() == 1) {
            return Map.of();
        }
        return sandbox.sources().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, namespace -> namespace.getValue() + "/"));
    }

    private static PodEvidence stillReady(Map<String, PodEvidence> before, PodEvidence now) {
        PodEvidence then = before.get(now.podName());
        if (!now.ready() || then != null && then.ready()) {
            return now;
        }
        if (then != null) {
            return then;
        }
        return PodEvidence.builder()
                .from(now)
                .ready(false)
                .reason("PodReplaced")
                .message("the pod was created after its predecessor had been ready")
                .build();
    }

    /** Workloads that should have come back but did not: each keeps at least one pod from starting. */
    public static List<PodEvidence> podsOfMissingWorkloads(CompletenessEvidence completeness) {
        List<PodEvidence> pods = new ArrayList<>();
        for (ResourceTypeEvidence type : completeness.resourceTypes()) {
            if (List.of("Deployment", "StatefulSet", "DaemonSet").contains(type.resourceType())) {
                type.objects().stream()
                        .filter(object -> !object.restored())
                        .map(object -> podOf(type.resourceType(), object))
                        .forEach(pods::add);
            }
        }
        return pods;
    }

    private static PodEvidence podOf(String kind, ObjectEvidence workload) {
        return PodEvidence.builder()
                .podName(workload.qualifiedName() + " (no workload)")
                .workload(kind + "/" + workload.name())
                .ready(false)
                .reason("WorkloadMissing")
                .message(kind + " " + workload.qualifiedName() + " did not come back, so nothing starts its pods")
                .build();
    }

    private static String readyOf(List<PodEvidence> pods) {
        long ready = pods.stream().filter(PodEvidence::ready).count();
        return ready + "/" + pods.size() + " ready"
                + pods.stream()
                        .filter(pod -> !pod.ready())
                        .findFirst()
                        .map(pod -> ", " + pod.podName() + ": " + pod.reason().orElse("NotReady"))
                        .orElse("");
    }

    private List<Workload> listWorkloads() {
        List<Workload> workloads = new ArrayList<>();
        for (String namespace : sandbox.names()) {
            client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                    .map(Workloads::of)
                    .forEach(workloads::add);
            client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
                    .map(Workloads::of)
                    .forEach(workloads::add);
            client.apps().daemonSets().inNamespace(namespace).list().getItems().stream()
                    .map(Workloads::of)
                    .forEach(workloads::add);
            client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                    .map(Workloads::of)
                    .forEach(workloads::add);
            List<ReplicaSet> sets =
                    client.apps().replicaSets().inNamespace(namespace).list().getItems();
            workloads.addAll(bareReplicaSets(sets, workloads));
        }
        return workloads;
    }

    private List<Pod> listPods() {
        List<Pod> pods = new ArrayList<>();
        sandbox.names()
                .forEach(namespace ->
                        pods.addAll(client.pods().inNamespace(namespace).list().getItems()));
        return pods;
    }

    /** A ReplicaSet that belongs to a Deployment, or has come back without its owner, is not counted a second time. */
    private static List<Workload> bareReplicaSets(List<ReplicaSet> sets, List<Workload> others) {
        return sets.stream()
                .filter(set -> set.getMetadata().getOwnerReferences().stream()
                        .noneMatch((OwnerReference owner) -> Boolean.TRUE.equals(owner.getController())))
                .filter(set -> others.stream().noneMatch(other -> owns(other, set)))
                .map(Workloads::of)
                .toList();
    }

    private static boolean owns(Workload deployment, ReplicaSet set) {
        return deployment.kind().equals("Deployment")
                && deployment.namespace().equals(set.getMetadata().getNamespace())
                && PodJudgement.matches(
                        deployment.selector(),
                        Optional.ofNullable(set.getMetadata().getLabels()).orElse(Map.of()));
    }

    /** The sandbox's workloads and pods, kept current by watches. */
    private final class SandboxWatch {
        private final List<SharedIndexInformer<Deployment>> deployments = new ArrayList<>();
        private final List<SharedIndexInformer<StatefulSet>> statefulSets = new ArrayList<>();
        private final List<SharedIndexInformer<DaemonSet>> daemonSets = new ArrayList<>();
        private final List<SharedIndexInformer<ReplicaSet>> replicaSets = new ArrayList<>();
        private final List<SharedIndexInformer<Job>> jobs = new ArrayList<>();
        private final List<SharedIndexInformer<Pod>> pods = new ArrayList<>();

        SandboxWatch(List<SharedIndexInformer<?>> all, Changes changes) {
            for (String namespace : sandbox.names()) {
                deployments.add(
                        client.apps().deployments().inNamespace(namespace).inform(changes.handler()));
                all.add(deployments.get(deployments.size() - 1));
                statefulSets.add(
                        client.apps().statefulSets().inNamespace(namespace).inform(changes.handler()));
                all.add(statefulSets.get(statefulSets.size() - 1));
                daemonSets.add(client.apps().daemonSets().inNamespace(namespace).inform(changes.handler()));
                all.add(daemonSets.get(daemonSets.size() - 1));
                replicaSets.add(
                        client.apps().replicaSets().inNamespace(namespace).inform(changes.handler()));
                all.add(replicaSets.get(replicaSets.size() - 1));
                jobs.add(client.batch().v1().jobs().inNamespace(namespace).inform(changes.handler()));
                all.add(jobs.get(jobs.size() - 1));
                pods.add(client.pods().inNamespace(namespace).inform(changes.handler()));
                all.add(pods.get(pods.size() - 1));
            }
        }

        PodJudgement judge() {
            List<Workload> workloads = new ArrayList<>();
            stored(deployments).stream().map(Workloads::of).forEach(workloads::add);
            stored(statefulSets).stream().map(Workloads::of).forEach(workloads::add);
            stored(daemonSets).stream().map(Workloads::of).forEach(workloads::add);
            stored(jobs).stream().map(Workloads::of).forEach(workloads::add);
            workloads.addAll(bareReplicaSets(stored(replicaSets), workloads));
            return PodJudgement.of(workloads, stored(pods), prefixes());
        }

        private <T extends HasMetadata> List<T> stored(List<SharedIndexInformer<T>> informers) {
            return informers.stream()
                    .flatMap(informer -> informer.getStore().list().stream())
                    .toList();
        }
    }
}
