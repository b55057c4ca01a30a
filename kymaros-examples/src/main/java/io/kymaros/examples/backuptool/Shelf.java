package io.kymaros.examples.backuptool;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** A tiny backup tool: it packs the ConfigMaps and Secrets of a namespace into boxes, and unpacks them one after another. */
final class Shelf {
    private final KubernetesClient cluster;
    private final Map<String, Box> boxes;
    private final Executor worker;
    private final Map<String, Unpacking> unpackings = new ConcurrentHashMap<>();

    /**
     * A shelf.
     *
     * @param cluster what is packed and unpacked
     * @param boxes the boxes by name; the shelf puts new ones in
     * @param worker unpacks
     */
    Shelf(KubernetesClient cluster, Map<String, Box> boxes, Executor worker) {
        this.cluster = cluster;
        this.boxes = boxes;
        this.worker = worker;
    }

    /** Packs a namespace into a box. */
    void pack(String name, String namespace, Map<String, String> labels) {
        Instant began = Instant.now();
        List<HasMetadata> objects = Stream.<HasMetadata>concat(
                        cluster.configMaps().inNamespace(namespace).list().getItems().stream(),
                        cluster.secrets().inNamespace(namespace).list().getItems().stream())
                .toList();
        List<String> list = objects.stream()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
        boxes.put(name, new Box(namespace, labels, began, true, Optional.of(list), objects));
    }

    /** The boxes by name. */
    Map<String, Box> boxes() {
        return boxes;
    }

    /** Unpacks a box; the same name is unpacked once, however often it is asked for. */
    Unpacking unpack(String name, Unpacking.Order order) {
        return unpackings.computeIfAbsent(name, key -> {
            Unpacking unpacking = new Unpacking(cluster, order);
            worker.execute(unpacking);
            return unpacking;
        });
    }

    /** An unpacking that was asked for. */
    Optional<Unpacking> unpacking(String name) {
        return Optional.ofNullable(unpackings.get(name));
    }
}
