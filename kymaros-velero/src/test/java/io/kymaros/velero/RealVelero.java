package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.backup.RestoreRequest;
import io.kymaros.k8s.sandbox.Neutralisation;
import io.kymaros.k8s.sandbox.RestoredTypes;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import io.kymaros.velero.api.StorageLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A test cluster with its Velero, as tests of this module need it: an application, its backups, and stored files. */
final class RealVelero implements AutoCloseable {
    private static final String ARCHIVE = ".tar.gz";

    private final TestCluster cluster;
    private final KubernetesClient admin;
    private final KubernetesClient kymaros;

    RealVelero(TestCluster cluster) {
        this.cluster = cluster;
        this.admin = client(cluster, User.ADMIN);
        this.kymaros = client(cluster, User.KYMAROS);
        cluster.apply(resource("rbac.yaml"));
    }

    static KubernetesClient client(TestCluster cluster, User user) {
        Config config = Config.fromKubeconfig(cluster.kubeconfig(user).toFile());
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    KubernetesClient admin() {
        return admin;
    }

    /** A provider that may do no more than it needs. */
    VeleroBackupProvider provider() {
        return new VeleroBackupProvider(kymaros);
    }

    VeleroBackupProvider provider(Patience patience) {
        return new VeleroBackupProvider(kymaros, patience);
    }

    /** Starts the shop in a namespace of its own and waits until it runs. */
    void openShop(String namespace) {
        cluster.apply(resource("shop.yaml").replace("SHOP", namespace));
        cluster.kubectl("-n", namespace, "rollout", "status", "deployment/api", "--timeout=60s")
                .orFail();
        cluster.kubectl("-n", namespace, "wait", "--for=condition=complete", "job/migration", "--timeout=60s")
                .orFail();
        cluster.kubectl("-n", namespace, "wait", "--for=jsonpath={.status.phase}=Bound", "pvc/data", "--timeout=60s")
                .orFail();
    }

    /** Backs a namespace up, under its own name. */
    Backup backUp(String namespace, String... flags) {
        String[] command = {"backup", "create", namespace, "--include-namespaces", namespace, "--wait"};
        String[] all = Arrays.copyOf(command, command.length + flags.length);
        System.arraycopy(flags, 0, all, command.length, flags.length);
        cluster.velero(all).orFail();
        return provider()
                .find(BackupRequest.builder()
                        .toolNamespace("velero")
                        .backupName(namespace)
                        .build());
    }

    /** A request to restore a namespace into a new sandbox; restore, sandbox and run are named alike. */
    RestoreRequest into(String sandbox, Backup backup, String namespace) {
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(sandbox)
                        .endMetadata()
                        .build())
                .create();
        return RestoreRequest.builder()
                .restoreName(sandbox)
                .backup(backup)
                .namespaceMapping(Map.of(namespace, sandbox))
                .labels(Map.of("restore.kymaros.io/run-uid", sandbox))
                .resources(new RestoredTypes(List.of()).names())
                .patches(Neutralisation.patches())
                .build();
    }

    /** Starts the Velero server again, as it was started first; its caller stops it. */
    Process startServer() {
        Path folder = Objects.requireNonNull(cluster.logs().getParent());
        try {
            for (JsonNode part :
                    new ObjectMapper().readTree(folder.resolve("processes.json").toFile())) {
                if (part.get("name").asText().equals("velero")) {
                    ProcessBuilder server = new ProcessBuilder(texts(part.get("command")))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    cluster.logs().resolve("velero-again.log").toFile());
                    texts(part.get("env")).forEach(pair -> server.environment()
                            .put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
                    return server.start();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the cluster has no Velero server");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** The stored archive of a backup. */
    byte[] archive(String backup) {
        return send(HttpRequest.newBuilder(stored(backup, ARCHIVE)).GET().build())
                .body();
    }

    void replaceArchive(String backup, byte[] content) {
        send(HttpRequest.newBuilder(stored(backup, ARCHIVE))
                .PUT(BodyPublishers.ofByteArray(content))
                .build());
    }

    void deleteArchive(String backup) {
        send(HttpRequest.newBuilder(stored(backup, ARCHIVE)).DELETE().build());
    }

    /** Deletes the file in which Velero lists what the backup holds. */
    void deleteResourceList(String backup) {
        send(HttpRequest.newBuilder(stored(backup, "-resource-list.json.gz"))
                .DELETE()
                .build());
    }

    @Override
    public void close() {
        admin.close();
        kymaros.close();
    }

    private URI stored(String backup, String file) {
        StorageLocation location = admin.resources(StorageLocation.class)
                .inNamespace("velero")
                .withName("default")
                .get();
        String storage = Objects.requireNonNull(location.getSpec().config()).get("s3Url");
        return URI.create(storage + "/velero/backups/" + backup + "/" + backup + file);
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).as(request.toString()).isBetween(200, 299);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(RealVelero.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
