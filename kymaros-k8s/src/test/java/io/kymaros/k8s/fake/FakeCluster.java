package io.kymaros.k8s.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.kymaros.k8s.api.Crds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory. It keeps objects, serves watches, counts requests, and answers otherwise where a test says so.
 * Nothing runs behind it: there are no controllers and no admission.
 */
public final class FakeCluster implements AutoCloseable {
    /** Where the server listens when its address has a path, as behind a proxy for many clusters. */
    public static final String PREFIX = "/k8s/clusters/one";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final Map<String, List<APIResource>> SERVED = Map.of(
            "/api/v1",
            List.of(
                    namespaced("Pod", "pods"),
                    namespaced("Pod", "pods/status"),
                    namespaced("Service", "services"),
                    namespaced("Secret", "secrets"),
                    namespaced("ConfigMap", "configmaps"),
                    namespaced("PersistentVolumeClaim", "persistentvolumeclaims"),
                    namespaced("ServiceAccount", "serviceaccounts"),
                    namespaced("Endpoints", "endpoints"),
                    clusterScoped("Namespace", "namespaces"),
                    clusterScoped("PersistentVolume", "persistentvolumes")),
            "/apis/apps/v1",
            List.of(
                    namespaced("Deployment", "deployments"),
                    namespaced("Deployment", "deployments/status"),
                    namespaced("StatefulSet", "statefulsets"),
                    namespaced("ReplicaSet", "replicasets")),
            "/apis/batch/v1",
            List.of(namespaced("Job", "jobs"), namespaced("CronJob", "cronjobs")),
            "/apis/networking.k8s.io/v1",
            List.of(namespaced("NetworkPolicy", "networkpolicies"), namespaced("Ingress", "ingresses")),
            "/apis/policy/v1",
            List.of(namespaced("PodDisruptionBudget", "poddisruptionbudgets")),
            "/apis/rbac.authorization.k8s.io/v1",
            List.of(namespaced("Role", "roles"), clusterScoped("ClusterRole", "clusterroles")));

    private static final Logger LOG = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        LOG.setLevel(Level.WARNING);
    }

    private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private volatile Optional<Instant> date = Optional.empty();
    private volatile boolean onlyBehindThePath;

    /** A request as the server saw it. */
    public record Request(
            String method,
            String path,
            String body,
            @Nullable String accept) {}

    /** Answers a request; null to leave it to the next rule. */
    @FunctionalInterface
    public interface Reply {
        @Nullable
        MockResponse to(Request request);
    }

    private record Rule(String method, Pattern path, Reply reply) {}

    /** An empty cluster with Kymaros' own resource types. */
    public FakeCluster() {
        Crds.all().forEach(crd -> objects.expectCustomResource(CustomResourceDefinitionContext.fromCrd(crd)));
        server = new KubernetesMockServer(
                new Context(new ObjectMapper()), new MockWebServer(), new HashMap<>(), new Rules(), false);
        server.start();
        client = new KubernetesClientBuilder().withConfig(config("/")).build();
    }

    /** A client of this cluster that doesn't repeat failed requests. */
    public KubernetesClient client() {
        return client;
    }

    /** A client whose cluster's address has a path. */
    public KubernetesClient clientBehindAPath() {
        return new KubernetesClientBuilder().withConfig(config(PREFIX)).build();
    }

    /** From now on nothing is found at the root of the server. */
    public void onlyBehindThePath() {
        onlyBehindThePath = true;
    }

    private Config config(String path) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url(path))
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(10_000)
                .withConnectionTimeout(5_000)
                .build();
    }

    /** Creates an object; the server gives it a uid and the time of now. */
    public <T extends HasMetadata> T create(T object) {
        return client.resource(object).create();
    }

    /** An object that was created, and asked to go, at other times; its finalizer holds it. */
    public void createLeaving(HasMetadata object, Instant at, Instant since) {
        create(object, at);
        client.resource(object).delete();
        String leaving = client.resource(object).get().getMetadata().getDeletionTimestamp();
        replace(client.resource(object).get().getMetadata().getUid(), leaving, since);
    }

    /** Creates an object as if at another time. */
    public void create(HasMetadata object, Instant at) {
        HasMetadata created = create(object);
        replace(created.getMetadata().getUid(), created.getMetadata().getCreationTimestamp(), at);
    }

    private void replace(String uid, String time, Instant by) {
        objects.getMap()
                .replaceAll((key, json) -> json.contains(uid)
                        ? json.replace("\"" + time + "\"", "\"" + by.truncatedTo(ChronoUnit.SECONDS) + "\"")
                        : json);
    }

    /** Creates a namespace. */
    public FakeCluster namespace(String name, Map<String, String> labels) {
        create(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build());
        return this;
    }

    /** The time that the server's answers to {@code /version} carry; without it, that of now. */
    public FakeCluster date(Instant instant) {
        date = Optional.of(instant);
        return this;
    }

    /** Answers every request of a method to a path that matches a regular expression. The last rule goes first. */
    public FakeCluster reply(String method, String path, Reply reply) {
        rules.add(0, new Rule(method, Pattern.compile(path), reply));
        return this;
    }

    /** Refuses such requests. */
    public FakeCluster refuse(String method, String path, int code, String message) {
        return reply(method, path, request -> failure(code, message));
    }

    /** Refuses the first few of such requests. */
    public FakeCluster refuse(int times, String method, String path, int code, String message) {
        AtomicInteger left = new AtomicInteger(times);
        return reply(method, path, request -> left.getAndDecrement() > 0 ? failure(code, message) : null);
    }

    /** Does something before such requests are answered. */
    public FakeCluster before(String method, String path, Runnable action) {
        return reply(method, path, request -> {
            action.run();
            return null;
        });
    }

    /**
     * Stops a thread while such a request of it is under way. The answer is held back until the thread has let go of the
     * request: one that comes at the same moment may be taken before the stop is noticed.
     */
    public FakeCluster stopDuring(String method, String path, Thread thread) {
        return before(method, path, () -> {
            thread.interrupt();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Answers as the API server does when it refuses. */
    public static MockResponse failure(int code, String message) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody(Serialization.asJson(new StatusBuilder()
                        .withStatus("Failure")
                        .withCode(code)
                        .withMessage(message)
                        .build()));
    }

    /** The requests of a method so far. */
    public List<Request> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    /** Every request that could change something. */
    public List<Request> writes() {
        return requests.stream()
                .filter(request -> !request.method().equals("GET"))
                .toList();
    }

    @Override
    public void close() {
        client.close();
        server.shutdown();
    }

    private static APIResource namespaced(String kind, String plural) {
        return new APIResourceBuilder()
                .withKind(kind)
                .withName(plural)
                .withNamespaced(true)
                .build();
    }

    private static APIResource clusterScoped(String kind, String plural) {
        return new APIResourceBuilder()
                .withKind(kind)
                .withName(plural)
                .withNamespaced(false)
                .build();
    }

    private final class Rules extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest recorded) {
            String full = recorded.getPath();
            String path = full.startsWith(PREFIX) ? full.substring(PREFIX.length()) : full;
            Request request = new Request(
                    recorded.getMethod(),
                    path,
                    recorded.getBody() == null
                            ? ""
                            : new String(recorded.getBody().getBytes(), StandardCharsets.UTF_8),
                    recorded.getHeader("Accept"));
            requests.add(request);
            if (onlyBehindThePath && !full.startsWith(PREFIX)) {
                return failure(404, "nothing here");
            }
            for (Rule rule : rules) {
                if (rule.method().equals(request.method())
                        && rule.path().matcher(path).find()) {
                    MockResponse response = rule.reply().to(request);
                    if (response != null) {
                        return response;
                    }
                }
            }
            if (request.method().equals("DELETE") && isOfAnother(request)) {
                return failure(409, "Precondition failed: UID in precondition does not match");
            }
            return stale(request)
                    ? failure(409, "the object has been modified; please apply your changes to the latest version")
                    : unruled(recorded, path);
        }

        /** The dispatcher for objects lets a write of an old status pass. */
        private boolean stale(Request request) {
            if (!request.method().equals("PUT") || !request.path().endsWith("/status")) {
                return false;
            }
            String object = request.path().substring(0, request.path().length() - "/status".length());
            MockResponse stored = objects.handleGet(object);
            return stored.code() == 200
                    && !version(request.body())
                            .equals(version(new String(stored.getBody().getBytes(), StandardCharsets.UTF_8)));
        }

        /** It doesn't read the preconditions of a deletion either. */
        private boolean isOfAnother(Request request) {
            if (request.body().isEmpty()) {
                return false;
            }
            Preconditions wanted =
                    Serialization.unmarshal(request.body(), DeleteOptions.class).getPreconditions();
            MockResponse stored = objects.handleGet(request.path());
            return wanted != null
                    && wanted.getUid() != null
                    && stored.code() == 200
                    && !wanted.getUid()
                            .equals(Serialization.unmarshal(
                                            new String(stored.getBody().getBytes(), StandardCharsets.UTF_8),
                                            GenericKubernetesResource.class)
                                    .getMetadata()
                                    .getUid());
        }

        private String version(String json) {
            return Serialization.unmarshal(json, GenericKubernetesResource.class)
                    .getMetadata()
                    .getResourceVersion();
        }

        private MockResponse unruled(RecordedRequest recorded, String path) {
            if (path.equals("/version")) {
                return new MockResponse()
                        .setResponseCode(200)
                        .setHeader("Date", HTTP_DATE.format(date.orElseGet(Instant::now)))
                        .setBody("{}");
            }
            if (path.equals("/apis")) {
                return new MockResponse().setResponseCode(200).setBody(discovery());
            }
            List<APIResource> served = SERVED.get(path);
            if (served != null) {
                return new MockResponse()
                        .setResponseCode(200)
                        .setBody(Serialization.asJson(new APIResourceListBuilder()
                                .withGroupVersion(path.substring(path.indexOf('/', 1) + 1))
                                .withResources(served)
                                .build()));
            }
            if (Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).count() <= 3
                    && path.startsWith("/apis/")) {
                return failure(404, "the server could not find the requested resource");
            }
            MockResponse response = asked(objects.dispatch(recorded), recorded.getHeader("Accept"));
            if (recorded.getMethod().equals("DELETE") && path.matches("/api/v1/namespaces/[^/?]+")) {
                emptyIfGone(path);
            }
            return response;
        }

        private String discovery() {
            ObjectNode groups = new ObjectMapper().createObjectNode().put("kind", "APIGroupDiscoveryList");
            ArrayNode items = groups.putArray("items");
            SERVED.forEach((path, served) -> {
                String[] parts = path.split("/");
                if (!parts[1].equals("apis")) {
                    return;
                }
                ObjectNode group = items.addObject();
                group.putObject("metadata").put("name", parts[2]);
                ObjectNode version = group.putArray("versions")
                        .addObject()
                        .put("version", parts[3])
                        .put("freshness", "Current");
                ArrayNode resources = version.putArray("resources");
                served.stream().filter(type -> !type.getName().contains("/")).forEach(type -> {
                    ObjectNode resource = resources
                            .addObject()
                            .put("resource", type.getName())
                            .put("scope", type.getNamespaced() ? "Namespaced" : "Cluster");
                    resource.putObject("responseKind").put("kind", type.getKind());
                    resource.putArray("verbs").add("get").add("list");
                });
            });
            return groups.toString();
        }

        /** The dispatcher for objects makes no tables. */
        private MockResponse asked(MockResponse response, @Nullable String accept) {
            if (response.code() != 200 || accept == null || !accept.startsWith("application/json;as=Table")) {
                return response;
            }
            ObjectNode table = new ObjectMapper().createObjectNode().put("kind", "Table");
            table.putArray("columnDefinitions").addObject().put("name", "Name").put("format", "name");
            ArrayNode rows = table.putArray("rows");
            Serialization.unmarshal(
                            new String(response.getBody().getBytes(), StandardCharsets.UTF_8),
                            GenericKubernetesResourceList.class)
                    .getItems()
                    .forEach(item -> rows.addObject()
                            .putArray("cells")
                            .add(item.getMetadata().getName()));
            return new MockResponse().setResponseCode(200).setBody(table.toString());
        }

        /** With a namespace goes what is in it. */
        private void emptyIfGone(String path) {
            if (objects.handleGet(path).code() == 404) {
                String inside = "\"namespace\":\"" + path.substring(path.lastIndexOf('/') + 1) + "\"";
                objects.getMap().values().removeIf(json -> json.contains(inside));
            }
        }
    }
}
