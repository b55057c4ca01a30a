package io.kymaros.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.examples.Patches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * Plays the Velero server as far as a restore test meets it: it keeps backups in memory, carries Restores out with their
 * namespace mapping, excluded resources and resource modifier, and answers DownloadRequests.
 */
final class SimulatedVelero implements AutoCloseable {
    private static final String NAMESPACE = "velero";
    private static final String API_VERSION = "velero.io/v1";
    private static final String VOLUME = "data";

    private final KubernetesClient client;
    private final ObjectMapper json = new ObjectMapper();
    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    private final Map<String, List<HasMetadata>> backups = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final HttpServer storage;

    SimulatedVelero(KubernetesClient client) throws IOException {
        this.client = client;
        this.storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.storage.createContext("/", exchange -> {
            byte[] file = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
            if (file != null) {
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(file);
                }
            }
            exchange.close();
        });
        this.storage.start();
        watch("Restore", this::restore);
        watch("DownloadRequest", this::answer);
    }

    /** Backs up objects of one namespace, as a finished Backup. */
    void backUp(String name, String namespace, List<HasMetadata> objects) {
        backups.put(name, objects);
        String now = now();
        client.resource(object(
                        "Backup",
                        name,
                        Map.of("includedNamespaces", List.of(namespace), "storageLocation", "default"),
                        Map.of("phase", "Completed", "startTimestamp", now, "completionTimestamp", now)))
                .create();
        Map<String, List<String>> list = new TreeMap<>();
        for (HasMetadata object : objects) {
            list.computeIfAbsent(object.getApiVersion() + "/" + object.getKind(), key -> new ArrayList<>())
                    .add(namespace + "/" + object.getMetadata().getName());
        }
        files.put("/BackupResourceList/" + name, gzip(list));
        files.put("/BackupVolumeInfos/" + name, gzip(volumes(namespace, objects)));
    }

    private static List<Map<String, Object>> volumes(String namespace, List<HasMetadata> objects) {
        return objects.stream()
                .filter(object -> object.getKind().equals("PersistentVolumeClaim"))
                .map(claim -> {
                    Map<String, Object> volume = new LinkedHashMap<>();
                    volume.put("pvcName", claim.getMetadata().getName());
                    volume.put("pvcNamespace", namespace);
                    volume.put("pvName", "pv-" + claim.getMetadata().getName());
                    volume.put("backupMethod", "PodVolumeBackup");
                    volume.put("result", "succeeded");
                    volume.put(
                            "pvbInfo",
                            Map.of(
                                    "podName",
                                    claim.getMetadata().getName(),
                                    "podNamespace",
                                    namespace,
                                    "volumeName",
                                    VOLUME,
                                    "Phase",
                                    "Completed"));
                    return volume;
                })
                .toList();
    }

    private void restore(GenericKubernetesResource restore) {
        String started = now();
        setStatus(restore, Map.of("phase", "InProgress", "startTimestamp", started));
        try {
            restore(restore, started);
        } catch (RuntimeException e) {
            setStatus(
                    restore, Map.of("phase", "Failed", "startTimestamp", started, "failureReason", String.valueOf(e)));
        }
    }

    private void restore(GenericKubernetesResource restore, String started) {
        JsonNode spec = json.valueToTree(restore.getAdditionalProperties().get("spec"));
        List<HasMetadata> objects = backups.getOrDefault(spec.path("backupName").asText(), List.of());
        Map<String, List<String>> restored = new TreeMap<>();
        for (HasMetadata object : objects) {
            if (included(spec, object)) {
                HasMetadata copy = client.resource(copy(spec, restore, object)).create();
                if (copy.getKind().equals("PersistentVolumeClaim")) {
                    client.resource(fileCopy(restore, copy, now())).create();
                    bind((PersistentVolumeClaim) copy);
                }
                restored.computeIfAbsent(copy.getApiVersion() + "/" + copy.getKind(), key -> new ArrayList<>())
                        .add(copy.getMetadata().getNamespace() + "/"
                                + copy.getMetadata().getName() + "(created)");
            }
        }
        files.put(
                "/RestoreResults/" + restore.getMetadata().getName(),
                gzip(Map.of("warnings", Map.of(), "errors", Map.of())));
        files.put("/RestoreResourceList/" + restore.getMetadata().getName(), gzip(restored));
        int items = restored.values().stream().mapToInt(List::size).sum();
        setStatus(
                restore,
                Map.of(
                        "phase",
                        "Completed",
                        "startTimestamp",
                        started,
                        "completionTimestamp",
                        now(),
                        "progress",
                        Map.of("totalItems", items, "itemsRestored", items)));
    }

    /** As the cluster does when a pod mounts the claim; there are no volumes here. */
    private void bind(PersistentVolumeClaim claim) {
        client.resource(new PersistentVolumeClaimBuilder(claim)
                        .withNewStatus()
                        .withPhase("Bound")
                        .endStatus()
                        .build())
                .updateStatus();
    }

    /** Velero fills a volume by way of a pod that mounts it; here it has the claim's name. */
    private static GenericKubernetesResource fileCopy(
            GenericKubernetesResource restore, HasMetadata claim, String now) {
        String name = claim.getMetadata().getName();
        GenericKubernetesResource copy = object(
                "PodVolumeRestore",
                restore.getMetadata().getName() + "-" + name,
                Map.of(
                        "pod",
                        Map.of("name", name, "namespace", claim.getMetadata().getNamespace()),
                        "volume",
                        VOLUME),
                Map.of("phase", "Completed", "startTimestamp", now, "completionTimestamp", now));
        copy.getMetadata()
                .setLabels(
                        Map.of("velero.io/restore-name", restore.getMetadata().getName()));
        return copy;
    }

    private static boolean included(JsonNode spec, HasMetadata object) {
        for (JsonNode included : spec.path("includedResources")) {
            if (included.asText().equals(Patches.groupResource(object))) {
                return true;
            }
        }
        return false;
    }

    /** The object as Velero would create it: mapped, labelled, changed by the modifier, without what a server adds. */
    private HasMetadata copy(JsonNode spec, GenericKubernetesResource restore, HasMetadata object) {
        ObjectNode node = json.valueToTree(object);
        for (JsonNode rule : modifierRules(spec)) {
            if (applies(rule.path("conditions"), object, node)) {
                rule.path("mergePatches")
                        .forEach(patch -> Patches.merge(
                                node, parse(patch.path("patchData").asText())));
            }
        }
        HasMetadata copy = Serialization.unmarshal(node.toString(), object.getClass());
        copy.setMetadata(new ObjectMetaBuilder()
                .withName(object.getMetadata().getName())
                .withNamespace(spec.path("namespaceMapping")
                        .path(object.getMetadata().getNamespace())
                        .asText())
                .withLabels(object.getMetadata().getLabels())
                .addToLabels("velero.io/restore-name", restore.getMetadata().getName())
                .build());
        return copy;
    }

    private JsonNode modifierRules(JsonNode spec) {
        String name = spec.path("resourceModifier").path("name").asText();
        Map<String, String> data =
                client.configMaps().inNamespace(NAMESPACE).withName(name).get().getData();
        return parse(data.values().iterator().next()).path("resourceModifierRules");
    }

    private static boolean applies(JsonNode conditions, HasMetadata object, JsonNode node) {
        String type = conditions.path("groupResource").asText();
        if (!type.equals("**") && !type.equals(Patches.groupResource(object))) {
            return false;
        }
        String name = conditions.path("resourceNameRegex").asText(".*");
        if (!object.getMetadata().getName().matches(name)) {
            return false;
        }
        for (JsonNode match : conditions.path("matches")) {
            if (!node.at(match.path("path").asText())
                    .asText()
                    .equals(match.path("value").asText())) {
                return false;
            }
        }
        return true;
    }

    private void answer(GenericKubernetesResource request) {
        JsonNode target =
                json.valueToTree(request.getAdditionalProperties().get("spec")).path("target");
        String path =
                "/" + target.path("kind").asText() + "/" + target.path("name").asText();
        setStatus(
                request,
                Map.of(
                        "phase",
                        "Processed",
                        "downloadURL",
                        String.format(
                                Locale.ROOT,
                                "http://127.0.0.1:%d%s",
                                storage.getAddress().getPort(),
                                path)));
    }

    private void setStatus(GenericKubernetesResource object, Map<String, Object> status) {
        resource(object.getKind(), object.getMetadata().getName()).edit(current -> {
            current.setAdditionalProperty("status", status);
            return current;
        });
    }

    private io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource> resource(String kind, String name) {
        return client.genericKubernetesResources(API_VERSION, kind)
                .inNamespace(NAMESPACE)
                .withName(name);
    }

    private static GenericKubernetesResource object(
            String kind, String name, Map<String, Object> spec, Map<String, Object> status) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(kind)
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .addToAdditionalProperties("status", status)
                .build();
    }

    private void watch(String kind, java.util.function.Consumer<GenericKubernetesResource> work) {
        client.genericKubernetesResources(API_VERSION, kind)
                .inNamespace(NAMESPACE)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenericKubernetesResource object) {
                        server.execute(() -> work.accept(object));
                    }

                    @Override
                    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
                        // Each object is worked on once.
                    }

                    @Override
                    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
                        // Nothing is kept of it.
                    }
                });
    }

    private JsonNode parse(String text) {
        try {
            return yaml.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] gzip(Object content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void close() {
        storage.stop(0);
        server.shutdownNow();
    }
}
