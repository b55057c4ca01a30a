package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicy;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.checks.Probes;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.run.RestoreTestPlanner;
import io.kymaros.testcluster.RealCluster;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Health checks that are meant to leave the sandbox, on a real API server, as a user with just the permissions that Kymaros
 * ships. What they are after listens on this machine, counts who comes, and answers as the check would like. Each check is
 * read from its policy as in a run, and is also given to its probe as if reading had let it pass.
 */
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTargetsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "hostile-targets.md");
    private static final String SANDBOX = "rp-test-hostile";

    private final TestCluster cluster;
    private final Listener metadata = new Listener("metadata");
    private final Listener outside = new Listener("outside");
    private final Listener neighbour = new Listener("neighbour");
    private final Listener application = new Listener("application");

    HostileTargetsTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A hostile check.
     *
     * @param target what it is after
     * @param check the check's type and block
     */
    private record Vector(String target, String check) {}

    private static Vector path(String target, String path) {
        return new Vector(target, "type: httpGet, httpGet: {service: api, port: 80, path: \"" + path + "\"}");
    }

    private static Vector service(String target, String service) {
        return service(target, service, 80);
    }

    private static Vector service(String target, String service, int port) {
        return new Vector(target, "type: httpGet, httpGet: {service: \"" + service + "\", port: " + port + "}");
    }

    private static Vector tcp(String target, String service, int port) {
        return new Vector(target, "type: tcpSocket, tcpSocket: {service: \"" + service + "\", port: " + port + "}");
    }

    private static Vector exists(String target, String kind, String name) {
        return new Vector(
                target,
                "type: resourceExists, resourceExists: {resources: [{kind: \"" + kind + "\", name: \"" + name
                        + "\"}]}");
    }

    private static Vector exec(String target, String block) {
        return new Vector(target, "type: exec, exec: {" + block + ", command: [\"true\"]}");
    }

    /** METADATA, OUTSIDE and NEIGHBOUR stand for the addresses where those listen. */
    private static List<Vector> vectors() {
        return List.of(
                path("Cloud metadata, as user and host before the path", "@METADATA/latest"),
                path("Cloud metadata, as a host after //", "//METADATA/latest"),
                path("Cloud metadata, as a host after ///", "///METADATA/latest"),
                path("Cloud metadata, as a host after \\\\", "\\\\\\\\METADATA\\\\latest"),
                path("Cloud metadata, as a host after /\\", "/\\\\METADATA/latest"),
                path("Cloud metadata, as a whole URL", "http://METADATA/latest"),
                path("An outside host, as a URL without a scheme's slashes", "http:OUTSIDE/"),
                path("An outside host, as port and host", ":80@OUTSIDE/"),
                path("An outside host, as a name to add to the host", ".OUTSIDE/"),
                path("An outside host, by a fragment", "/#@OUTSIDE/"),
                path(
                        "An outside host, by a second request line",
                        "/ HTTP/1.1\\r\\nHost: OUTSIDE\\r\\n\\r\\nGET http://OUTSIDE/"),
                path("An outside host, by a Host header", "/x\\r\\nHost: OUTSIDE"),
                path("An outside host, by a line feed alone", "/x\\nHost: OUTSIDE"),
                path("An outside host, by a tab and a second word", "/x\\tHTTP/1.0"),
                path("An outside host, by a line separator of Unicode", "/x\\u2028Host: OUTSIDE"),
                path("An outside host, by an encoded line end", "/x%0d%0aHost:%20OUTSIDE"),
                path("An outside host, in the query", "/?url=http://OUTSIDE/"),
                path("An outside host, behind an encoded slash", "/%2f%2fOUTSIDE/"),
                path("An outside host, behind an encoded @", "/%40OUTSIDE/"),
                path(
                        "The neighbour's application, by parent folders",
                        "/../../../namespaces/neighbour/services/api/proxy/"),
                path("The neighbour's application, by encoded parent folders", "/%2e%2e/%2e%2e/neighbour"),
                path("Cloud metadata, by a redirect (302)", "/redirect/302"),
                path("An outside host, by a redirect that keeps the method (307)", "/redirect/307"),
                path("An outside host, by a permanent redirect (308)", "/redirect/308"),
                path("An outside host, by a Refresh header", "/refresh"),
                path("An outside host, by a proxy of the environment", "/"),
                service("Cloud metadata, by an ExternalName", "external-ip"),
                service("The neighbour's application, by an ExternalName", "external-name"),
                tcp("Cloud metadata, by an ExternalName (TCP)", "external-ip", 80),
                service("Cloud metadata, by a Service without selector and with Endpoints", "endpoints"),
                tcp("Cloud metadata, by a Service without selector and with Endpoints (TCP)", "endpoints", 80),
                service("An outside host, by a Service without selector and with an EndpointSlice", "slice"),
                service("The neighbour's application, by Endpoints beside a selector", "foreign"),
                service("The node, by a pod in its network", "node", 7001),
                tcp("The node, by a pod in its network (TCP)", "node", 7001),
                exec("The node, by a command in a pod in its network", "podSelector: {app: node}"),
                service("The neighbour's application, by its full name", "api.neighbour.svc.cluster.local"),
                service("The neighbour's application, by its short name", "api.neighbour"),
                service("The neighbour's application, by a path in the name", "../../neighbour/services/api"),
                service(
                        "The neighbour's application, by an encoded path in the name",
                        "..%2f..%2fneighbour%2fservices%2fapi"),
                service("Cloud metadata, by an address as name", "127.0.0.1"),
                service("Cloud metadata, by an address and a port as name", "METADATA"),
                service("An outside host, by a line end in the name", "api\\r\\nHost: OUTSIDE"),
                service("An outside host, by a user in the name", "api@OUTSIDE"),
                service("An empty name", ""),
                service("A port that the Service does not have", "api", 7001),
                service("A port beyond the last", "api", 65616),
                service("A negative port", "api", -1),
                tcp("A port of another protocol", "api", 53),
                service("A named port that the pods do not have", "unnamed", 80),
                exec("The neighbour's pod, by a label that only it has", "podSelector: {app: neighbour}"),
                exec("Any pod at all, by no label", "podSelector: {}"),
                exec(
                        "The neighbour's pod, by a path as container",
                        "podSelector: {app: api}, container: \"../../../neighbour/pods/api\""),
                exec(
                        "Another subresource, by a query as container",
                        "podSelector: {app: api}, container: \"x&command=curl\""),
                exists("The neighbour's Secret, by a path as name", "Secret", "../../neighbour/secrets/token"),
                exists(
                        "The neighbour's Secret, by an encoded path as name",
                        "Secret",
                        "..%2f..%2fneighbour%2fsecrets%2ftoken"),
                exists("A namespace, by its kind", "Namespace", "neighbour"),
                exists("Another resource, by a path as kind", "Secret/../pods", "api"));
    }

    @BeforeAll
    void install() throws IOException {
        Surroundings.of(cluster);
        cluster.apply("""
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterPortForward
                metadata: {name: hostile}
                spec:
                  forwards:
                  - {ports: [7001], target: {address: 127.0.0.1, port: %d}}
                  - {ports: [7002], target: {address: 127.0.0.1, port: %d}}
                  - {ports: [7003], target: {address: 127.0.0.1, port: %d}}
                """.formatted(metadata.port(), application.port(), neighbour.port()));
        for (String namespace : List.of(SANDBOX, "neighbour")) {
            boolean own = namespace.equals(SANDBOX);
            cluster.apply("""
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: %1$s}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: api, namespace: %1$s, labels: {app: %2$s}}
                    spec: {containers: [{name: api, image: example/api}]}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: api, namespace: %1$s}
                    spec: {selector: {app: %2$s}, ports: [{name: web, port: 80, targetPort: %3$d}, {name: dns, port: 53, protocol: UDP}]}
                    """.formatted(namespace, own ? "api" : "neighbour", own ? 7002 : 7003));
        }
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: token, namespace: neighbour}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: node, namespace: SANDBOX, labels: {app: node}}
                spec: {hostNetwork: true, containers: [{name: node, image: example/node}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: node, namespace: SANDBOX}
                spec: {selector: {app: node}, ports: [{port: 7001}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: unnamed, namespace: SANDBOX}
                spec: {selector: {app: api}, ports: [{port: 80, targetPort: metadata}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: external-ip, namespace: SANDBOX}
                spec: {type: ExternalName, externalName: 127.0.0.1, selector: {app: api}, ports: [{port: 80, targetPort: 7001}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: external-name, namespace: SANDBOX}
                spec: {type: ExternalName, externalName: api.neighbour.svc.cluster.local}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: endpoints, namespace: SANDBOX}
                spec: {ports: [{port: 80, targetPort: 7001}]}
                ---
                apiVersion: v1
                kind: Endpoints
                metadata: {name: endpoints, namespace: SANDBOX}
                subsets: [{addresses: [{ip: 192.0.2.9}], ports: [{port: 7001}]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: slice, namespace: SANDBOX}
                spec: {ports: [{port: 80, targetPort: 7001}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: slice, namespace: SANDBOX, labels: {kubernetes.io/service-name: slice}}
                addressType: IPv4
                endpoints: [{addresses: [192.0.2.1], conditions: {ready: true}}]
                ports: [{port: 7001}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: foreign, namespace: SANDBOX}
                spec: {selector: {app: neighbour}, ports: [{port: 80, targetPort: 7003}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: foreign, namespace: SANDBOX, labels: {kubernetes.io/service-name: foreign}}
                addressType: IPv4
                endpoints: [{addresses: [192.0.2.2], conditions: {ready: true}, targetRef: {kind: Pod, name: api, namespace: neighbour}}]
                ports: [{port: 7003}]
                """.replace("SANDBOX", SANDBOX));
        for (String pod : List.of("api", "node")) {
            cluster.kubectl("-n", SANDBOX, "wait", "--for=condition=Ready", "--timeout=60s", "pod/" + pod)
                    .orFail();
        }
    }

    @AfterAll
    void remove() {
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
        cluster.kubectl("delete", "namespace", SANDBOX, "neighbour", "--wait=false");
        cluster.kubectl("delete", "clusterportforward", "hostile");
    }

    @Test
    void noCheckReachesAnythingButThePodsOfItsSandbox() throws Exception {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", String.valueOf(outside.port()));
        List<String> rows = new ArrayList<>();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(
                        Config.fromKubeconfig(cluster.kubeconfig(User.KYMAROS).toFile()))
                .build()) {
            Probes probes = new Probes(client, List.of(SANDBOX));
            for (Vector vector : vectors()) {
                HealthCheckPolicy policy = policy(vector);
                CheckEvidence answer = probes.probe(policy.getSpec().checks().get(0));
                rows.add("| " + (rows.size() + 1) + " | " + vector.target() + " | " + read(policy) + " | "
                        + answer.result() + ": " + said(answer) + " |");
            }
        }
        Files.write(Path.of("target", "hostile-targets.txt"), rows);
        for (Listener listener : List.of(metadata, outside, neighbour)) {
            assertThat(listener.connections())
                    .as("connections to " + listener.name)
                    .isZero();
        }
        assertThat(application.connections())
                .as("connections to the sandbox's own application")
                .isPositive();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(40);
        assertThat(Files.readAllLines(DOCUMENT).stream().filter(line -> line.matches("\\| [0-9].*")))
                .as(DOCUMENT + "; the rows are in target/hostile-targets.txt")
                .isEqualTo(rows);
    }

    /** The listeners do count: the neighbour's application is asked when that is the sandbox. */
    @Test
    void whatIsMeantToBeReachedIs() throws Exception {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(
                        Config.fromKubeconfig(cluster.kubeconfig(User.KYMAROS).toFile()))
                .build()) {
            Listener own = application;
            int before = own.connections();
            CheckEvidence answer = new Probes(client, List.of(SANDBOX))
                    .probe(policy(service("its own", "api")).getSpec().checks().get(0));
            assertThat(answer.result().toString()).isEqualTo("pass");
            assertThat(own.connections()).isEqualTo(before + 1);
        }
    }

    private HealthCheckPolicy policy(Vector vector) {
        String check = vector.check()
                .replace("METADATA", "127.0.0.1:" + metadata.port())
                .replace("OUTSIDE", "127.0.0.1:" + outside.port());
        return Serialization.unmarshal("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: hostile, namespace: kymaros-system}
                spec: {checks: [{name: hostile, %s}]}
                """.formatted(check), HealthCheckPolicy.class);
    }

    private static String read(HealthCheckPolicy policy) {
        RestoreTest test = Serialization.unmarshal("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: RestoreTest
                metadata: {name: hostile, namespace: kymaros-system}
                spec: {backupSource: {backupName: b, namespaces: [{name: shop}]}, healthChecks: {policyRef: hostile}}
                """, RestoreTest.class);
        try {
            RestoreTestPlanner.plan(test, policy);
            return "taken";
        } catch (InvalidInputException e) {
            return "refused";
        }
    }

    private String said(CheckEvidence answer) {
        String code = answer.type().equals("exec") ? "exit code " : "status ";
        String said = answer.message().orElse(code + answer.statusCode().orElse(0) + " of the sandbox's own pod");
        return said.replace(":" + outside.port(), ":OUTSIDE")
                .replace(":" + metadata.port(), ":METADATA")
                .replace("127.0.0.1:", "")
                .replace("|", "\\|");
    }

    /** Counts who connects, and answers as a check would like; the application also leads elsewhere. */
    private final class Listener {
        private final String name;
        private final ServerSocket socket;
        private final AtomicInteger connections = new AtomicInteger();

        Listener(String name) {
            this.name = name;
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            Thread thread = new Thread(this::serve, name);
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        int connections() {
            return connections.get();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connections.incrementAndGet();
                    answer(connection);
                } catch (IOException e) {
                    // The other end has gone; the connection has been counted.
                    continue;
                }
            }
        }

        private void answer(Socket connection) throws IOException {
            connection.setSoTimeout(2000);
            byte[] head = new byte[4096];
            int length = Math.max(0, connection.getInputStream().read(head));
            String request = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            String status = "200 OK";
            String location =
                    "http://127.0.0.1:" + (request.contains("/redirect/302") ? metadata : outside).port() + "/";
            String header = "";
            if (request.startsWith("GET /redirect/")) {
                status = request.substring("GET /redirect/".length(), "GET /redirect/302".length()) + " Elsewhere";
                header = "Location: " + location + "\r\n";
            } else if (request.startsWith("GET /refresh")) {
                header = "Refresh: 0; url=" + location + "\r\n";
            }
            try (OutputStream out = connection.getOutputStream()) {
                out.write(("HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
