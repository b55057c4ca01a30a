package io.kymaros.testkit;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.RestoreRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A namespace with a ConfigMap and a Secret, and the empty sandbox that it is restored into.
 *
 * @param cluster where it lives
 * @param namespace its namespace
 */
record Application(KubernetesClient cluster, String namespace) {
    static final String CONFIG_MAP = "settings";
    static final String SECRET = "login";
    static final String CONFIDENTIAL = "a-canary-that-must-not-sing";
    static final String CONFIDENTIAL_IN_BASE64 =
            Base64.getEncoder().encodeToString(CONFIDENTIAL.getBytes(StandardCharsets.UTF_8));

    private static final int RANDOM_LENGTH = 8;

    /** A new one in the tool's cluster, which exists before the next second begins. */
    static Application in(TestedTool tool) {
        String namespace = "shop-" + UUID.randomUUID().toString().substring(0, RANDOM_LENGTH);
        Application application = new Application(tool.cluster(), namespace);
        application.createNamespace(namespace);
        application.createNamespace(application.sandbox());
        application.configMapIn(namespace).create();
        application.secretIn(namespace).create();
        return application;
    }

    /** Backup tools, too, write times in whole seconds. */
    static void awaitNextSecond() throws InterruptedException {
        Instant now = Instant.now();
        Instant next = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Thread.sleep(Duration.between(now, next).toMillis() + 1);
    }

    String backup() {
        return namespace;
    }

    /** Sandbox, restore and run are named alike. */
    String sandbox() {
        return namespace + "-box";
    }

    RestoreRequest restored(Backup backup) {
        return RestoreRequest.builder()
                .restoreName(sandbox())
                .backup(backup)
                .namespaceMapping(Map.of(namespace, sandbox()))
                .labels(Map.of("restore.kymaros.io/run-uid", sandbox()))
                .resources(List.of("configmaps", "secrets"))
                .build();
    }

    Optional<Map<String, String>> restoredConfigMap() {
        return Optional.ofNullable(configMapIn(sandbox()).get()).map(ConfigMap::getData);
    }

    void deleteRestoredConfigMap() {
        configMapIn(sandbox()).delete();
    }

    boolean hasConfigMap() {
        return configMapIn(namespace).get() != null;
    }

    void deleteConfigMap() {
        configMapIn(namespace).delete();
    }

    /** The restored Secret's value in base64. */
    Optional<String> restoredSecret() {
        return Optional.ofNullable(secretIn(sandbox()).get())
                .map(secret -> secret.getData().get("password"));
    }

    /** Changes whenever an object of the source does. */
    String versions() {
        return List.of(
                        configMapIn(namespace).get().getMetadata().getResourceVersion(),
                        secretIn(namespace).get().getMetadata().getResourceVersion())
                .toString();
    }

    private void createNamespace(String name) {
        cluster.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private Resource<ConfigMap> configMapIn(String where) {
        return cluster.resource(new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(where)
                .withName(CONFIG_MAP)
                .endMetadata()
                .addToData("colour", "green")
                .build());
    }

    private Resource<Secret> secretIn(String where) {
        return cluster.resource(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(where)
                .withName(SECRET)
                .endMetadata()
                .addToData("password", CONFIDENTIAL_IN_BASE64)
                .build());
    }
}
