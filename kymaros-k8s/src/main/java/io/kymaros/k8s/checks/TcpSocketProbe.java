package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.TcpSocket;
import io.kymaros.k8s.checks.ServicePods.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * A TCP connection, through a port-forward. The kubelet says when a pod refuses, and nothing when it accepts. So a second
 * connection asks for a port on which nothing listens: once its refusal is here, one of the first would be too, however slow
 * the machine is.
 */
final class TcpSocketProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    /** Both connections run at the same time; this is for the difference between them. */
    private static final Duration GRACE = Duration.ofMillis(100);
    /** The discard port of old: pods don't use it. */
    private static final int SILENT_PORT = 9;

    private final KubernetesClient client;
    private final ServicePods services;

    TcpSocketProbe(KubernetesClient client, ServicePods services) {
        this.client = client;
        this.services = services;
    }

    @Override
    public CheckEvidence probe(Check check) throws InterruptedException {
        TcpSocket wanted = Objects.requireNonNull(check.tcpSocket());
        long start = System.nanoTime();
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target(wanted.service() + ":" + wanted.port());
        try {
            Target target = services.find(wanted.service(), wanted.port());
            evidence.target(target.host() + ":" + wanted.port());
            connect(target, Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT));
            evidence.result(CheckResult.PASS);
        } catch (NoAnswerException e) {
            evidence.result(CheckResult.FAIL)
                    .message(String.valueOf(e.getMessage()))
                    .unreadyPods(e.unreadyPods());
        }
        return evidence.durationMs(Probes.millisSince(start)).build();
    }

    private void connect(Target target, Duration timeout) throws NoAnswerException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (PodPort port = PodPort.connect(client, target.namespace(), target.pod(), target.port(), deadline)) {
            long opened = System.nanoTime();
            long enough = deadline;
            if (refusalArrives(target, deadline)) {
                long now = System.nanoTime();
                enough = now + Math.max(now - opened, GRACE.toNanos());
            }
            // Bytes, or an end in good order, come only from a pod that has accepted; so does silence for so long.
            if (port.receive(enough).isEmpty()) {
                ApiServer.requireAnswer(client);
            }
        }
    }

    /** Whether the kubelet has refused a connection that nobody can take. */
    private boolean refusalArrives(Target target, long deadline) throws InterruptedException {
        int silent = target.port() == SILENT_PORT ? SILENT_PORT + 2 : SILENT_PORT;
        try (PodPort control = PodPort.connect(client, target.namespace(), target.pod(), silent, deadline)) {
            return control.refused(deadline);
        }
    }
}
