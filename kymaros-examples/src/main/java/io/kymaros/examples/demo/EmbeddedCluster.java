package io.kymaros.examples.demo;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server in this process that keeps objects in memory and tells watchers of changes. It checks no schema and no permission. */
final class EmbeddedCluster implements AutoCloseable {
    /** The types that the demo needs; the server makes no discovery documents by itself. */
    private static final Map<String, List<String>> TYPES = Map.of(
            "v1",
                    List.of(
                            "ConfigMap/configmaps",
                            "Secret/secrets",
                            "Service/services",
                            "Pod/pods",
                            "PersistentVolumeClaim/persistentvolumeclaims",
                            "ServiceAccount/serviceaccounts"),
            "apps/v1",
                    List.of(
                            "Deployment/deployments",
                            "StatefulSet/statefulsets",
                            "DaemonSet/daemonsets",
                            "ReplicaSet/replicasets"),
            "batch/v1", List.of("Job/jobs", "CronJob/cronjobs"));

    private static final Logger REQUEST_LOG = Logger.getLogger("io.fabric8.mockwebserver");

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    EmbeddedCluster() {
        REQUEST_LOG.setLevel(Level.OFF);
        Map<ServerRequest, Queue<ServerResponse>> documents = new HashMap<>();
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), documents, new KubernetesMixedDispatcher(documents), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        TYPES.forEach((apiVersion, types) -> server.expect()
                .get()
                .withPath((apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion)
                .andReturn(200, resources(apiVersion, types))
                .always());
        server.expect().get().withPath("/apis").andReturn(200, discovery()).always();
        for (String type : List.of(
                "Backup/backups",
                "Restore/restores",
                "BackupStorageLocation/backupstoragelocations",
                "DownloadRequest/downloadrequests",
                "PodVolumeRestore/podvolumerestores")) {
            server.expectCustomResource(custom("velero.io", "v1", type));
        }
        for (String type : List.of(
                "RestoreTest/restoretests", "HealthCheckPolicy/healthcheckpolicies", "RestoreReport/restorereports")) {
            server.expectCustomResource(custom("restore.kymaros.io", "v1alpha1", type));
        }
        client = server.createClient();
    }

    /** For whoever plays a part in the cluster. */
    KubernetesClient client() {
        return client;
    }

    /** Writes a kubeconfig for the user. */
    Path writeKubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: demo
                  cluster: {server: "%s"}
                users:
                - name: demo
                  user: {}
                contexts:
                - name: demo
                  context: {cluster: demo, user: demo, namespace: kymaros-system}
                current-context: demo
                """.formatted(client.getMasterUrl()));
    }

    /** The types of all groups in one document. */
    private static Map<String, Object> discovery() {
        List<Map<String, Object>> groups = TYPES.entrySet().stream()
                .filter(types -> types.getKey().contains("/"))
                .map(types -> group(types.getKey().split("/"), types.getValue()))
                .toList();
        return Map.of("kind", "APIGroupDiscoveryList", "apiVersion", "apidiscovery.k8s.io/v2", "items", groups);
    }

    private static Map<String, Object> group(String[] apiVersion, List<String> types) {
        List<Map<String, Object>> resources = types.stream()
                .map(type -> type.split("/"))
                .map(type -> Map.<String, Object>of(
                        "resource",
                        type[1],
                        "responseKind",
                        Map.of("group", apiVersion[0], "version", apiVersion[1], "kind", type[0]),
                        "scope",
                        "Namespaced",
                        "verbs",
                        List.of("get", "list", "watch", "create", "delete")))
                .toList();
        return Map.of(
                "metadata",
                Map.of("name", apiVersion[0]),
                "versions",
                List.of(Map.of("version", apiVersion[1], "freshness", "Current", "resources", resources)));
    }

    private static APIResourceList resources(String apiVersion, List<String> types) {
        List<APIResource> resources = types.stream()
                .map(type -> type.split("/"))
                .map(type -> new APIResourceBuilder()
                        .withKind(type[0])
                        .withName(type[1])
                        .withNamespaced(true)
                        .withVerbs("get", "list", "watch", "create", "delete")
                        .build())
                .toList();
        return new APIResourceListBuilder()
                .withGroupVersion(apiVersion)
                .withResources(resources)
                .build();
    }

    private static CustomResourceDefinitionContext custom(String group, String version, String type) {
        List<String> names = Arrays.asList(type.split("/"));
        return new CustomResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(names.get(0))
                .withPlural(names.get(1))
                .withScope("Namespaced")
                .build();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
