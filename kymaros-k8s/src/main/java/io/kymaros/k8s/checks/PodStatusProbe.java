package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.PodStatus;
import io.kymaros.k8s.watch.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Enough of the selected pods are ready. */
final class PodStatusProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final List<String> namespaces;

    PodStatusProbe(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    @Override
    public CheckEvidence probe(Check check) throws InterruptedException {
        PodStatus wanted = Objects.requireNonNull(check.podStatus());
        int minReady = wanted.minReady() == null ? 1 : wanted.minReady();
        long start = System.nanoTime();
        long deadline = start + Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT).toNanos();
        Changes changes = new Changes();
        List<SharedIndexInformer<Pod>> informers = new ArrayList<>();
        try {
            for (String namespace : namespaces) {
                informers.add(client.pods()
                        .inNamespace(namespace)
                        .withLabels(wanted.labelSelector())
                        .inform(changes.handler()));
            }
            while (true) {
                long ready = informers.stream()
                        .flatMap(informer -> informer.getStore().list().stream())
                        .filter(ReadyPods::isReady)
                        .count();
                long left = deadline - System.nanoTime();
                if (ready >= minReady) {
                    return evidence(check, wanted, start, ready, minReady);
                }
                if (left <= 0) {
                    return atLast(check, wanted, start, minReady);
                }
                changes.await(left);
            }
        } finally {
            informers.forEach(SharedIndexInformer::close);
        }
    }

    /** What there is when the time is over. */
    private CheckEvidence atLast(Check check, PodStatus wanted, long start, int minReady) {
        List<Pod> pods = podsNow(wanted);
        List<Pod> ready = pods.stream().filter(ReadyPods::isReady).toList();
        CheckEvidence evidence = evidence(check, wanted, start, ready.size(), minReady);
        // With fewer pods than are asked for, more are missing than ready ones.
        return evidence.result() == CheckResult.PASS || pods.size() < minReady
                ? evidence
                : ImmutableCheckEvidence.copyOf(evidence)
                        .withUnreadyPods(pods.stream()
                                .filter(pod -> !ready.contains(pod))
                                .map(pod -> pod.getMetadata().getName())
                                .toList());
    }

    /** Asked for afresh: a watch can have broken, and then too few ready pods would be old news. */
    private List<Pod> podsNow(PodStatus wanted) {
        return namespaces.stream()
                .flatMap(namespace ->
                        client
                                .pods()
                                .inNamespace(namespace)
                                .withLabels(wanted.labelSelector())
                                .list()
                                .getItems()
                                .stream())
                .toList();
    }

    private static CheckEvidence evidence(Check check, PodStatus wanted, long start, long ready, int minReady) {
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target("pods " + new TreeMap<>(wanted.labelSelector()))
                .durationMs(Probes.millisSince(start));
        if (ready >= minReady) {
            return evidence.result(CheckResult.PASS).build();
        }
        return evidence.result(CheckResult.FAIL)
                .message(ready + " of at least " + minReady + " pods ready")
                .build();
    }
}
