package io.kymaros.velero;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kymaros.velero.api.DownloadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;

/** An object storage with some of Velero's files, and a Velero that answers requests for their addresses. */
final class StoredFiles implements AutoCloseable {
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> read = new CopyOnWriteArrayList<>();
    private final HttpServer storage;
    private final SharedIndexInformer<DownloadRequest> requests;

    StoredFiles(KubernetesClient client) throws IOException {
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.createContext("/", this::serve);
        storage.start();
        requests = client.resources(DownloadRequest.class)
                .inNamespace(VeleroObjects.VELERO)
                .inform();
        requests.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(DownloadRequest request) {
                DownloadRequest.Target target = request.getSpec().target();
                String address = "http://localhost:" + storage.getAddress().getPort() + "/" + target.kind() + "/"
                        + target.name();
                client.resource(request).edit(answered -> {
                    answered.setStatus(new DownloadRequest.Status("Processed", address, "2026-04-21T03:10:00Z", null));
                    return answered;
                });
            }

            @Override
            public void onUpdate(DownloadRequest before, DownloadRequest after) {}

            @Override
            public void onDelete(DownloadRequest request, boolean unknown) {}
        });
    }

    void put(String kind, String name, String json) {
        files.put("/" + kind + "/" + name, json);
    }

    /** The kinds of the files that were asked for. */
    List<String> read() {
        return read;
    }

    @Override
    public void close() {
        requests.close();
        storage.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        read.add(path.substring(1, path.lastIndexOf('/')));
        String json = files.get(path);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write(String.valueOf(json).getBytes(StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(json == null ? 404 : 200, body.size());
        exchange.getResponseBody().write(body.toByteArray());
        exchange.close();
    }
}
