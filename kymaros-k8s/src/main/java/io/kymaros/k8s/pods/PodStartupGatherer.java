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
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.SandboxOpening;
import io.kymaros.k8s.watch.Changes;
import io.kymaros.k8s.watch.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Waits, by watch, until every pod that the restored workloads ask for is ready, can't become so, or is out of time. The
 * watch goes on until the second look, so that a pod which loses its readiness in between is seen.
 */
public final class PodStartupGatherer implements AutoCloseable {
    private final KubernetesClient client;
    private final Sandbox sandbox;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Steadiness steadiness = new Steadiness(System::nanoTime);
    private final Changes changes = new Changes();
    private @Nullable SandboxWatch watch;
    private long firstLook = System.nanoTime();

    public PodStartupGatherer(KubernetesClient client, Sandbox sandbox) {
        this.client = client;
        this.sandbox = sandbox;
    }

    /**
     * Starts to watch, and doesn't wait for the first answers: something else can be done meanwhile. To be called when the
     * restore has ended, so that these answers hold all that it has made.
     */
    public void begin() {
        watching();
    }

    private SandboxWatch watching() {
        SandboxWatch current = watch == null ? new SandboxWatch() : watch;
        watch = current;
        return current;
    }

    /**
     * Waits for the pods. States that can't mend themselves end the waiting early, once they have lasted.
     *
     * @param atMost how long they may take
     * @param progress told how many are ready whenever that changes
     * @throws EvidenceUnavailableException if workloads or pods can't be watched
     * @throws InterruptedException if the run was asked to stop
     */
    public PodStartupEvidence gather(Duration atMost, Consumer<String> progress) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            SandboxWatch watching = watching();
            watching.awaitStarted();
            String told = "";
            while (true) {
                PodJudgement judgement = watching.judge();
                String now = readyOf(judgement.pods());
                if (!now.equals(told)) {
                    progress.accept(now);
                    told = now;
                }
                long left = deadline - System.nanoTime();
                OptionalLong settled = steadiness.settlesIn(judgement);
                if (settled.isPresent() && settled.getAsLong() <= 0 || left <= 0) {
                    firstLook = System.nanoTime();
                    return steady(judgement);
                }
                changes.await(Math.min(left, settled.orElse(left)));
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("watch the pods of the sandbox " + sandbox.first(), e);
        }
    }

    /**
     * Looks at the pods once more, straight at the API server: one that was ready and no longer is doesn't count, nor does
     * one that was not ready for a while since.
     *
     * @throws EvidenceUnavailableException if the pods can't be listed
     */
    public PodStartupEvidence secondLook(PodStartupEvidence first) {
        Map<String, PodEvidence> before =
                first.pods().stream().collect(Collectors.toMap(PodEvidence::podName, Function.identity(), (a, b) -> a));
        try {
            SandboxWatch watching = watching();
            watching.awaitStarted();
            List<Pod> pods = listPods();
            pods.forEach(steadiness::see);
            List<PodJudgement.Entry> entries = watching.judge(pods).entries();
            return PodStartupEvidence.builder()
                    .addAllPods(
                            entries.stream().map(now -> stillReady(before, now)).toList())
                    .addAllPods(vanished(first, entries))
                    .build();
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("look at the pods of the sandbox " + sandbox.first() + " a second time", e);
        }
    }

    /**
     * What the sandbox's workloads run, as far as they are watched: all but CronJobs.
     *
     * @throws KubernetesClientException if workloads or pods can't be watched
     */
    public List<PodTemplate> templates() {
        SandboxWatch watching = watching();
        watching.awaitStarted();
        return watching.templates();
    }

    /** Ends the watch. */
    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
        informers.clear();
    }

    /** With several namespaces a pod is named with its source namespace, as the objects of the comparison are. */
    private Map<String, String> prefixes() {
        if (sandbox.names().size() == 1) {
            return Map.of();
        }
        return sandbox.sources().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, namespace -> namespace.getValue() + "/"));
    }

    /** When time is over, a pod may be ready that comes and goes. */
    private PodStartupEvidence steady(PodJudgement judgement) {
        return PodStartupEvidence.builder()
                .pods(judgement.entries().stream()
                        .map(entry -> steadiness.isShaky(entry) ? flapping(entry.evidence()) : lost(entry))
                        .toList())
                .build();
    }

    /** A pod that no workload asks for is expected as long as anybody has seen it: nothing makes it again. */
    private static List<PodEvidence> vanished(PodStartupEvidence first, List<PodJudgement.Entry> now) {
        Set<String> there =
                now.stream().map(entry -> entry.evidence().podName()).collect(Collectors.toSet());
        return first.pods().stream()
                .filter(pod -> pod.workload().isEmpty() && !there.contains(pod.podName()))
                .map(pod -> notReady(pod, "PodMissing", "the pod came back, and was deleted before the run had ended"))
                .toList();
    }

    private PodEvidence stillReady(Map<String, PodEvidence> before, PodJudgement.Entry entry) {
        PodEvidence now = entry.evidence();
        PodEvidence then = before.get(now.podName());
        if (!now.ready()) {
            return lost(entry);
        }
        if (then == null) {
            return notReady(now, "PodReplaced", "the pod was created after its predecessor had been ready");
        }
        boolean lost = steadiness.lostAt(entry.key()).orElse(firstLook) - firstLook > 0;
        return then.ready() && lost ? flapping(now) : then.ready() ? now : then;
    }

    /** Of a pod that was ready and is not, without a word from anyone, that is what can be said. */
    private PodEvidence lost(PodJudgement.Entry entry) {
        boolean unexplained =
                entry.evidence().reason().filter("NotReady"::equals).isPresent();
        return unexplained && steadiness.lostAt(entry.key()).isPresent()
                ? notReady(entry.evidence(), "Flapping", "the pod was ready, and lost its readiness")
                : entry.evidence();
    }

    private static PodEvidence flapping(PodEvidence pod) {
        return notReady(pod, "Flapping", "the pod was ready, lost its readiness, and became ready again");
    }

    private static PodEvidence notReady(PodEvidence pod, String reason, String message) {
        return PodEvidence.builder()
                .from(pod)
                .ready(false)
                .startupSeconds(OptionalInt.empty())
                .reason(reason)
                .message(message)
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

    private List<Pod> listPods() {
        List<Pod> pods = new ArrayList<>();
        sandbox.names()
                .forEach(namespace -> pods.addAll(client.pods()
                        .inNamespace(namespace)
                        .withoutLabel(SandboxOpening.PROBE_LABEL)
                        .list()
                        .getItems()));
        return pods;
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

    /** The sandbox's workloads, pods and clues, kept current by watches. */
    private final class SandboxWatch {
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

        /** Starts all watches at once: one after the other they would keep a finished restore waiting. */
        SandboxWatch() {
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
            List<Workload> workloads = deployments();
            otherReplicaSets(stored(replicaSets), workloads).stream()
                    .map(Workloads::of)
                    .forEach(workloads::add);
            stored(statefulSets).stream().map(Workloads::of).forEach(workloads::add);
            stored(daemonSets).stream().map(Workloads::of).forEach(workloads::add);
            stored(replicationControllers).stream().map(Workloads::of).forEach(workloads::add);
            stored(jobs).stream().map(Workloads::of).forEach(workloads::add);
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
            stored(jobs)
                    .forEach(job -> all.add(PodTemplate.of(job, job.getSpec().getTemplate())));
            stored(pods).forEach(pod -> all.add(PodTemplate.of(pod)));
            return all.stream().flatMap(Optional::stream).toList();
        }

        private <T extends HasMetadata> List<T> stored(List<SharedIndexInformer<T>> informers) {
            return informers.stream()
                    .flatMap(informer -> informer.getStore().list().stream())
                    .toList();
        }
    }
}
