package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.checks.PodStream.Broken;
import io.kymaros.k8s.checks.PodStream.Event;
import io.kymaros.k8s.checks.PodStream.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A TCP connection to a port of a pod, made by the kubelet inside the pod's network. The kubelet opens the stream before it
 * connects to the pod, and names a refusal on the stream's second channel.
 */
final class PodPort implements AutoCloseable {
    private static final int DATA = 0;
    private static final int ERROR = 1;
    /** The HTTP client can lose the first frames of a stream, when they come together with its opening. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private static final int MOST_ATTEMPTS = 3;

    private final PodStream stream;
    private final String pod;
    private final int port;

    private PodPort(PodStream stream, String pod, int port) {
        this.stream = stream;
        this.pod = pod;
        this.port = port;
    }

    /**
     * Asks for a connection, and returns when the kubelet is about to make it.
     *
     * @throws NotProbeableException if the API server or the kubelet did not take the request
     */
    static PodPort connect(KubernetesClient client, String namespace, String pod, int port, long deadline)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == MOST_ATTEMPTS;
            long patience = last ? deadline : Math.min(deadline, System.nanoTime() + AGAIN_AFTER.toNanos());
            PodStream stream = PodStream.open(client, namespace, pod, "portforward?ports=" + port, deadline);
            boolean taken = false;
            try {
                taken = announced(stream, pod, patience);
                if (taken) {
                    return new PodPort(stream, pod, port);
                }
            } finally {
                if (!taken) {
                    stream.close();
                }
            }
            if (last || System.nanoTime() >= deadline) {
                throw new NotProbeableException("the kubelet had not taken the connection to pod " + pod + " in time");
            }
        }
    }

    /** Whether the kubelet has begun both channels with the port's number. */
    private static boolean announced(PodStream stream, String pod, long deadline) throws InterruptedException {
        for (int channels = 0; channels < 2; channels++) {
            Optional<Event> event = stream.next(deadline);
            if (event.isEmpty()) {
                return false;
            }
            if (!(event.get() instanceof Frame)) {
                throw new NotProbeableException("the kubelet did not take the connection to pod " + pod
                        + (event.get() instanceof Broken broken ? ": " + broken.why() : ""));
            }
        }
        return true;
    }

    void send(byte[] bytes) {
        stream.send(bytes);
    }

    /**
     * What the pod sends next; no bytes when it has closed the connection.
     *
     * @return empty when nothing came until the deadline
     * @throws NoAnswerException if the pod does not take the connection, or breaks it off
     * @throws NotProbeableException if the way to the pod broke
     */
    Optional<byte[]> receive(long deadline) throws NoAnswerException, InterruptedException {
        Optional<Event> event = next(deadline);
        if (event.isEmpty()) {
            return Optional.empty();
        }
        if (!(event.get() instanceof Frame frame)) {
            return Optional.of(new byte[0]);
        }
        if (frame.channel() == ERROR) {
            fail(new String(frame.bytes(), StandardCharsets.UTF_8));
        }
        return Optional.of(frame.bytes());
    }

    /**
     * Waits for the kubelet to say that the connection can't be had, whatever the reason.
     *
     * @return whether it has said so by the deadline
     * @throws NotProbeableException if the way to the pod broke
     */
    boolean refused(long deadline) throws InterruptedException {
        return next(deadline)
                .filter(event -> event instanceof Frame frame && frame.channel() == ERROR)
                .isPresent();
    }

    private Optional<Event> next(long deadline) throws InterruptedException {
        Optional<Event> event = stream.next(deadline);
        while (event.isPresent() && event.get() instanceof Frame frame && frame.bytes().length == 0) {
            event = stream.next(deadline);
        }
        if (event.isPresent() && event.get() instanceof Broken broken) {
            throw new NotProbeableException("the connection to pod " + pod + " was lost: " + broken.why());
        }
        if (event.isPresent()
                && event.get() instanceof Frame frame
                && frame.channel() != DATA
                && frame.channel() != ERROR) {
            throw new NotProbeableException("pod " + pod + " was answered for on channel " + frame.channel());
        }
        return event;
    }

    /** Container runtimes word their errors differently, but all quote what the system call said. */
    private void fail(String said) throws NoAnswerException {
        String words = said.toLowerCase(Locale.ROOT);
        if (words.contains("connection refused")) {
            throw new NoAnswerException("nothing listens on port " + port + " of pod " + pod);
        }
        if (words.contains("connection reset") || words.contains("broken pipe")) {
            throw new NoAnswerException("pod " + pod + " broke off the connection to its port " + port);
        }
        throw new NotProbeableException(
                "the kubelet could not forward to port " + port + " of pod " + pod + ": " + Words.of(said));
    }

    @Override
    public void close() {
        stream.close();
    }
}
