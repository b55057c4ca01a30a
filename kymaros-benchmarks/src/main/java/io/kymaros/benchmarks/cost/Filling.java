package io.kymaros.benchmarks.cost;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Namespaces full of ConfigMaps and Secrets, half and half. */
final class Filling {
    private static final int WRITERS = 16;

    /** 3,072 random bytes are 4,096 characters that don't compress to much less. */
    private static final int BYTES = 3072;

    private Filling() {}

    /** Name of the n-th object of its kind. All are of one length up to 90,000 objects. */
    static String name(int number) {
        return "object-" + (10_000 + number);
    }

    /** Makes a namespace with as many objects. */
    static void fill(KubernetesClient client, String namespace, int objects)
            throws InterruptedException, ExecutionException {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> written = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                written.add(writers.submit(() -> {
                    Random random = new Random(first);
                    for (int i = first; i < objects; i += WRITERS) {
                        client.resource(object(namespace, i, random)).create();
                    }
                }));
            }
            for (Future<?> part : written) {
                part.get();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private static HasMetadata object(String namespace, int number, Random random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String name = name(number / 2);
        if (number % 2 == 0) {
            return new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name)
                    .endMetadata()
                    .withData(Map.of("value", Base64.getEncoder().encodeToString(bytes)))
                    .build();
        }
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(Map.of("value", Base64.getEncoder().encodeToString(bytes)))
                .build();
    }
}
