package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.HttpGet;
import io.kymaros.k8s.checks.AnswerRule.BackupTime;
import io.kymaros.k8s.checks.ServicePods.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An HTTP answer with the expected status and body, asked for through a port-forward. Nothing in the request says where it goes:
 * the port-forward ends at a pod of the sandbox. Redirects are answers like any other. The body is read only where the check
 * expects something of it, and not kept.
 */
final class HttpGetProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int OK = 200;
    private static final int HTTP_PORT = 80;
    /** What can stand in a request line without ending it. */
    private static final Pattern PATH = Pattern.compile("/([\\x21-\\x7e&&[^\\\\#/]][\\x21-\\x7e&&[^\\\\#]]*)?");

    private final KubernetesClient client;
    private final ServicePods services;
    private final BackupTime backup;

    HttpGetProbe(KubernetesClient client, ServicePods services, BackupTime backup) {
        this.client = client;
        this.services = services;
        this.backup = backup;
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
        long start = System.nanoTime();
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target(url(wanted.service(), wanted))
                .looksAtData(wanted.body() != null);
        try {
            String path = path(wanted);
            Target target = services.find(wanted.service(), wanted.port());
            evidence.target(url(target.host(), wanted));
            Answered answered = ask(wanted, target, path);
            evidence.statusCode(answered.status());
            Optional<String> wrong = wrong(wanted, answered);
            evidence.result(wrong.isEmpty() ? CheckResult.PASS : CheckResult.FAIL)
                    .message(wrong);
        } catch (NoAnswerException e) {
            evidence.result(CheckResult.FAIL)
                    .message(String.valueOf(e.getMessage()))
                    .unreadyPods(e.unreadyPods());
        } catch (NotProbeableException | KubernetesClientException e) {
            evidence.result(CheckResult.INCONCLUSIVE).message(Probes.why(e));
        }
        return evidence.durationMs(Probes.millisSince(start)).build();
    }

    /** A policy's paths were looked at when it was read; this is where a bad one would do harm. */
    private static String path(HttpGet wanted) {
        String path = wanted.path() == null ? "/" : wanted.path();
        String ascii = path.codePoints().allMatch(c -> c > 0x7f || c > ' ') ? encoded(path) : path;
        if (!PATH.matcher(ascii).matches()) {
            throw new NotProbeableException("not a path: it must start with one / and hold no spaces or \\");
        }
        return ascii;
    }

    private static String encoded(String path) {
        try {
            return URI.create(path).toASCIIString();
        } catch (IllegalArgumentException e) {
            throw new NotProbeableException("not a path: write odd characters in hexadecimal, after a percent sign");
        }
    }

    /**
     * What a pod answered.
     *
     * @param status the HTTP status
     * @param body the body, where the check looks at it and the status is the expected one
     */
    private record Answered(int status, Optional<String> body) {}

    private Optional<String> wrong(HttpGet wanted, Answered answered) {
        if (answered.status() != expected(wanted)) {
            return Optional.of("status " + answered.status() + ", expected " + expected(wanted));
        }
        return wanted.body() == null
                ? Optional.empty()
                : new AnswerRule(wanted.body(), backup).wrong(answered.body().orElseThrow());
    }

    private static int expected(HttpGet wanted) {
        return wanted.expectedStatus() == null ? OK : wanted.expectedStatus();
    }

    private Answered ask(HttpGet wanted, Target target, String path) throws NoAnswerException, InterruptedException {
        Duration timeout = Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (PodPort pod = PodPort.connect(client, target.namespace(), target.pod(), target.port(), deadline)) {
            pod.send(request(wanted, path));
            HttpAnswer answer = new HttpAnswer();
            OptionalInt status = OptionalInt.empty();
            while (status.isEmpty()) {
                byte[] received = receive(pod, target, deadline, timeout);
                status = answer.take(received);
                if (status.isEmpty() && received.length == 0) {
                    throw brokenOff(target);
                }
            }
            boolean looks = wanted.body() != null && status.getAsInt() == expected(wanted);
            return new Answered(
                    status.getAsInt(),
                    looks ? Optional.of(body(answer, pod, target, deadline, timeout)) : Optional.empty());
        }
    }

    private String body(HttpAnswer answer, PodPort pod, Target target, long deadline, Duration timeout)
            throws NoAnswerException, InterruptedException {
        HttpBody body = answer.body();
        boolean whole = body.take(answer.rest());
        while (!whole) {
            byte[] received = receive(pod, target, deadline, timeout);
            whole = body.take(received);
            if (!whole && received.length == 0) {
                if (!body.endsWithConnection()) {
                    throw brokenOff(target);
                }
                whole = true;
            }
        }
        return body.text();
    }

    /** The next bytes; none when the pod has closed the connection. */
    private byte[] receive(PodPort pod, Target target, long deadline, Duration timeout)
            throws NoAnswerException, InterruptedException {
        Optional<byte[]> received = pod.receive(deadline);
        if (received.isEmpty()) {
            ApiServer.requireAnswer(client);
            throw new NoAnswerException(
                    "no HTTP answer from pod " + target.pod() + " within " + Timeouts.shown(timeout));
        }
        return received.get();
    }

    private static NoAnswerException brokenOff(Target target) {
        return new NoAnswerException("pod " + target.pod() + " closed the connection without a whole HTTP answer");
    }

    /** The host is what a client in the application's own namespace would name: the same in the sandbox as in production. */
    private static byte[] request(HttpGet wanted, String path) {
        String host = wanted.service() + (wanted.port() == HTTP_PORT ? "" : ":" + wanted.port());
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nUser-Agent: kymaros\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String url(String host, HttpGet wanted) {
        String port = wanted.port() == HTTP_PORT ? "" : ":" + wanted.port();
        return "http://" + host + port + (wanted.path() == null ? "/" : wanted.path());
    }
}
