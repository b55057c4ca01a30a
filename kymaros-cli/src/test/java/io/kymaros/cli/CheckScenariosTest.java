package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.Check;
import io.kymaros.k8s.api.RestoreReportStatus.Dependency;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.testcluster.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What health checks and dependencies score. */
class CheckScenariosTest extends Scenarios {
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer application;

    CheckScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    /** Port 8081 of any pod redirects and is slow to start; nothing listens on port 8082. */
    @BeforeAll
    void startApplication() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        application = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        application.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/healthz");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        application.createContext("/starting", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        application.createContext("/orders", exchange -> {
            byte[] body = "{\"users\": 3, \"orders\": 1200}".getBytes(StandardCharsets.UTF_8);
            // Without a length in its head: in chunks.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        application.start();
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            closed = socket.getLocalPort();
        }
        cluster.apply("""
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterPortForward
                metadata: {name: checks}
                spec:
                  forwards:
                  - {ports: [8081], target: {address: 127.0.0.1, port: %d}}
                  - {ports: [8082], target: {address: 127.0.0.1, port: %d}}
                """.formatted(application.getAddress().getPort(), closed));
    }

    @AfterAll
    void stopApplication() {
        application.stop(0);
    }

    @Test
    void anApplicationThatAnswersWithItsDataPasses() {
        shop("answering").backUp();
        policy("answering", """
                  - {name: orders, type: httpGet, httpGet: {service: more, port: 81, path: /orders,
                     body: {matches: '"orders": ([0-9]+)', number: {min: 1000, max: 2000}}}}
                  - {name: rows, type: exec, exec: {podSelector: {app: postgres}, command: [echo, "1200"],
                     output: {number: {min: 1000}}}}
                  - {name: newest, type: exec, exec: {podSelector: {app: postgres},
                     command: [date, -u, -d, 30 minutes ago, "+%Y-%m-%d %H:%M:%S+00"],
                     output: {time: {notOlderThan: 2h}}}}
                  - {name: alive, type: tcpSocket, tcpSocket: {service: postgres, port: 80}}
                """);
        test("answering", "answering", "15m", "");

        Said said = run("answering");

        RestoreReportStatus status =
                documented("Three health checks expect an answer that only the data gives, and get it", "answering");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(level(status, "HealthChecks").message()).isEqualTo("4/4 health checks passed; 3 look at data");
        assertThat(findings(status)).isEmpty();
    }

    @Test
    void anApplicationWithoutItsDataAnswersOtherwise() {
        shop("emptied-tables").backUp();
        policy("emptied-tables", """
                  - {name: orders, type: httpGet, httpGet: {service: more, port: 81, path: /orders,
                     body: {matches: '"orders": ([0-9]+)', number: {min: 5000}}}}
                  - {name: rows, type: exec, exec: {podSelector: {app: postgres}, command: [echo, "0"],
                     output: {number: {min: 1}}}}
                  - {name: newest, type: exec, exec: {podSelector: {app: postgres},
                     command: [date, -u, -d, 3 days ago, "+%Y-%m-%dT%H:%M:%SZ"],
                     output: {time: {notOlderThan: 2h}}}}
                """);
        test("emptied-tables", "emptied-tables", "15m", "");

        run("emptied-tables");

        RestoreReportStatus status = documented(
                "Health checks find too few rows, none at all, and none of the hours before the backup",
                "emptied-tables");
        assertThat(checks(status).get(0).message()).isEqualTo("the answer is 1200, expected at least 5000");
        assertThat(checks(status).get(1).message()).isEqualTo("the answer is 0, expected at least 1");
        assertThat(checks(status).get(2).message()).contains("more than 2h before the backup's start");
    }

    @Test
    void whatTheApplicationHasWrittenSinceTheBackupProvesNothing() {
        shop("rewritten").backUp();
        policy("rewritten", """
                  - {name: newest, type: exec, exec: {podSelector: {app: postgres}, command: [date, +%s],
                     output: {time: {notOlderThan: 2h}}}}
                """);
        test("rewritten", "rewritten", "15m", "");

        run("rewritten");

        RestoreReportStatus status =
                documented("The newest row that a health check finds was written after the backup", "rewritten");
        assertThat(checks(status).get(0).message()).contains("later than the backup");
    }

    @Test
    void checksOfEveryTypePass() {
        shop("every-type").backUp();
        policy("every-type", """
                  - {name: pods, type: podStatus, podStatus: {labelSelector: {app: api}, minReady: 2}}
                  - {name: http, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                  - {name: redirect, type: httpGet, httpGet: {service: more, port: 81, path: /moved, expectedStatus: 302}}
                  - {name: tcp, type: tcpSocket, tcpSocket: {service: postgres, port: 80}}
                  - {name: command, type: exec, exec: {podSelector: {app: postgres}, container: postgres, command: [echo]}}
                  - {name: objects, type: resourceExists, resourceExists: {resources: [{kind: Secret, name: secret-1},
                     {kind: StatefulSet, name: postgres}]}}
                """);
        test("every-type", "every-type", "15m", "");

        Said said = run("every-type");

        RestoreReportStatus status =
                documented("Health checks of all five types pass, one of them expects a redirect", "every-type");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(level(status, "HealthChecks").message()).isEqualTo("6/6 health checks passed");
    }

    @Test
    void checksOfEveryTypeFailWithWhatTheySaw() {
        shop("every-failure").backUp();
        policy("every-failure", """
                  - {name: pods, type: podStatus, podStatus: {labelSelector: {app: api}, minReady: 3, timeout: 1s}}
                  - {name: status, type: httpGet, httpGet: {service: api, port: 80, path: /nowhere}}
                  - {name: objects, type: resourceExists, resourceExists: {resources: [{kind: Secret, name: secret-9}]}}
                  - {name: service, type: httpGet, httpGet: {service: absent, port: 80}}
                """);
        test("every-failure", "every-failure", "15m", "");

        run("every-failure");

        RestoreReportStatus status = documented(
                "Four health checks see too few pods, another status, no object, and no Service", "every-failure");
        assertThat(checks(status))
                .extracting(Check::message)
                .containsExactly(
                        "2 of at least 3 pods ready",
                        "status 404, expected 200",
                        "not in the sandbox: Secret/secret-9",
                        "Service absent is not in the sandbox");
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() {
        shop("redirected").backUp();
        policy("redirected", """
                  - {name: home, type: httpGet, httpGet: {service: more, port: 81, path: /moved}}
                  - {name: api, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                """);
        test("redirected", "redirected", "15m", "");

        run("redirected");

        RestoreReportStatus status =
                documented("One of two health checks is redirected to a path that answers well", "redirected");
        assertThat(checks(status).get(0).message()).isEqualTo("status 302, expected 200");
    }

    @Test
    void aPortWhereNothingListensFailsForHttpAndTcp() {
        shop("silent").backUp();
        policy("silent", """
                  - {name: http, type: httpGet, httpGet: {service: more, port: 82}}
                  - {name: tcp, type: tcpSocket, tcpSocket: {service: more, port: 82}}
                """);
        test("silent", "silent", "15m", "");

        run("silent");

        RestoreReportStatus status =
                documented("Nothing listens on the port that both health checks ask for", "silent");
        assertThat(checks(status)).allSatisfy(check -> assertThat(check.message())
                .startsWith("nothing listens on port 8082 of pod api-"));
    }

    @Test
    void anApplicationThatNeedsThreeAttemptsPasses() {
        shop("retried").backUp();
        policy("retried", """
                  - {name: starts, type: httpGet, httpGet: {service: more, port: 81, path: /starting, retries: 2}}
                """);
        test("retried", "retried", "15m", "");

        Said said = run("retried");

        RestoreReportStatus status =
                documented("The application answers 503 twice and then 200; the check has two retries", "retried");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(checks(status).get(0).result()).isEqualTo("pass");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aCommandThatMayNotBeRunIsNotBlamedOnTheBackup() {
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: no-exec}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CONNECT], resources: [pods/exec]}
                  validations:
                  - {expression: "!request.namespace.startsWith('noexec')", message: "no commands here"}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-exec}
                spec: {policyName: no-exec, validationActions: [Deny]}
                """);
        shop("unexecuted").backUp();
        policy("unexecuted", """
                  - {name: db, type: exec, exec: {podSelector: {app: postgres}, command: [echo, ready]}}
                  - {name: api, type: httpGet, httpGet: {service: api, port: 80, path: /healthz}}
                """);
        cluster.apply(testYaml("unexecuted", "unexecuted", "unexecuted", "unexecuted", "15m", "")
                .replace("sandbox: {", "sandbox: {namespacePrefix: noexec, "));

        run("unexecuted");

        RestoreReportStatus status =
                documented("The cluster forbids to run commands in the sandbox's pods", "unexecuted");
        assertThat(checks(status)).extracting(Check::result).containsExactly("inconclusive", "pass");
        assertThat(checks(status).get(0).message()).contains("did not connect to pod postgres-0");
    }

    /** KWOK reports a failing command as an internal error; a real kubelet gives its exit code. */
    @Test
    void aCommandThatEndsWithoutAnExitCodeIsInconclusive() {
        shop("uncoded").backUp();
        policy("uncoded", """
                  - {name: db, type: exec, exec: {podSelector: {app: postgres}, command: [sh, -c, exit 3]}}
                """);
        test("uncoded", "uncoded", "15m", "");

        run("uncoded");

        RestoreReportStatus status =
                documented("A command fails, and the kubelet does not say with which exit code", "uncoded");
        assertThat(checks(status).get(0).result()).isEqualTo("inconclusive");
        assertThat(checks(status).get(0).message()).contains("exit status 3");
    }

    @Test
    void dependenciesThatAreMissingOrHaveNoReadyEndpointCostTheirShare() {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: idle, namespace: platform}
                spec: {selector: {app: nobody}, ports: [{port: 80}]}
                """);
        shop("lonely").backUp();
        dependencies(
                "lonely",
                "{name: shared-auth-service, namespace: platform}, {name: idle, namespace: platform}, {name: gone, namespace: platform}");

        run("lonely");

        RestoreReportStatus status =
                documented("Of three declared services one does not exist, and one has no ready endpoint", "lonely");
        assertThat(found(status))
                .extracting(Dependency::message)
                .containsExactly(
                        null, "Service platform/idle has no ready endpoint", "Service platform/gone does not exist");
    }

    @Test
    void aServiceThatLeadsOutsideTheClusterIsNotFollowed() {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: outside, namespace: platform}
                spec: {type: ExternalName, externalName: example.org}
                """);
        shop("external").backUp();
        dependencies("external", "{name: outside, namespace: platform}");

        run("external");

        RestoreReportStatus status = documented("The declared service is an ExternalName", "external");
        assertThat(found(status).get(0).message()).contains("leads outside the cluster");
    }

    @Test
    void aServiceNamedInTheEnvironmentIsADependency() {
        shop("env");
        cluster.kubectl(
                        "-n",
                        "env",
                        "set",
                        "env",
                        "deployment/web",
                        "AUTH_URL=https://shared-auth-service.platform.svc:443/login")
                .orFail();
        cluster.kubectl("-n", "env", "set", "env", "deployment/web", "MAIL_HOST=mail.platform.svc.cluster.local")
                .orFail();
        settled("env").backUp();
        dependencies("env", "");

        run("env");

        RestoreReportStatus status = documented(
                "Nothing is declared; a Deployment's environment names a service that is there, and one that is not",
                "env");
        assertThat(found(status))
                .extracting(one -> one.namespace() + "/" + one.name() + " " + one.reachable() + " " + one.foundIn()
                        + " " + one.method())
                .containsExactly(
                        "platform/shared-auth-service true Deployment/web env AUTH_URL readyEndpoints",
                        "platform/mail false Deployment/web env MAIL_HOST readyEndpoints");
    }

    @Test
    void onlyConfigMapsThatAWorkloadUsesNameDependencies() {
        shop("configured");
        cluster.kubectl(
                        "-n",
                        "configured",
                        "patch",
                        "configmap",
                        "config-1",
                        "-p",
                        "{\"data\":{\"AUTH\":\"shared-auth-service.platform:443\"}}")
                .orFail();
        cluster.kubectl(
                        "-n",
                        "configured",
                        "patch",
                        "configmap",
                        "config-2",
                        "-p",
                        "{\"data\":{\"OLD\":\"http://gone.platform.svc\"}}")
                .orFail();
        cluster.kubectl("-n", "configured", "set", "env", "deployment/web", "--from=configmap/config-1")
                .orFail();
        settled("configured").backUp();
        dependencies("configured", "");

        Said said = run("configured");

        RestoreReportStatus status = documented(
                "Nothing is declared; a ConfigMap in use names a service that is there, one that nobody uses names a dead one",
                "configured");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(found(status)).singleElement().satisfies(one -> assertThat(one.foundIn())
                .isEqualTo("ConfigMap/config-1 key AUTH, used by Deployment/web"));
    }

    @Test
    void whatPointsElsewhereWithoutBeingNeededIsANote() {
        shop("noted");
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: scrape, namespace: noted}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                subjects: [{kind: ServiceAccount, name: scraper, namespace: monitoring}]
                """);
        cluster.kubectl("-n", "noted", "set", "env", "deployment/web", "DB_HOST=postgres.noted.svc.cluster.local")
                .orFail();
        cluster.kubectl("-n", "noted", "set", "env", "deployment/web", "--from=secret/secret-1", "--prefix=AUTH_URL_")
                .orFail();
        settled("noted").backUp();
        dependencies("noted", "");

        Said said = run("noted");

        RestoreReportStatus status = documented(
                "A RoleBinding names an account elsewhere, a workload its own namespace in full, and a Secret's key a URL",
                "noted");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(findings(status).stream().filter(finding -> finding.reason().startsWith("Dependency")))
                .extracting(ReportFinding::reason, ReportFinding::object)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("DependencyPointsBack", "Deployment/web env DB_HOST"),
                        org.assertj.core.groups.Tuple.tuple("DependencyNotRead", "Deployment/web"),
                        org.assertj.core.groups.Tuple.tuple("DependencyAccount", "RoleBinding/scrape"));
    }

    @Test
    void aDependencyIsProbedFromInsideTheSandbox() throws IOException {
        mayCreatePods("kymaros-dependency-probe");
        shop("probed").backUp();
        probe("probed", "example/probe-connects");

        Said said = run("probed");

        RestoreReportStatus status =
                documented("A probe pod in the sandbox connects to the declared service", "probed");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(found(status)).singleElement().satisfies(one -> {
            assertThat(one.method()).isEqualTo("sandboxProbe");
            assertThat(one.message()).isNull();
        });
    }

    @Test
    void aDependencyThatTheProbePodCanNotConnectToIsUnreachable() throws IOException {
        mayCreatePods("kymaros-dependency-probe");
        shop("unprobed").backUp();
        probe("unprobed", "example/probe-refused");

        run("unprobed");

        RestoreReportStatus status = documented(
                "The declared service has ready endpoints, and a probe pod in the sandbox can't connect to it",
                "unprobed");
        assertThat(found(status).get(0).message())
                .isEqualTo("a pod of the sandbox could not connect: exit code 1: REFUSED");
    }

    /** Pods without a marked image run for ever here, as one would whose command hangs. */
    @Test
    void aProbePodThatDoesNotEndLeavesTheEndpointsToJudge() throws IOException {
        mayCreatePods("kymaros-dependency-probe");
        shop("hanging").backUp();
        probe("hanging", "example/hangs, timeout: 2s");

        Said said = run("hanging");

        RestoreReportStatus status =
                documented("The probe pod in the sandbox does not end; the service has ready endpoints", "hanging");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(found(status)).singleElement().satisfies(one -> {
            assertThat(one.method()).isEqualTo("readyEndpoints");
            assertThat(one.message()).contains("not probed from the sandbox", "had not ended within 2 s");
        });
    }

    private void mayCreatePods(String role) throws IOException {
        cluster.apply(Files.readString(Path.of("..", "kymaros-examples", "cluster", "rbac-dependency-probe.yaml")));
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: %1$s-test}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kymaros}]
                """.formatted(role));
    }

    private void probe(String name, String image) {
        test(name, "shop", "15m", "dependencyProbe: {image: " + image + "}");
    }

    private Shop shop(String namespace) {
        Shop shop = new Shop(cluster, namespace).deploy();
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: more, namespace: %s}
                spec: {selector: {app: api}, ports: [{name: odd, port: 81, targetPort: 8081}, {name: closed, port: 82, targetPort: 8082}]}
                """.formatted(namespace));
        return shop;
    }

    /** The shop, once its changed Deployment has its new pods. */
    private Shop settled(String namespace) {
        cluster.kubectl("-n", namespace, "rollout", "status", "deployment/web", "--timeout=60s")
                .orFail();
        return new Shop(cluster, namespace);
    }

    private void policy(String name, String checks) {
        cluster.apply("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: HealthCheckPolicy
                metadata: {name: %s, namespace: kymaros-system}
                spec:
                  checks:
                """.formatted(name) + checks);
    }

    private void dependencies(String name, String dependencies) {
        cluster.apply(testYaml(name, name, name, "shop", "15m", "")
                .replaceAll("dependencies: .*", "dependencies: [" + dependencies + "]"));
    }

    private static List<Check> checks(RestoreReportStatus status) {
        return level(status, "HealthChecks").checks();
    }

    private static List<Dependency> found(RestoreReportStatus status) {
        return level(status, "CrossNSDependencies").dependencies();
    }
}
