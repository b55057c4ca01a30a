package io.kymaros.k8s.probe;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.HttpGet;
import io.kymaros.k8s.probe.ServicePods.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** An HTTP answer with the expected status, asked for through a port-forward. Redirects are not followed. */
final class HttpGetProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int OK = 200;

    private final KubernetesClient client;
    private final ServicePods services;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(new NoProxy())
            .build();

    HttpGetProbe(KubernetesClient client, ServicePods services) {
        this.client = client;
        this.services = services;
    }

    @Override
    public CheckEvidence probe(Check check) throws InterruptedException {
        HttpGet wanted = Objects.requireNonNull(check.httpGet());
        int attempts = 1 + (wanted.retries() == null ? 0 : wanted.retries());
        for (int attempt = 1; ; attempt++) {
            CheckEvidence evidence = attempt(check, wanted);
            if (evidence.result() == CheckResult.PASS || attempt == attempts) {
                return evidence;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private CheckEvidence attempt(Check check, HttpGet wanted) throws InterruptedException {
        String path = wanted.path() == null ? "/" : wanted.path();
        long start = System.nanoTime();
        ServicePods.Found found = services.find(wanted.service(), wanted.port());
        if (found.target().isEmpty()) {
            return evidence(check, wanted.service() + ":" + wanted.port() + path, start)
                    .result(CheckResult.FAIL)
                    .message(found.problem())
                    .build();
        }
        Target target = found.target().get();
        ImmutableCheckEvidence.Builder evidence = evidence(check, url(target, wanted.port(), path), start);
        try (LocalPortForward forward = client.pods()
                .inNamespace(target.namespace())
                .withName(target.pod())
                .portForward(target.port(), InetAddress.getLoopbackAddress(), 0)) {
            return ask(wanted, forward.getLocalPort(), path, evidence, start);
        } catch (IOException e) {
            return evidence.result(CheckResult.FAIL)
                    .durationMs(Probes.millisSince(start))
                    .message("no HTTP answer from pod " + target.pod() + " port " + target.port())
                    .build();
        }
    }

    private CheckEvidence ask(
            HttpGet wanted, int localPort, String path, ImmutableCheckEvidence.Builder evidence, long start)
            throws IOException, InterruptedException {
        int expected = wanted.expectedStatus() == null ? OK : wanted.expectedStatus();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + localPort + path))
                .timeout(Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT))
                .GET()
                .build();
        HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
        evidence.statusCode(response.statusCode()).durationMs(Probes.millisSince(start));
        if (response.statusCode() == expected) {
            return evidence.result(CheckResult.PASS).build();
        }
        return evidence.result(CheckResult.FAIL)
                .message("status " + response.statusCode() + ", expected " + expected)
                .build();
    }

    private static String url(Target target, int port, String path) {
        return "http://" + target.host() + (port == 80 ? "" : ":" + port) + path;
    }

    private static ImmutableCheckEvidence.Builder evidence(Check check, String target, long start) {
        return CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target(target)
                .durationMs(Probes.millisSince(start));
    }

    /** A proxy from the environment must not see the sandbox's traffic. */
    private static final class NoProxy extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // Nothing to learn: there is no proxy to leave out next time.
        }
    }
}
