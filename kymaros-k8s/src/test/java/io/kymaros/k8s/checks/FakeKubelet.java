package io.kymaros.k8s.checks;

import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.kymaros.k8s.fake.FakeCluster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The kubelet's end of port-forwards and commands, in the words of real ones. */
final class FakeKubelet {
    static final String REFUSED =
            "error forwarding port %d to pod 1f2e, uid : failed to execute portforward in network namespace"
                    + " \"/var/run/netns/cni-1\": failed to connect to localhost:%d inside namespace \"1f2e\", IPv4: dial tcp4"
                    + " 127.0.0.1:%d: connect: connection refused IPv6 dial tcp6 [::1]:%d: connect: connection refused ";

    private final FakeCluster cluster;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeKubelet(FakeCluster cluster) {
        this.cluster = cluster;
        // Nothing listens on ports that are not given an application.
        cluster.reply("GET", "/portforward", request -> forward(socket -> refuse(socket, port(request.path()))));
    }

    /** What an application does with a connection; it is called for the opening, and for what is sent to it. */
    interface Application {
        void opened(WebSocket socket);

        default void received(WebSocket socket, String bytes) {
            // Most applications here have said all there is when the connection opens.
        }
    }

    /** An application that listens on a port of every pod. */
    FakeKubelet on(int port, Application application) {
        cluster.reply("GET", "/portforward\\?ports=" + port + "$", request -> forward(application));
        return this;
    }

    /** An application that answers whatever it is asked. */
    FakeKubelet answering(int port, String answer) {
        return on(port, new Application() {
            @Override
            public void opened(WebSocket socket) {
                // It waits to be asked.
            }

            @Override
            public void received(WebSocket socket, String bytes) {
                requests.add(bytes);
                send(socket, 0, answer);
            }
        });
    }

    /** What the applications were sent. */
    List<String> requests() {
        return requests;
    }

    /** A command; what it is called with is the request's path. */
    FakeKubelet exec(BiConsumer<WebSocket, String> command) {
        cluster.reply("GET", "/exec\\?", request -> new MockResponse().withWebSocketUpgrade(new Upgraded() {
            @Override
            public void onOpen(WebSocket socket, Response response) {
                command.accept(socket, request.path());
            }
        }));
        return this;
    }

    static void send(WebSocket socket, int channel, String text) {
        send(socket, channel, text.getBytes(StandardCharsets.UTF_8));
    }

    static void send(WebSocket socket, int channel, byte[] bytes) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(channel);
        frame.writeBytes(bytes);
        socket.send(frame.toByteArray());
    }

    static void refuse(WebSocket socket, int port) {
        send(socket, 1, REFUSED.replace("%d", String.valueOf(port)));
        socket.close(1000, "");
    }

    private static int port(String path) {
        return Integer.parseInt(path.substring(path.indexOf("ports=") + "ports=".length()));
    }

    private static MockResponse forward(Application application) {
        return new MockResponse().withWebSocketUpgrade(new Upgraded() {
            @Override
            public void onOpen(WebSocket socket, Response response) {
                send(socket, 0, new byte[] {(byte) 0x90, 0x1f});
                send(socket, 1, new byte[] {(byte) 0x90, 0x1f});
                application.opened(socket);
            }

            @Override
            public void onMessage(WebSocket socket, byte[] bytes) {
                application.received(socket, new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
            }
        });
    }

    /** The API server repeats the protocol that it was asked for. */
    private abstract static class Upgraded extends WebSocketListener {
        @Override
        public void onBeforeAccept(WebSocket socket, Response response) {
            if (response instanceof MockResponse accepted) {
                accepted.setHeader("Sec-WebSocket-Protocol", "v4.channel.k8s.io");
            }
        }
    }
}
