package io.kymaros.benchmarks.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to the API server and counts what comes back, as it is on the wire: encrypted, and compressed if it is. */
final class CountingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicLong received = new AtomicLong();
    private final URI server;

    CountingProxy(String server) throws IOException {
        this.server = URI.create(server);
        start(this::accept);
    }

    /** Address to use in place of the server's. */
    String address() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /** Bytes that the server has sent since this was asked last. */
    long received() {
        return received.getAndSet(0);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket upstream = new Socket(server.getHost(), server.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            start(() -> copy(client, upstream, new AtomicLong()));
            start(() -> copy(upstream, client, received));
        }
    }

    private static void copy(Socket from, Socket to, AtomicLong count) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        }
    }

    private static void start(Copying copying) {
        Thread thread = new Thread(() -> {
            try {
                copying.run();
            } catch (IOException e) {
                // One side has closed its connection; the other is closed with it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** Runs until a connection ends. */
    private interface Copying {
        void run() throws IOException;
    }
}
