package io.kymaros.cli;

import io.kymaros.testcluster.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small shop on a test cluster with as many objects as the specification's example: three Deployments, four Services,
 * two PersistentVolumeClaims, six ConfigMaps and eight Secrets; and a StatefulSet.
 */
final class Shop {
    private static final int LONGEST_SETTLING = 60;

    private final TestCluster cluster;
    private final String namespace;
    private final Map<String, String> behaviours = new TreeMap<>();

    Shop(TestCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Makes the pods of a workload behave otherwise than well, see the test cluster's README. */
    Shop with(String workload, String behaviour) {
        behaviours.put(workload, behaviour);
        return this;
    }

    Shop deploy() {
        StringBuilder yaml = new StringBuilder();
        add(yaml, "v1", "Namespace", namespace, "");
        add(yaml, "apps/v1", "Deployment", "api", workload("api", 2));
        add(yaml, "apps/v1", "Deployment", "web", workload("web", 1));
        add(yaml, "apps/v1", "Deployment", "worker", workload("worker", 1));
        add(yaml, "apps/v1", "StatefulSet", "postgres", workload("postgres", 1) + "  serviceName: postgres\n");
        for (String service : new String[] {"api", "web", "worker", "postgres"}) {
            add(
                    yaml,
                    "v1",
                    "Service",
                    service,
                    "spec: {selector: {app: %s}, ports: [{name: main, port: 80, targetPort: 8080}]}\n"
                            .formatted(service));
        }
        for (String claim : new String[] {"postgres-data", "uploads"}) {
            add(
                    yaml,
                    "v1",
                    "PersistentVolumeClaim",
                    claim,
                    "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n");
        }
        for (int i = 1; i <= 6; i++) {
            add(yaml, "v1", "ConfigMap", "config-" + i, "data: {key: value}\n");
        }
        for (int i = 1; i <= 8; i++) {
            add(yaml, "v1", "Secret", "secret-" + i, "stringData: {key: value}\n");
        }
        cluster.apply(yaml.toString());
        if (behaviours.values().stream().allMatch("slow"::equals)) {
            awaitPods();
        }
        return this;
    }

    private void awaitPods() {
        for (String workload :
                new String[] {"deployment/api", "deployment/web", "deployment/worker", "statefulset/postgres"}) {
            cluster.kubectl("-n", namespace, "rollout", "status", workload, "--timeout=60s")
                    .orFail();
        }
    }

    /**
     * Backs the shop up under the namespace's own name, once its objects are older than the backup and at rest; then mends
     * the workloads that behave otherwise than well. What is broken in the source as well is not the backup's fault.
     */
    Shop backUp(String... options) {
        settle();
        List<String> arguments =
                new ArrayList<>(List.of("backup", "create", namespace, "--include-namespaces", namespace, "--wait"));
        arguments.addAll(List.of(options));
        cluster.velero(arguments.toArray(String[]::new)).orFail();
        if (!behaviours.values().stream().allMatch("slow"::equals)) {
            behaviours.clear();
            mend();
        }
        return this;
    }

    /** Makes all workloads behave well, and waits until they do. */
    void mend() {
        String sick = kubectl(
                "get",
                "deployments,statefulsets,replicationcontrollers",
                "-o",
                "jsonpath={range .items[*]}{.kind}/{.metadata.name} "
                        + "{.spec.template.metadata.annotations.test-cluster\\.kymaros\\.io/behaviour}{\"\\n\"}{end}");
        for (String workload : named(sick)) {
            kubectl(
                    "patch",
                    workload,
                    "--type=merge",
                    "-p",
                    "{\"spec\": {\"template\": {\"metadata\": {\"annotations\": "
                            + "{\"test-cluster.kymaros.io/behaviour\": null}}}}}");
        }
        String pods = kubectl(
                "get",
                "pods",
                "-o",
                "jsonpath={range .items[*]}pod/{.metadata.name} "
                        + "{.metadata.annotations.test-cluster\\.kymaros\\.io/behaviour}{\"\\n\"}{end}");
        for (String pod : named(pods)) {
            kubectl("delete", pod, "--ignore-not-found", "--wait");
        }
        settle();
    }

    /** The names of those lines that say something after it. */
    private static List<String> named(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isBlank())
                .map(pair -> pair[0])
                .toList();
    }

    private String kubectl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", namespace));
        all.addAll(List.of(arguments));
        return cluster.kubectl(all.toArray(String[]::new)).orFail();
    }

    /**
     * Waits until the controllers have done what they were asked for: the source must not change during a run. A pod that
     * flaps never comes to rest.
     */
    void settle() {
        if (behaviours.containsValue("flapping")) {
            sleep();
            return;
        }
        String before;
        String now = versions(cluster, namespace);
        int seconds = 0;
        do {
            if (seconds++ == LONGEST_SETTLING) {
                throw new IllegalStateException("namespace " + namespace + " does not come to rest");
            }
            sleep();
            before = now;
            now = versions(cluster, namespace);
        } while (!before.equals(now) || controllersAreBehind());
    }

    private boolean controllersAreBehind() {
        String generations = cluster.kubectl(
                        "-n",
                        namespace,
                        "get",
                        "deployments,statefulsets,replicasets,replicationcontrollers",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.generation} {.status.observedGeneration}{\"\\n\"}{end}")
                .orFail();
        return generations.lines().map(line -> line.split(" ", -1)).anyMatch(pair -> !pair[0].equals(pair[1]));
    }

    /** Times of objects are whole seconds; an object of the backup's own second is not older than the backup. */
    private static void sleep() {
        try {
            Thread.sleep(1100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Versions of everything in a namespace, to see whether anything was changed; empty when there is none. */
    static String versions(TestCluster cluster, String namespace) {
        return cluster.kubectl(
                                "-n",
                                namespace,
                                "get",
                                "deployments,statefulsets,replicasets,services,persistentvolumeclaims,configmaps,secrets,"
                                        + "pods,serviceaccounts,networkpolicies,resourcequotas",
                                "-o",
                                "custom-columns=K:.kind,N:.metadata.name,V:.metadata.resourceVersion",
                                "--no-headers")
                        .out()
                + cluster.kubectl("get", "namespace", namespace, "-o", "jsonpath={.metadata.resourceVersion}")
                        .out();
    }

    private String workload(String name, int replicas) {
        String behaviour = behaviours.containsKey(name)
                ? ", annotations: {test-cluster.kymaros.io/behaviour: " + behaviours.get(name) + "}"
                : "";
        return String.format(Locale.ROOT, """
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}%s}
                    spec: {containers: [{name: %s, image: example/%s}]}
                """, replicas, name, name, behaviour, name, name);
    }

    private void add(StringBuilder yaml, String apiVersion, String kind, String name, String rest) {
        String place = kind.equals("Namespace") ? "" : ", namespace: " + namespace;
        yaml.append("---\napiVersion: ").append(apiVersion).append("\nkind: ").append(kind);
        yaml.append("\nmetadata: {name: ")
                .append(name)
                .append(place)
                .append("}\n")
                .append(rest);
    }
}
