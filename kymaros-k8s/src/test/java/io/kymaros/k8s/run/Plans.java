package io.kymaros.k8s.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kymaros.k8s.api.HealthCheckPolicy;
import io.kymaros.k8s.api.RestoreTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** RestoreTests and HealthCheckPolicies as trees, to be changed, and as the resources that they make. */
final class Plans {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper LENIENT = new ObjectMapper();
    private static final ObjectNode EVERYTHING = readEverything();
    private static final ObjectNode POLICY = yaml("""
            apiVersion: restore.kymaros.io/v1alpha1
            kind: HealthCheckPolicy
            metadata: {name: shop-checks, namespace: kymaros-system}
            spec:
              checks:
              - {name: pods, type: podStatus, podStatus: {labelSelector: {app: api}, minReady: 2, timeout: 30s}}
              - name: front
                type: httpGet
                httpGet: {service: front, port: 80, path: /healthz, expectedStatus: 204, timeout: 5s, retries: 3}
              - {name: db, type: tcpSocket, tcpSocket: {service: db, port: 5432, timeout: 2s}}
              - name: query
                type: exec
                exec: {podSelector: {app: db}, container: main, command: [pg_isready], successExitCode: 0, timeout: 9s}
              - name: keys
                type: resourceExists
                resourceExists: {resources: [{kind: Secret, name: db}]}
            """);

    private Plans() {}

    /** The smallest test that can work. */
    static ObjectNode smallest() {
        return yaml("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: RestoreTest
                metadata: {name: nightly, namespace: kymaros}
                spec:
                  backupSource: {backupName: latest}
                """);
    }

    /** A test that says everything. */
    static ObjectNode everything() {
        return EVERYTHING.deepCopy();
    }

    /** The policy that {@link #everything} links, with a check of each type. */
    static ObjectNode policy() {
        return POLICY.deepCopy();
    }

    private static ObjectNode readEverything() {
        try (InputStream in =
                Objects.requireNonNull(Plans.class.getResourceAsStream("/io/kymaros/k8s/api/everything.yaml"))) {
            return (ObjectNode) YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode value(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a value, in YAML, at a JSON pointer; objects on the way are made. */
    static void put(ObjectNode tree, String pointer, String yaml) {
        int slash = pointer.lastIndexOf('/');
        String last = pointer.substring(slash + 1);
        JsonNode parent = tree;
        for (String name : pointer.substring(1, Math.max(1, slash)).split("/")) {
            if (name.isEmpty()) {
                continue;
            }
            if (parent instanceof ArrayNode array) {
                parent = array.get(Integer.parseInt(name));
            } else {
                ObjectNode object = (ObjectNode) parent;
                parent = object.has(name) && !object.get(name).isNull() ? object.get(name) : object.putObject(name);
            }
        }
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value(yaml));
        } else {
            ((ObjectNode) parent).set(last, value(yaml));
        }
    }

    static RestoreTest test(JsonNode tree) {
        return read(tree, RestoreTest.class);
    }

    static HealthCheckPolicy policy(JsonNode tree) {
        return read(tree, HealthCheckPolicy.class);
    }

    private static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return LENIENT.treeToValue(tree, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
