package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.request.ApiUri;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A streaming connection to a pod by way of the API server, as {@code kubectl exec} and {@code kubectl port-forward} use.
 * It ends at the pod, needs nothing that listens on this machine, and asks for the next frame only when the last one was
 * taken: what the pod sends can't pile up here.
 */
final class PodStream implements AutoCloseable {
    /** Kubernetes' channel protocol: the first byte of each frame names its channel. */
    private static final String PROTOCOL = "v4.channel.k8s.io";

    private static final int NORMAL_CLOSURE = 1000;
    /**
     * The HTTP client can miss that a connection was opened, when the other end has closed it at once. It says nothing
     * then, so another one is opened beside it before all the time is gone.
     */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private static final int MOST_OPENINGS = 3;

    private final Events events;
    private final WebSocket socket;

    private PodStream(Events events, WebSocket socket) {
        this.events = events;
        this.socket = socket;
    }

    /** What comes out of a stream. */
    sealed interface Event {}

    /** Bytes on a channel. */
    static final class Frame implements Event {
        private final int channel;
        private final byte[] bytes;

        private Frame(int channel, byte[] bytes) {
            this.channel = channel;
            this.bytes = bytes;
        }

        int channel() {
            return channel;
        }

        /** What came; it is the caller's. */
        byte[] bytes() {
            return bytes;
        }
    }

    /** The other end has closed the stream in order. */
    record End() implements Event {}

    /**
     * The stream broke: nothing is known about what the pod did.
     *
     * @param why in words
     */
    record Broken(String why) implements Event {}

    /**
     * Opens a stream. What is asked for may happen more than once.
     *
     * @param request subresource of the pod with its query
     * @param deadline in {@link System#nanoTime()}'s time; connecting counts
     * @throws NotProbeableException if the stream was refused or was not open in time; the pod is not to blame
     * @throws InterruptedException if the thread was asked to stop
     */
    static PodStream open(KubernetesClient client, String namespace, String pod, String request, long deadline)
            throws InterruptedException {
        URI uri = ApiUri.of(client, "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/" + request);
        List<CompletableFuture<PodStream>> openings = new ArrayList<>();
        Optional<PodStream> open = Optional.empty();
        try {
            while (open.isEmpty() && deadline > System.nanoTime()) {
                openings.add(opening(client, uri));
                boolean last = openings.size() == MOST_OPENINGS;
                long left = deadline - System.nanoTime();
                open = first(openings, last ? left : Math.min(left, AGAIN_AFTER.toNanos()), pod);
            }
        } finally {
            PodStream taken = open.orElse(null);
            for (CompletableFuture<PodStream> opening : openings) {
                CompletableFuture<PodStream> unused = opening.whenComplete((stream, failure) -> {
                    if (stream != null && stream != taken) {
                        stream.close();
                    }
                });
            }
        }
        return open.orElseThrow(() -> new NotProbeableException(
                "the API server had not opened a connection to pod " + pod + " in time; raise the check's timeout"));
    }

    private static CompletableFuture<PodStream> opening(KubernetesClient client, URI uri) {
        Events events = new Events();
        return client.getHttpClient()
                .newWebSocketBuilder()
                .uri(uri)
                .subprotocol(PROTOCOL)
                .buildAsync(events)
                .thenApply(socket -> new PodStream(events, socket));
    }

    private static Optional<PodStream> first(List<CompletableFuture<PodStream>> openings, long nanos, String pod)
            throws InterruptedException {
        try {
            return Optional.of(CompletableFuture.anyOf(openings.toArray(CompletableFuture<?>[]::new))
                    .thenApply(PodStream.class::cast)
                    .get(nanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw refused(pod, e);
        }
    }

    private static NotProbeableException refused(String pod, ExecutionException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof WebSocketHandshakeException)) {
            cause = cause.getCause();
        }
        String why = ApiFault.message(new KubernetesClientException("", failure));
        if (cause instanceof WebSocketHandshakeException handshake) {
            int code = handshake.getResponse().code();
            why = ApiFault.reason(new KubernetesClientException("", code, null)) + " (HTTP " + code + ")";
        }
        return new NotProbeableException("the API server did not connect to pod " + pod + ": " + Words.of(why));
    }

    /**
     * The next event.
     *
     * @return empty when there was none until the deadline
     * @throws InterruptedException if the thread was asked to stop
     */
    Optional<Event> next(long deadline) throws InterruptedException {
        Optional<Event> event =
                Optional.ofNullable(events.queue.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        if (event.filter(Frame.class::isInstance).isPresent()) {
            socket.request();
        }
        return event;
    }

    /** Sends bytes on channel 0. */
    void send(byte[] bytes) {
        socket.send(
                ByteBuffer.allocate(bytes.length + 1).put((byte) 0).put(bytes).flip());
    }

    @Override
    public void close() {
        socket.sendClose(NORMAL_CLOSURE, "");
    }

    /** Puts what happens to the socket in a queue. */
    private static final class Events implements WebSocket.Listener {
        private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();

        @Override
        public void onMessage(WebSocket socket, ByteBuffer buffer) {
            if (!buffer.hasRemaining()) {
                queue.add(new Broken("it sent an empty frame"));
                return;
            }
            int channel = buffer.get();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            queue.add(new Frame(channel, bytes));
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            onMessage(socket, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            queue.add(code == NORMAL_CLOSURE ? new End() : new Broken("it was closed with code " + code));
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            String said = error.getMessage();
            queue.add(new Broken(said == null ? error.getClass().getSimpleName() : Words.of(said)));
        }
    }
}
