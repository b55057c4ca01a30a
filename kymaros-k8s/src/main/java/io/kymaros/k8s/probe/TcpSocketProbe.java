package io.kymaros.k8s.probe;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.TcpSocket;
import io.kymaros.k8s.probe.ServicePods.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;

/**
 * A TCP connection, through a port-forward. The forward's own end always accepts; a refusal by the pod shows as the end of
 * the stream. So the port counts as open when it sends something, or keeps the connection for a while.
 */
final class TcpSocketProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int KEPT_OPEN_MILLIS = 300;

    private final KubernetesClient client;
    private final ServicePods services;

    TcpSocketProbe(KubernetesClient client, ServicePods services) {
        this.client = client;
        this.services = services;
    }

    @Override
    public CheckEvidence probe(Check check) {
        TcpSocket wanted = Objects.requireNonNull(check.tcpSocket());
        long start = System.nanoTime();
        ServicePods.Found found = services.find(wanted.service(), wanted.port());
        String name = found.target().map(Target::host).orElse(wanted.service()) + ":" + wanted.port();
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target(name);
        if (found.target().isEmpty()) {
            return evidence.result(CheckResult.FAIL)
                    .durationMs(Probes.millisSince(start))
                    .message(found.problem())
                    .build();
        }
        Target target = found.target().get();
        int timeout = (int) Math.min(
                Integer.MAX_VALUE,
                Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT).toMillis());
        boolean open = open(target, timeout);
        evidence.durationMs(Probes.millisSince(start));
        if (open) {
            return evidence.result(CheckResult.PASS).build();
        }
        return evidence.result(CheckResult.FAIL)
                .message("pod " + target.pod() + " does not accept connections on port " + target.port())
                .build();
    }

    private boolean open(Target target, int timeoutMillis) {
        try (LocalPortForward forward = client.pods()
                        .inNamespace(target.namespace())
                        .withName(target.pod())
                        .portForward(target.port(), InetAddress.getLoopbackAddress(), 0);
                Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.getLocalPort()), timeoutMillis);
            socket.setSoTimeout(Math.min(KEPT_OPEN_MILLIS, timeoutMillis));
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
