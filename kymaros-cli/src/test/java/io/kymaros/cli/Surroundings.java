package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;

import com.sun.net.httpserver.HttpServer;
import io.kymaros.testcluster.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** What scenarios find on their cluster: Kymaros installed, an application that answers, and a service that others need. */
final class Surroundings {
    private static final Set<TestCluster> INSTALLED = new HashSet<>();

    private final TestCluster cluster;

    private Surroundings(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Installs them on a cluster, once. */
    static synchronized void of(TestCluster cluster) throws IOException {
        if (INSTALLED.add(cluster)) {
            new Surroundings(cluster).install();
        }
    }

    private void install() throws IOException {
        cluster.apply(kymaros("crds").out());
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")
                .orFail();
        cluster.apply(Files.readString(Path.of("..", "kymaros-examples", "cluster", "rbac.yaml")));
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: kymaros-test}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kymaros}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: kymaros-test, namespace: velero}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: kymaros}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                """);
        startApplication();
        startDependency();
        cluster.apply("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: shop, namespace: kymaros-system}
                spec:
                  checks:
                  - {name: api-liveness, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                  - {name: db-connectivity, type: exec, exec: {podSelector: {app: postgres}, command: [echo, ready]}}
                  - {name: web-port, type: tcpSocket, tcpSocket: {service: web, port: 80}}
                ---
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: one-fails, namespace: kymaros-system}
                spec:
                  checks:
                  - {name: api-liveness, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                  - {name: api-version, type: httpGet, httpGet: {service: api, port: 80, path: /gone}}
                  - {name: api-pods, type: podStatus, podStatus: {labelSelector: {app: api}, minReady: 2}}
                """);
    }

    /** Pods have no processes here: what is forwarded to port 8080 of any pod is answered by this, until the tests end. */
    private void startApplication() throws IOException {
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/healthz", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        cluster.apply("""
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterPortForward
                metadata: {name: application}
                spec: {forwards: [{ports: [8080], target: {address: 127.0.0.1, port: %d}}]}
                """.formatted(application.getAddress().getPort()));
    }

    private void startDependency() {
        cluster.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: platform}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shared-auth-service, namespace: platform}
                spec:
                  selector: {matchLabels: {app: auth}}
                  template:
                    metadata: {labels: {app: auth}}
                    spec: {containers: [{name: auth, image: example/auth}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shared-auth-service, namespace: platform}
                spec: {selector: {app: auth}, ports: [{name: https, port: 443}]}
                """);
        cluster.kubectl("-n", "platform", "rollout", "status", "deployment/shared-auth-service", "--timeout=60s")
                .orFail();
    }
}
