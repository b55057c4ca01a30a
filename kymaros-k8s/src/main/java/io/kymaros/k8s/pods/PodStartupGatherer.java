package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.SandboxOpening;
import io.kymaros.k8s.watch.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Waits, by watch, until every pod that the restored workloads ask for is ready, can't become so, or is out of time. The
 * watch goes on until the second look, so that a pod which loses its readiness in between is seen.
 */
public final class PodStartupGatherer implements AutoCloseable {
    private final KubernetesClient client;
    private final Sandbox sandbox;
    private final Optional<Instant> backupStart;
    private final Steadiness steadiness = new Steadiness(System::nanoTime);
    private final Changes changes = new Changes();
    private final SandboxWatch watch;
    private long firstLook = System.nanoTime();
    private List<PodJudgement.Entry> first = List.of();
    private Optional<StartupTime> cutShort = Optional.empty();

    /** @param backupStart when the backup began, if that is known; what was broken in the source before is not its fault */
    public PodStartupGatherer(KubernetesClient client, Sandbox sandbox, Optional<Instant> backupStart) {
        this.client = client;
        this.backupStart = backupStart;
        this.sandbox = sandbox;
        this.watch = new SandboxWatch(client, sandbox, steadiness, changes);
    }

    /**
     * Starts to watch, and doesn't wait for the first answers: something else can be done meanwhile. To be called when the
     * restore has ended, so that these answers hold all that it has made.
     */
    public void begin() {
        watch.begin();
    }

    /**
     * Waits for the pods. States that can't mend themselves end the waiting early, once they have lasted.
     *
     * @param time how long they may take
     * @param progress told how many are ready whenever that changes
     * @throws EvidenceUnavailableException if workloads or pods can't be watched
     * @throws InterruptedException if the run was asked to stop
     */
    public PodStartupEvidence gather(StartupTime time, Consumer<String> progress) throws InterruptedException {
        long deadline = System.nanoTime() + time.atMost().toNanos();
        try {
            watch.awaitStarted();
            String told = "";
            while (true) {
                PodJudgement judgement = watch.judge();
                String now = progressOf(judgement.pods());
                if (!now.equals(told)) {
                    progress.accept(now);
                    told = now;
                }
                long left = deadline - System.nanoTime();
                OptionalLong settled = steadiness.settlesIn(judgement);
                boolean lasted = settled.isPresent() && settled.getAsLong() <= 0;
                if (lasted || left <= 0) {
                    firstLook = System.nanoTime();
                    cutShort = Optional.of(time).filter(over -> !lasted && over.cutShort());
                    first = judgement.entries().stream().map(this::steady).toList();
                    return PodStartupEvidence.builder()
                            .addAllPods(first.stream()
                                    .map(PodJudgement.Entry::evidence)
                                    .toList())
                            .build();
                }
                changes.await(Math.min(left, settled.orElse(left)));
            }
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("watch the pods of the sandbox " + sandbox.first(), e);
        }
    }

    /**
     * After {@link #gather}: watches until each pod that is ready has been so for its time, and looks at the pods once more,
     * straight at the API server: one that was ready and no longer is doesn't count, nor does one that was not ready for a while since.
     *
     * @param now the API server's time
     * @param atMost how long to watch; a pod that was not steady by then, and has lost nothing, is not known to be
     * @throws EvidenceUnavailableException if the pods can't be listed
     * @throws InterruptedException if the run was asked to stop
     */
    public PodStartupEvidence secondLook(Instant now, Duration atMost) throws InterruptedException {
        try {
            watch.awaitStarted();
            Instant watched = watchUntilSteady(now, atMost);
            List<Pod> pods = listPods();
            pods.forEach(steadiness::see);
            List<PodJudgement.Entry> entries = watch.judge(pods).entries();
            Successors successors = new Successors(first, entries, pods);
            return PodStartupEvidence.builder()
                    .addAllPods(entries.stream()
                            .map(entry -> steady(entry, stillReady(successors, entry), now, watched))
                            .map(this::inItsTime)
                            .toList())
                    .addAllPods(vanished(entries))
                    .build();
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("look at the pods of the sandbox " + sandbox.first() + " a second time", e);
        }
    }

    /**
     * The same beside the live source: with an entry for each pod that did not start because it, or what makes it, did not
     * come back, and without those that were broken in the source before the backup.
     *
     * @param completeness what came back, if that is known
     * @throws EvidenceUnavailableException if the pods can't be listed
     * @throws InterruptedException if the run was asked to stop
     */
    public PodStartupEvidence secondLook(Optional<CompletenessEvidence> completeness, Instant now, Duration atMost)
            throws InterruptedException {
        PodStartupEvidence second = secondLook(now, atMost);
        PodStartupEvidence whole = PodStartupEvidence.builder()
                .addAllPods(second.pods())
                .addAllPods(completeness
                        .map(seen -> new MissingWorkloads(client, sandbox).pods(seen, second))
                        .orElse(List.of()))
                .build();
        PodStartupEvidence told = new IdleWorkloads(client, sandbox, watch.prefixes()).told(whole, watch.workloads());
        return new ControlGroup(client, sandbox, backupStart).without(told);
    }

    /** What was seen, in a few words for whoever watches the run. */
    public static String summary(Optional<PodStartupEvidence> seen) {
        return seen.map(PodStartupEvidence::pods).map(PodStartupGatherer::ready).orElse("could not be watched");
    }

    /**
     * What the sandbox's workloads run, as far as they are watched: all but CronJobs.
     *
     * @throws KubernetesClientException if workloads or pods can't be watched
     */
    public List<PodTemplate> templates() {
        watch.awaitStarted();
        return watch.templates();
    }

    /** Ends the watch. */
    @Override
    public void close() {
        watch.close();
    }

    /** Returns the server's time when it was over. A pod that has lost its readiness is not waited for: it doesn't count. */
    private Instant watchUntilSteady(Instant start, Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            Duration passed = Duration.ofNanos(System.nanoTime() - began);
            Instant now = start.plus(passed);
            Duration needed = watch.judge().entries().stream()
                    .filter(entry -> !lostSinceFirstLook(entry))
                    .map(entry -> unsteady(entry, now, start))
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            Duration left = atMost.minus(passed);
            if (needed.isZero() || left.isZero() || left.isNegative()) {
                return now;
            }
            changes.await(Math.min(needed.toNanos(), left.toNanos()));
        }
    }

    private static Duration unsteady(PodJudgement.Entry entry, Instant now, Instant otherwise) {
        return entry.readyTime().map(time -> time.left(now, otherwise)).orElse(Duration.ZERO);
    }

    private static PodEvidence steady(PodJudgement.Entry entry, PodEvidence seen, Instant start, Instant now) {
        Duration left = unsteady(entry, now, start);
        return !seen.ready() || left.isZero()
                ? seen
                : PodEvidence.builder()
                        .from(notReady(
                                seen,
                                "NotSteadyYet",
                                "the pod is ready, but the run's time was over "
                                        + ((left.toMillis() + 999) / 1000) + " s before it had stayed so for "
                                        + entry.readyTime()
                                                .orElseThrow()
                                                .window()
                                                .toSeconds()
                                        + " s; raise spec.timeout"))
                        .unknown(true)
                        .build();
    }

    private PodEvidence inItsTime(PodEvidence pod) {
        return pod.ready() ? pod : cutShort.map(time -> time.cut(pod)).orElse(pod);
    }

    /** When time is over, a pod may be ready that comes and goes. */
    private PodJudgement.Entry steady(PodJudgement.Entry entry) {
        return entry.with(steadiness.isShaky(entry) ? flapping(entry.evidence()) : lost(entry));
    }

    /** A pod that no workload asks for is expected as long as anybody has seen it: nothing makes it again. */
    private List<PodEvidence> vanished(List<PodJudgement.Entry> now) {
        Set<String> there = now.stream().map(PodJudgement.Entry::key).collect(Collectors.toSet());
        return first.stream()
                .filter(entry -> entry.evidence().workload().isEmpty() && !there.contains(entry.key()))
                .map(PodJudgement.Entry::evidence)
                .map(pod -> notReady(pod, "PodMissing", "the pod came back, and was deleted before the run had ended"))
                .toList();
    }

    private PodEvidence stillReady(Successors successors, PodJudgement.Entry entry) {
        PodEvidence now = entry.evidence();
        if (!now.ready()) {
            return lost(entry);
        }
        Optional<PodEvidence> then = successors.before(entry);
        if (then.filter(pod -> !pod.ready()).isPresent()) {
            return then.get();
        }
        if (then.filter(pod -> !pod.podName().equals(now.podName())).isPresent()) {
            return notReady(now, "PodReplaced", "the pod was created after its predecessor had been ready");
        }
        return lostSinceFirstLook(entry) ? flapping(now) : now;
    }

    private boolean lostSinceFirstLook(PodJudgement.Entry entry) {
        return steadiness.lostAt(entry.key()).orElse(firstLook) - firstLook > 0;
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

    private static String ready(List<PodEvidence> pods) {
        return pods.stream().filter(PodEvidence::ready).count() + "/" + pods.size() + " ready";
    }

    private static String progressOf(List<PodEvidence> pods) {
        return ready(pods)
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
}
